using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Mintage.Foreign;
using Mintage.Gans;

namespace Mintage.Studies.Plans;

/// <summary>Which real images a GAN is trained on.</summary>
public enum GanScope
{
    /// <summary>The training part of the arm it serves.</summary>
    TrainingPart,

    /// <summary>
    /// The whole training set, whatever the arm sees: leaky where the arm sees less; article's protocol only.
    /// </summary>
    WholeTrainingSet,
}

/// <summary>
/// One GAN of a study: a preset that the study trains, or synthetic images from elsewhere.
/// </summary>
public sealed record GanPlan
{
    private const int MostMembers = 16;

    /// <summary>Name of the arm, e.g. "cgan".</summary>
    public required string Name { get; init; }

    /// <summary>How it is trained; in a plan file only what differs from the preset. Null for images from elsewhere.
    /// </summary>
    [DisallowNull]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GanOptions? Options { get; init; }

    /// <summary>
    /// Synthetic images that exist, in place of a preset: a data set, named as on the command line. Classes are matched
    /// by name; all replicates share the images.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Images { get; init; }

    /// <summary>
    /// A generator in an ONNX file, in place of a preset, such as <c>mintage export</c> writes: latents and labels in,
    /// images out. Each replicate draws its own; classes are matched by name.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Onnx { get; init; }

    /// <summary>
    /// A program of your own that makes the images, in place of a preset: it is run for every training part, with that
    /// part alone. In a plan file <c>command</c> and the other keys of a program may stand beside the name.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [DisallowNull]
    public ProgramOptions? Program { get; init; }

    /// <summary>What it is trained on.</summary>
    public GanScope Scope { get; init; } = GanScope.TrainingPart;

    /// <summary>
    /// GANs trained alike with other seeds, each of which draws the same share of every class: what one of them has
    /// lost, another may show. On MNIST two are worth about 0.3 points of accuracy more than one, and cost twice the
    /// time.
    /// </summary>
    public int Members { get; init; } = 1;

    /// <summary>Rejects synthetic images that do not look like their class.</summary>
    public FilterPlan? Filter { get; init; }

    /// <summary>
    /// Whether it learns from augmented images, so that its own may carry the knowledge that augmentation holds.
    /// </summary>
    internal bool IsAugmented =>
        Options is { Classical: not null, ClassicalShare: > 0 } or { DiffAugment.Count: > 0 };

    /// <summary>Whether it is trained elsewhere: what it owes to other images or networks, no plan can say.</summary>
    internal bool IsForeign => Options is null;

    /// <summary>Whether its images are there, so that it cannot be asked for others.</summary>
    internal bool IsReadyMade => Images is not null;

    /// <summary>Whether no training part decides what it knows.</summary>
    internal bool IsFixed => IsReadyMade || Onnx is not null;

    /// <summary>Everything that is wrong with it, each a full sentence.</summary>
    internal IEnumerable<string> Faults()
    {
        foreach (var fault in Options?.Faults() ?? []) yield return fault;
        foreach (var fault in OriginFaults()) yield return fault;
        if (Members is < 1 or > MostMembers)
            yield return $"GAN '{Name}': members must be 1 ... {MostMembers}, but are {Members}.";
        if (Filter is { Epochs: < 1 })
            yield return $"GAN '{Name}': epochs of the filter must be at least 1, but are {Filter.Epochs}.";
        if (Filter is { MinConfidence: not (>= 0 and < 1) })
            yield return $"GAN '{Name}': the filter's least confidence must lie in 0 ... 1 (1 excluded), but is "
                + $"{Filter.MinConfidence}.";
        if (Filter is { MaxDrawsPerImage: < 1 })
            yield return $"GAN '{Name}': the filter must draw at least once per image, but may "
                + $"{Filter.MaxDrawsPerImage} times.";
    }

    private IEnumerable<string> OriginFaults()
    {
        if (new object?[] { Options, Images, Onnx, Program }.Count(origin => origin is not null) != 1)
            yield return $"GAN '{Name}' must have exactly one of {string.Join(", ", PlanContract.Origins)}. Keep one.";
        foreach (var fault in Program is null ? [] : GeneratorPlaceholders.Faults(Program))
            yield return $"GAN '{Name}': {fault}";
        if (!IsForeign) yield break;
        if (Members != 1)
            yield return $"GAN '{Name}': members are trained by the study, but its images come from elsewhere. Remove "
                + "members.";
        if (Filter is not null)
            yield return $"GAN '{Name}': the filter draws again what it rejects, which images from elsewhere do not "
                + "allow. Remove filter.";
        if (Scope != GanScope.TrainingPart)
            yield return $"GAN '{Name}': a scope is for a GAN that the study trains, but its images come from "
                + "elsewhere. Remove scope.";
    }
}

/// <summary>
/// Keeps only synthetic images that a classifier, trained on the GAN's own training part, gives the label they were
/// drawn for. That classifier judges nothing else.
/// </summary>
public sealed record FilterPlan
{
    /// <summary>Epochs of the filter's classifier, which is the size's classifier.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Least probability of the drawn label, 0 for agreement alone.</summary>
    public double MinConfidence { get; init; }

    /// <summary>
    /// Images drawn at most for each image kept; a class that does not reach its number then is an error.
    /// </summary>
    public int MaxDrawsPerImage { get; init; } = 10;
}
