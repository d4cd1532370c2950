using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Synthesis;

/// <summary>What a plan needs to know of a generator in an ONNX file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Sha256">Of the file.</param>
/// <param name="ClassNames">Classes that it can be asked for.</param>
/// <param name="Lineage">Fingerprints of all images that it saw; null where nobody says.</param>
internal sealed record OnnxOrigin(
    string Path, string Sha256, IReadOnlyList<string> ClassNames, IReadOnlyList<string>? Lineage)
{
    /// <summary>SHA-256 of the lineage; null where it is not known.</summary>
    public string? LineageSha256 => Lineage is null ? null : Provenance.HashOf(Lineage);

    /// <summary>Looks at a generator.</summary>
    /// <param name="gan">Its name in the plan.</param>
    /// <param name="path">The file.</param>
    /// <param name="real">Images of the kind that it must draw.</param>
    /// <exception cref="UserInputException">It is none, or draws other images or classes.</exception>
    public static OnnxOrigin Of(string gan, string path, LabelledImages real)
    {
        using var generator = OnnxGenerator.Load(path);
        List<string> faults = [];
        if ((generator.Height, generator.Width, generator.Channels) != (real.Height, real.Width, real.Channels))
            faults.Add(
                $"'{path}' must draw images of {real.Height} x {real.Width} x {real.Channels} as those of "
                + $"'{real.Name}', but draws {generator.Height} x {generator.Width} x {generator.Channels}. Read the "
                + "data in that size (import), or bring another generator.");
        if (!generator.ClassNames.Intersect(real.ClassNames).Any())
            faults.Add(
                $"'{path}' must know a class of '{real.Name}', but knows {ClassMatching.Words(generator.ClassNames)}. "
                + "Classes are matched by name (class_names in its metadata).");
        return faults.Count == 0
            ? new OnnxOrigin(path, WholeFile.Sha256(path), generator.ClassNames, generator.Lineage)
            : throw UserInputException.FromFaults($"GAN '{gan}'", faults);
    }
}
