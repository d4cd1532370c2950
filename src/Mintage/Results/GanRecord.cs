namespace Mintage.Results;

/// <summary>What was run and measured when a GAN was trained.</summary>
public record GanFigures
{
    /// <summary>"cpu", or a GPU's model.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Generator updates run.</summary>
    public required int GeneratorUpdates { get; init; }

    /// <summary>Real images that the discriminator saw / training images without a slice.</summary>
    public required double Epochs { get; init; }

    /// <summary>Weights in the generator.</summary>
    public required int GeneratorParameters { get; init; }

    /// <summary>Weights in the discriminator or critic.</summary>
    public required int DiscriminatorParameters { get; init; }

    /// <summary>
    /// Why training ended early, or null. The samples of such a GAN come from the last finite checkpoint.
    /// </summary>
    public required string? Divergence { get; init; }

    /// <summary>Signs of a bad generator, e.g. classes that collapsed; full sentences, empty for none.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Losses and health by epoch.</summary>
    public required IReadOnlyList<GanEpochRecord> Curve { get; init; }
}

/// <summary>One trained GAN in the place where it serves.</summary>
public sealed record GanRecord
{
    /// <summary>Key of the task that trained it (SHA-256).</summary>
    public required string Task { get; init; }

    /// <summary>Name of the GAN in the study, e.g. "cgan".</summary>
    public required string Name { get; init; }

    /// <summary>Name of the training set size it serves, e.g. "reduced".</summary>
    public required string Size { get; init; }

    /// <summary>Zero-based replicate it serves.</summary>
    public required int Replicate { get; init; }

    /// <summary>Zero-based place among the members that are sampled together.</summary>
    public int Member { get; init; }

    /// <summary>Members that are sampled together; 1 for a GAN by itself.</summary>
    public int Members { get; init; } = 1;

    /// <summary>Objective in words, e.g. "non-saturating".</summary>
    public required string Objective { get; init; }

    /// <summary>Real images it was trained on.</summary>
    public required int TrainingImages { get; init; }

    /// <summary>True when those include images outside the training part of the arm it serves.</summary>
    public required bool Leaky { get; init; }

    /// <summary>Discriminator (critic) updates per generator update.</summary>
    public required int CriticSteps { get; init; }

    /// <summary>Images per update.</summary>
    public required int BatchSize { get; init; }

    /// <summary>What was run and measured.</summary>
    public required GanFigures Figures { get; init; }

    /// <summary>Sample sheet (PNG), relative to the study folder; one row per class.</summary>
    public required string? SheetFile { get; init; }

    /// <summary>
    /// Samples of the first class only (the article shows "0"), of all members together; PNG, relative to the study
    /// folder.
    /// </summary>
    public required string? FirstClassSheetFile { get; init; }

    /// <summary>Which of several members it is, to stand behind a replicate; empty for a GAN by itself.</summary>
    /// <summary>
    /// A PNG of real training images (left) beside images of the GAN (right), a row for each of the first 40 classes;
    /// relative to the study folder. Null where none is there.
    /// </summary>
    public string? BesideRealFile { get; init; }

    internal string MemberText => Members > 1 ? $", member {Member + 1} of {Members}" : "";
}

/// <summary>Means over one GAN epoch.</summary>
public sealed record GanEpochRecord
{
    /// <summary>One-based epoch.</summary>
    public required int Epoch { get; init; }

    /// <summary>Generator updates so far.</summary>
    public required int GeneratorUpdates { get; init; }

    /// <summary>Discriminator or critic loss.</summary>
    public required double DiscriminatorLoss { get; init; }

    /// <summary>Generator loss.</summary>
    public required double GeneratorLoss { get; init; }

    /// <summary>
    /// Mean critic value of real minus fake images: for a Wasserstein critic the estimate of the distance
    /// (up to its Lipschitz constant), for a discriminator the gap of mean logits.
    /// </summary>
    public required double CriticEstimate { get; init; }

    /// <summary>
    /// Share of the real images, 0 ... 1, that the discriminator took for real; null for a Wasserstein critic.
    /// </summary>
    public double? RealRight { get; init; }

    /// <summary>
    /// Share of the fake images, 0 ... 1, that the discriminator took for fake; null for a Wasserstein critic.
    /// </summary>
    public double? FakeRight { get; init; }

    /// <summary>
    /// Probability of every differentiable transform at the end of the epoch, 0 ... 1, where it is adaptive; otherwise
    /// null.
    /// </summary>
    public double? AugmentationProbability { get; init; }

    /// <summary>
    /// Mean pairwise distance of the averaged generator's images of each class over that of real ones, in label order:
    /// 1 is like real, 0 always the same picture. Null where it was not measured, or for one class where it has no two
    /// different real images.
    /// </summary>
    public IReadOnlyList<double?>? Diversity { get; init; }

    /// <summary>Points of this epoch at which the distance to a slice was measured; null without such points.</summary>
    public IReadOnlyList<SlicePoint>? Slice { get; init; }
}

/// <summary>
/// A point of a training at which its averaged generator was measured on a slice that the GAN is not trained on.
/// </summary>
/// <param name="GeneratorUpdates">Generator updates so far.</param>
/// <param name="Distance">
/// Mean over the classes of the kernel distance to the slice; lower is better, may be slightly negative.
/// </param>
/// <param name="IsBest">Whether it was the best point so far; the last of these is the generator that was kept.</param>
public sealed record SlicePoint(int GeneratorUpdates, double Distance, bool IsBest);

/// <summary>One measure of the images of a GAN in the place where it serves.</summary>
public sealed record ScoreRecord
{
    /// <summary>GAN whose images were measured, or "real" for held-out real images measured the same way.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the training set size the GAN serves.</summary>
    public required string Size { get; init; }

    /// <summary>Zero-based replicate.</summary>
    public required int Replicate { get; init; }

    /// <summary>True when the GAN saw images outside its arm's training part.</summary>
    public required bool Leaky { get; init; }

    /// <summary>The measure, as <c>score --json</c> gives it.</summary>
    public required MetricRecord Metric { get; init; }

    /// <summary>Width of the features.</summary>
    public required int FeatureDimension { get; init; }
}
