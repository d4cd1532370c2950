using Mintage.Classification;
using Mintage.Gans;

namespace Mintage.Studies;

/// <summary>One training set size of a study.</summary>
public sealed record SizePlan
{
    /// <summary>"reduced" or "original".</summary>
    public required string Name { get; init; }

    /// <summary>Real training images of each replicate; null for the whole training set.</summary>
    public required int? Images { get; init; }

    /// <summary>The classifier of every arm at this size.</summary>
    public required ClassifierOptions Classifier { get; init; }

    /// <summary>Epochs of every arm of the article's protocol: arms with more images take more optimiser steps.</summary>
    public required int Epochs { get; init; }
}

/// <summary>Which real images a GAN is trained on.</summary>
public enum GanScope
{
    /// <summary>The training part of the arm it serves.</summary>
    TrainingPart,

    /// <summary>The whole training set, whatever the arm sees: leaky where the arm sees less.</summary>
    WholeTrainingSet,
}

/// <summary>One GAN of a study.</summary>
public sealed record GanPlan
{
    /// <summary>Name of the arm, e.g. "cgan".</summary>
    public required string Name { get; init; }

    /// <summary>How it is trained.</summary>
    public required GanOptions Options { get; init; }

    /// <summary>What it is trained on.</summary>
    public GanScope Scope { get; init; } = GanScope.TrainingPart;
}

/// <summary>How the synthetic images are measured: Fréchet distance on an in-domain classifier's features.</summary>
public sealed record FrechetPlan
{
    /// <summary>Real training images of the extractor: in no GAN's training part, not in the reference.</summary>
    public required int ExtractorImages { get; init; }

    /// <summary>The extractor's classifier.</summary>
    public required ClassifierOptions Extractor { get; init; }

    /// <summary>Epochs of the extractor.</summary>
    public required int ExtractorEpochs { get; init; }

    /// <summary>Real reference images.</summary>
    public required int ReferenceImages { get; init; }

    /// <summary>Numbers of images to measure at; the largest is also the number of held-out real images beside them.</summary>
    public required IReadOnlyList<int> Counts { get; init; }
}

/// <summary>Everything that decides what a study does and finds.</summary>
public sealed record StudyPlan
{
    /// <summary>Name of the plan, e.g. "reduced".</summary>
    public required string Name { get; init; }

    /// <summary>"article": pooled sets, equal epochs, the article's folds.</summary>
    public string Protocol { get; init; } = "article";

    /// <summary>True when it is too small to say anything about GANs.</summary>
    public bool PlumbingOnly { get; init; }

    /// <summary>Data set, as on the command line without a split.</summary>
    public string Data { get; init; } = "mnist";

    /// <summary>Use only the first n test images; null for all. Only where <see cref="PlumbingOnly"/>.</summary>
    public int? TestImages { get; init; }

    /// <summary>Root of the seed tree.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Draws of the reduced set, disjoint while the training set lasts.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>Folds of the k-fold table; 0 for none.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Synthetic images added by each GAN.</summary>
    public int SyntheticImages { get; init; } = 10_000;

    /// <summary>Threads per task; part of what decides the bits.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Sizes of the training set.</summary>
    public required IReadOnlyList<SizePlan> Sizes { get; init; }

    /// <summary>GANs.</summary>
    public required IReadOnlyList<GanPlan> Gans { get; init; }

    /// <summary>Measures of the synthetic images.</summary>
    public required FrechetPlan Frechet { get; init; }

    /// <summary>Everything that is wrong with the plan by itself, each a full sentence.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (Replicates < 1) faults.Add($"replicates must be at least 1, but are {Replicates}.");
        if (Folds is 1 or < 0) faults.Add($"folds must be 0 (none) or at least 2, but are {Folds}.");
        if (SyntheticImages < 1) faults.Add($"synthetic images must be at least 1, but are {SyntheticImages}.");
        if (Threads < 1) faults.Add($"threads must be at least 1, but are {Threads}.");
        if (Sizes.Count == 0) faults.Add("there must be at least one training set size.");
        if (Gans.Select(g => g.Name).Distinct().Count() < Gans.Count) faults.Add("every GAN needs a name of its own.");
        foreach (var size in Sizes)
        {
            faults.AddRange(size.Classifier.Faults().Select(f => $"size '{size.Name}': {f}"));
            if (size.Epochs < 1) faults.Add($"size '{size.Name}': epochs must be at least 1, but are {size.Epochs}.");
        }
        faults.AddRange(Gans.SelectMany(g => g.Options.Faults()));
        if (Frechet.Counts.Any(c => c < 2 || c > SyntheticImages))
            faults.Add($"Fréchet counts must lie between 2 and the {SyntheticImages} synthetic images, but are {string.Join(", ", Frechet.Counts)}.");
        return faults;
    }
}
