using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>
/// Reads and writes gan.json. It vouches for the lineage and the training of all images that are drawn, so it carries a
/// digest of itself, and what it says twice must agree.
/// </summary>
internal static class GanFactsFile
{
    private const int Sha256Digits = 64;

    public static void Write(string folder, GanFacts facts) => WholeFile.WriteBytes(
        Path.Combine(folder, TrainedGan.FactsFile), SealedJson.Of(facts with { FileSha256 = SelfDigest.Blank }));

    /// <exception cref="UserInputException">The file is missing, was changed, or contradicts itself.</exception>
    public static GanFacts Read(string folder)
    {
        var path = Path.Combine(folder, TrainedGan.FactsFile);
        var facts = SealedJson.Read<GanFacts>(path);
        if (Faults(facts) is { Count: > 0 } faults) throw UserInputException.FromFaults($"'{path}'", faults);
        return facts;
    }

    private static List<string> Faults(GanFacts facts)
    {
        var (shape, options, classes) = (facts.Shape, facts.Options, facts.ClassNames.Count);
        (bool Holds, string Fault)[] rules =
        [
            (facts.FormatVersion == 1, $"format_version must be 1, but is {facts.FormatVersion}."),
            (classes > 0 && !facts.ClassNames.Any(string.IsNullOrEmpty), "class_names must name every class."),
            (classes == facts.ClassCounts.Count && classes == shape.Classes,
                $"class_names, class_counts and shape.classes must be of one number of classes, but are of {classes}, "
                + $"{facts.ClassCounts.Count} and {shape.Classes}."),
            (facts.ClassCounts.All(count => count >= 0)
                && facts.ClassCounts.Sum(count => (long)count) == facts.Lineage.Count && facts.Lineage.Count > 0,
                $"lineage must hold one fingerprint per training image of class_counts, but holds "
                + $"{facts.Lineage.Count}."),
            (facts.Lineage.Append(facts.TrainingFingerprint).All(IsSha256),
                "lineage and training_fingerprint must be SHA-256 digests."),
            ((shape.LatentDimension, shape.Filters) == (options.LatentDimension, options.Filters),
                $"shape and options must agree, but say {shape.LatentDimension} and {options.LatentDimension} latents, "
                + $"{shape.Filters} and {options.Filters} filters."),
            (shape is { Height: > 0, Width: > 0, Channels: 1 or 3 }
                && (facts.Networks is not null || DcganShape.SizeFault(shape.Height, shape.Width) is null),
                $"shape must be that of images, but is {shape.Height} x {shape.Width} x {shape.Channels}."),
            (facts.GeneratorUpdates >= 0 && facts.GeneratorUpdates <= options.GeneratorUpdates
                && (facts.Divergence is not null || facts.GeneratorUpdates == options.GeneratorUpdates),
                $"generator_updates must be those of the options, {options.GeneratorUpdates}, unless training "
                + $"diverged, but are {facts.GeneratorUpdates}."),
        ];
        return [.. rules.Where(rule => !rule.Holds).Select(rule => rule.Fault), .. options.Faults()];
    }

    private static bool IsSha256(string text) => text.Length == Sha256Digits && text.All(char.IsAsciiHexDigitLower);
}
