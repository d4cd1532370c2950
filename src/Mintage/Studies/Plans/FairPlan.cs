using Mintage.Augmentation;
using Mintage.Classification;
using Mintage.Networks;
using Mintage.Statistics;

namespace Mintage.Studies.Plans;

/// <summary>The article's protocol: pooled sets, equal epochs, pooled folds; confounds included.</summary>
public sealed record ArticlePlan
{
    /// <summary>Folds of its k-fold table; 0 for none.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>
    /// The first so many replicates have folds: they show what pooling does, and take more time than all else; null for
    /// every one.
    /// </summary>
    public int? FoldReplicates { get; init; }

    /// <summary>
    /// Whether to show the article's own figures beside arms and sizes of its names; for MNIST alone.
    /// </summary>
    public bool PublishedFigures { get; init; }

    /// <summary>Folds of a replicate, counted from 0.</summary>
    internal int FoldsOf(int replicate) => replicate < (FoldReplicates ?? int.MaxValue) ? Folds : 0;
}

/// <summary>
/// The fair protocol. Always there: real, classical, more-real, real-tuned (unless it is switched off) and, for each
/// GAN, the GAN itself, classical+GAN and synthetic-only. The contrasts GAN against real and classical+GAN against
/// classical are the family that gets verdicts.
/// </summary>
public sealed record FairPlan
{
    /// <summary>Share of synthetic images in every batch of an arm that has both, above 0 and below 1.</summary>
    public double SyntheticShare { get; init; } = 0.5;

    /// <summary>Weight of a synthetic image in the loss; a real one has 1.</summary>
    public double SyntheticLossWeight { get; init; } = 1;

    /// <summary>Classical augmentation of every image of the arms that have it.</summary>
    public ClassicalOptions Classical { get; init; } = new();

    /// <summary>The stronger classifier of "real-tuned"; null (false) for no such arm.</summary>
    public TunedPlan? RealTuned { get; init; } = new();

    /// <summary>
    /// Whether to run what reviewers ask for, at about four times the cost of the arms: "strong" and "strong+GAN",
    /// "spent-on-training:GAN", and the family at a third and at three times its steps.
    /// </summary>
    public bool Thorough { get; init; }

    /// <summary>How "strong" is trained; null for the usual way for the kind of images.</summary>
    public StrongPlan? Strong { get; init; }

    /// <summary>Nested folds: a GAN for every training fold, real images only in validation; 0 for none.</summary>
    public int NestedFolds { get; init; }

    /// <summary>
    /// Synthetic images per real image of the dose-response curve, pooled in that proportion, at equal steps; empty for
    /// none.
    /// </summary>
    public IReadOnlyList<double> Doses { get; init; } = [];

    /// <summary>Arms beyond those that are always there; each must be in a contrast.</summary>
    public IReadOnlyList<ArmPlan> Arms { get; init; } = [];

    /// <summary>Contrasts beyond the family: shown with their intervals, without a verdict.</summary>
    public IReadOnlyList<ContrastPlan> Contrasts { get; init; } = [];

    /// <summary>What differences, intervals and verdicts are about. The other measures stand beside it.</summary>
    public ClassMeasure Measure { get; init; } = ClassMeasure.Accuracy;

    /// <summary>
    /// Whether there are arms for classes of unequal size: "class-weights", "oversample" and, for every GAN,
    /// "gan-balance:GAN", which mints images of the smaller classes alone. "gan-balance" against "oversample" then
    /// belongs to the family of every GAN that learns from unchanged images.
    /// </summary>
    public bool Balance { get; init; }

    /// <summary>
    /// Differences up to this many points, either way, count as not relevant; null for 0.5 points or a quarter of the
    /// errors of the family's best control, whichever is less.
    /// </summary>
    public double? RelevantPoints { get; init; }

    /// <summary>How "strong" is trained: as the plan says, or as suits shapes, or photographs where images are
    /// mirrored.</summary>
    internal StrongPlan StrongOrUsual() => Strong ?? new StrongPlan
    {
        LearningRate = Classical.Mirror ? 3e-3 : 1e-2,
        Augmentation = StrongOptions.After(Classical),
    };
}

/// <summary>"strong": real images with strong augmentation and regularisation.</summary>
public sealed record StrongPlan
{
    /// <summary>Adam's learning rate at its highest.</summary>
    public double LearningRate { get; init; } = 1e-2;

    /// <summary>How it is trained.</summary>
    public TrainingRecipe Recipe { get; init; } = new()
    {
        Rate = LearningRateSchedule.OneCycle,
        LabelSmoothing = 0.1,
    };

    /// <summary>What happens to its images after the classical augmentation.</summary>
    public StrongOptions Augmentation { get; init; } = new();
}

/// <summary>
/// "real-tuned": is the baseline weak? A wider network, stopped where a slice of the training part is predicted best.
/// </summary>
public sealed record TunedPlan
{
    /// <summary>Its classifier.</summary>
    public ClassifierOptions Classifier { get; init; } = new() { Width = new ClassifierWidth(32, 64, 100) };

    /// <summary>Share of the training part that is kept for stopping.</summary>
    public double SliceShare { get; init; } = 0.1;

    /// <summary>Epochs at most.</summary>
    public int MaxEpochs { get; init; } = 60;

    /// <summary>Stops after so many epochs without a better slice.</summary>
    public int PatienceEpochs { get; init; } = 5;
}

/// <summary>An extra arm.</summary>
public sealed record ArmPlan
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>GAN whose images it adds; otherwise it has real images alone.</summary>
    public string? Gan { get; init; }

    /// <summary>Whether every image is augmented classically.</summary>
    public bool Classical { get; init; }

    /// <summary>Share of synthetic images in every batch; otherwise the protocol's.</summary>
    public double? SyntheticShare { get; init; }

    /// <summary>Weight of a synthetic image in the loss; otherwise the protocol's.</summary>
    public double? SyntheticLossWeight { get; init; }

    /// <summary>Synthetic images that batches are drawn from; otherwise the size's number.</summary>
    public int? SyntheticImages { get; init; }

    /// <summary>
    /// Above 0 for another draw of initial weights and batch orders. An arm that differs from another in nothing else
    /// must come out equal to it: a check of the whole study (A/A).
    /// </summary>
    public int Redraw { get; init; }
}

/// <summary>An extra contrast.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Against">What it is compared with.</param>
public sealed record ContrastPlan(string Arm, string Against);
