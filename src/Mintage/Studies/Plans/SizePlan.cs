using Mintage.Classification;

namespace Mintage.Studies.Plans;

/// <summary>One training set size of a study; several make the data-size curve.</summary>
public sealed record SizePlan
{
    /// <summary>For people, e.g. "reduced" or "original".</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Real training images of each replicate; null, in a plan file <c>all</c>, for the whole training set.
    /// </summary>
    public required int? Images { get; init; }

    /// <summary>
    /// Sizes of one draw have the same training images and GANs: write it to compare classifiers. Otherwise each size
    /// draws for itself.
    /// </summary>
    public string? Draw { get; init; }

    /// <summary>Name of its draw.</summary>
    internal string DrawName => Draw ?? Name;

    /// <summary>The classifier of every arm at this size.</summary>
    public required ClassifierOptions Classifier { get; init; }

    /// <summary>
    /// Epochs of every arm of the article's protocol: arms with more images take more optimiser steps.
    /// </summary>
    public int Epochs { get; init; } = 10;

    /// <summary>
    /// Optimiser steps of every fair arm; otherwise those of the article's augmented arms: <see cref="Epochs"/> over
    /// real and synthetic images.
    /// </summary>
    public int? Steps { get; init; }

    /// <summary>Synthetic images added at this size; otherwise the plan's number.</summary>
    public int? SyntheticImages { get; init; }

    /// <summary>Everything that is wrong with it, each a full sentence.</summary>
    internal IEnumerable<string> Faults()
    {
        foreach (var fault in Classifier.Faults()) yield return $"size '{Name}': {fault}";
        if (Images < 1)
            yield return $"size '{Name}': images must be at least 1, or null for the whole training set, but are "
                + $"{Images}.";
        if (Epochs < 1) yield return $"size '{Name}': epochs must be at least 1, but are {Epochs}.";
        if (Steps < 1) yield return $"size '{Name}': steps must be at least 1, but are {Steps}.";
        if (SyntheticImages < 1)
            yield return $"size '{Name}': synthetic images must be at least 1, but are {SyntheticImages}.";
    }
}
