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

/// <summary>One GAN of a study.</summary>
public sealed record GanPlan
{
    private const int MostMembers = 16;

    /// <summary>Name of the arm, e.g. "cgan".</summary>
    public required string Name { get; init; }

    /// <summary>How it is trained; in a plan file only what differs from the preset.</summary>
    public required GanOptions Options { get; init; }

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
        Options is { Classical: not null, ClassicalShare: > 0 } || Options.DiffAugment.Count > 0;

    /// <summary>Everything that is wrong with it, each a full sentence.</summary>
    internal IEnumerable<string> Faults()
    {
        foreach (var fault in Options.Faults()) yield return fault;
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
