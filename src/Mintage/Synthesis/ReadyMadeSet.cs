using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Runtime;

namespace Mintage.Synthesis;

/// <summary>Synthetic images that exist, in the classes of real ones, with what is known of their origin.</summary>
/// <param name="Images">The images, marked as synthetic.</param>
/// <param name="Source">Where they were read from, for people.</param>
/// <param name="Provenance">Null where nobody says what they were made from.</param>
internal sealed record ReadyMadeSet(LabelledImages Images, string Source, Provenance? Provenance)
{
    /// <summary>Whether all real images behind them are known.</summary>
    public bool LineageIsKnown => Provenance is { LineageIsKnown: true };

    /// <summary>SHA-256 of the fingerprints of these; null where they are not known.</summary>
    public string? LineageSha256 => LineageIsKnown ? Provenance.HashOf(Provenance!.Lineage) : null;

    /// <summary>Reads a set as the real images were read.</summary>
    /// <param name="source">A data set, named as on the command line.</param>
    /// <param name="real">The real images.</param>
    /// <param name="loading">How those were read.</param>
    /// <exception cref="UserInputException">The set, or the provenance beside it, cannot be read.</exception>
    public static TracedSet Load(string source, LabelledImages real, DataSetLoading loading)
    {
        var import = loading.Import;
        if (import.Colour == ImageColour.Auto && real.Channels == 3) import = import with { Colour = ImageColour.Rgb };
        var reference = DataSetReference.Parse(source);
        return TracedSet.Of(reference.Load(loading with { Import = import }), reference.Source);
    }

    /// <summary>A set in the classes of real images.</summary>
    /// <param name="gan">Its name in the plan.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="set">The images; may have fewer classes, in another order.</param>
    /// <param name="real">The real images.</param>
    /// <exception cref="UserInputException">They do not fit; every fault is listed.</exception>
    public static ReadyMadeSet Of(string gan, string source, TracedSet set, LabelledImages real)
    {
        var provenance = set.Provenance is { } text
            ? SealedJson.Parse<Provenance>(text, $"the provenance of '{source}'")
            : null;
        if (Faults(set.Images, source, provenance, real).ToList() is { Count: > 0 } faults)
            throw UserInputException.FromFaults($"GAN '{gan}'", faults);
        var images = ClassMatching.InClassesOf(set.Images, real).WithGroups(null).Marked(isSynthetic: true);
        return new ReadyMadeSet(images, source, provenance);
    }

    private static IEnumerable<string> Faults(
        LabelledImages images, string source, Provenance? provenance, LabelledImages real)
    {
        if (images.Count == 0) yield return $"'{source}' must hold synthetic images, but holds none.";
        if (images.IsSynthetic?.Count(mark => !mark) is > 0 and var marked)
            yield return $"'{source}' must hold synthetic images only, but {marked:N0} of its {images.Count:N0} are "
                + "marked as real. Leave those out.";
        if ((images.Height, images.Width, images.Channels) != (real.Height, real.Width, real.Channels))
            yield return $"the images of '{source}' must be {Shape(real)} as those of '{real.Name}', but are "
                + $"{Shape(images)}. {Way(images, real)}";
        if (ClassMatching.Fault(images, real.ClassNames, $"'{real.Name}'") is { } fault) yield return fault;
        else if (provenance is not null && !IsOf(provenance, images))
            yield return $"the provenance beside '{source}' must be that of its images, but names other images (the "
                + "fingerprints differ). Put the right one there; or remove it, and what the images were made from "
                + "counts as not known.";
    }

    private static bool IsOf(Provenance provenance, LabelledImages images)
    {
        if (provenance.ClassNames is not { } names || names.SequenceEqual(images.ClassNames))
            return provenance.Fingerprint == images.Fingerprint;
        return ClassMatching.Fault(images, names, "the provenance") is null
            && ClassMatching.InClassesOf(images, names, "the provenance").Fingerprint == provenance.Fingerprint;
    }

    private static string Shape(LabelledImages images) =>
        $"{images.Height} x {images.Width} in {(images.Channels == 1 ? "grey" : "colour")}";

    private static string Way(LabelledImages images, LabelledImages real) =>
        images.Import is null
            ? "Bring them in that size and colour, or as pictures (a folder), which the plan's import resizes."
            : real.Height == real.Width
                ? $"Set import: {{ size: {real.Height}, colour: {(real.Channels == 1 ? "grey" : "rgb")} }} in the plan "
                    + "(--image-size and --colour)."
                : "Resize the pictures before.";
}
