using Mintage.Runtime;

namespace Mintage.Data.Writing;

/// <summary>A data set with the provenance of its synthetic images. Immutable.</summary>
/// <param name="Images">The images, marked if it is known which are synthetic.</param>
/// <param name="Provenance">Content of the provenance file; null without one.</param>
public sealed record TracedSet(LabelledImages Images, string? Provenance)
{
    private const string SyntheticGroup = "synthetic";

    /// <summary>Finds a set's provenance. Images of a file with a provenance count as synthetic unless the file marks
    /// them itself.</summary>
    /// <param name="images">The images read from the source, all or a subset.</param>
    /// <param name="source">The file, folder or catalogue name that they came from.</param>
    /// <exception cref="UserInputException">The provenance cannot be read.</exception>
    public static TracedSet Of(LabelledImages images, string source)
    {
        var path = ProvenanceFile.Of(source);
        if (!File.Exists(path)) return new TracedSet(images, null);
        var provenance = InputFile.Read(path, stream => new StreamReader(stream).ReadToEnd());
        // Pictures in a folder may come from anywhere, but a file is written together with its provenance.
        return new TracedSet(images.IsSynthetic is null
            && File.Exists(source) ? images.Marked(isSynthetic: true) : images, provenance);
    }

    /// <summary>
    /// Appends a synthetic set to this set of real images and marks all images. If the real images have groups, the
    /// synthetic ones form one group of their own.
    /// </summary>
    /// <param name="synthetic">Has the same image shape. Its classes are matched by name.</param>
    /// <exception cref="UserInputException">The sets do not fit together, or one of them has images of the wrong
    /// kind.</exception>
    public TracedSet With(TracedSet synthetic)
    {
        var (real, made) = (Images, synthetic.Images);
        List<string> faults = [];
        if (real.IsSynthetic?.Contains(true) == true)
            faults.Add($"'{real.Name}' must hold real images only, but has synthetic ones.");
        if (made.IsSynthetic?.Contains(false) == true)
            faults.Add($"'{made.Name}' must hold synthetic images only, but has real ones.");
        if ((real.Height, real.Width, real.Channels) != (made.Height, made.Width, made.Channels))
            faults.Add(
                $"the images must have one shape, but those of '{real.Name}' have "
                + $"{real.Height}x{real.Width}x{real.Channels} and those of '{made.Name}' "
                + $"{made.Height}x{made.Width}x{made.Channels}.");
        if (ClassMatching.Fault(made, real.ClassNames, $"'{real.Name}'") is { } fault) faults.Add(fault);
        if (faults.Count > 0) throw UserInputException.FromFaults("Combining real and synthetic images", faults);
        made = ClassMatching.InClassesOf(made, real);
        var groups = real.Groups is null ? null : Enumerable.Repeat(SyntheticGroup, made.Count).ToArray();
        var images =
            LabelledImages.Concat($"{real.Name} + {made.Name}",
            [real.Marked(isSynthetic: false), made.WithGroups(groups).Marked(isSynthetic: true)]);
        return new TracedSet(images, synthetic.Provenance);
    }
}
