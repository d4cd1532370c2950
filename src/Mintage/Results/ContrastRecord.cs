namespace Mintage.Results;

/// <summary>An interval of a difference, in percentage points.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end, not below <paramref name="Low"/>.</param>
public sealed record PointsInterval(double Low, double High);

/// <summary>An interval in the unit of its value.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end, not below <paramref name="Low"/>.</param>
public sealed record ValueInterval(double Low, double High);

/// <summary>One comparison of two arms at equal steps, paired by replicate: what the study was run for.</summary>
public sealed record ContrastRecord
{
    /// <summary>Name of the training set size.</summary>
    public required string Size { get; init; }

    /// <summary>The arm, e.g. "cgan".</summary>
    public required string Arm { get; init; }

    /// <summary>The step-matched control it is compared with, e.g. "real".</summary>
    public required string Against { get; init; }

    /// <summary>False where nobody says what the synthetic images of one of the two were made from.</summary>
    public bool LineageIsKnown { get; init; } = true;

    /// <summary>
    /// True when it belongs to the family that the correction covers and gets a verdict; false when it is exploratory.
    /// </summary>
    public required bool InFamily { get; init; }

    /// <summary>
    /// "test set" (one for all replicates), "repeated splits" (a test part per replicate) or "nested folds".
    /// </summary>
    public required string Evaluation { get; init; }

    /// <summary>How the standard error was made, for a reader.</summary>
    public required string Method { get; init; }

    /// <summary>Replicates that both arms finished.</summary>
    public required int Replicates { get; init; }

    /// <summary>Replicates that were planned.</summary>
    public required int ReplicatesPlanned { get; init; }

    /// <summary>
    /// Optimiser steps run by every classifier of both arms; null when they differ, which voids the comparison.
    /// </summary>
    public required int? Steps { get; init; }

    /// <summary>
    /// True where classifiers that were trained elsewhere did not all report their steps: whether they are equal is
    /// then not checked.
    /// </summary>
    public bool StepsUnchecked { get; init; }

    /// <summary>What all of this is the difference of: "accuracy", "balanced accuracy" or "macro-F1".</summary>
    public required string Measure { get; init; }

    /// <summary>
    /// The difference in every measure, the decided one included, each with the interval that holds for it alone.
    /// </summary>
    public IReadOnlyList<MeasureEffect> Measures { get; init; } = [];

    /// <summary>
    /// The difference in what the probabilities are worth, each with the interval that holds for it alone; lower is
    /// better.
    /// </summary>
    public IReadOnlyList<OutcomeEffect> Outcomes { get; init; } = [];

    /// <summary>Difference of each replicate, in points, in the order of replicates.</summary>
    public required IReadOnlyList<double> DifferencesPoints { get; init; }

    /// <summary>Mean difference in points; positive when the arm is better. Null without a replicate.</summary>
    public required double? EstimatePoints { get; init; }

    /// <summary>Its standard error in points; null with fewer than two replicates.</summary>
    public required double? StandardErrorPoints { get; init; }

    /// <summary>
    /// Degrees of freedom of the replicates' share of it; the share of the test images counts as known
    /// (docs/decisions/0007-inference.md).
    /// </summary>
    public required double? DegreesOfFreedom { get; init; }

    /// <summary>Interval that holds for this comparison alone (95 %).</summary>
    public required PointsInterval? PointwisePoints { get; init; }

    /// <summary>
    /// Interval that holds together with those of the whole family (95 % for all at once); the one to quote.
    /// </summary>
    public required PointsInterval? SimultaneousPoints { get; init; }

    /// <summary>Two-sided p value of this comparison alone.</summary>
    public required double? PValue { get; init; }

    /// <summary>p value after Holm's correction over the family; null outside it.</summary>
    public required double? AdjustedPValue { get; init; }

    /// <summary>
    /// "improves", "harms", "no relevant effect" or "not enough evidence"; null outside the family, and where it is
    /// withheld.
    /// </summary>
    public required string? Verdict { get; init; }

    /// <summary>Why a comparison of the family has no verdict, as a sentence; null where it has one.</summary>
    public string? Withheld { get; init; }

    /// <summary>Verdict, figures and limits in one or two sentences.</summary>
    public required string Sentence { get; init; }

    /// <summary>Smallest effect in points that this study would detect with a probability of 80 %.</summary>
    public required double? SmallestDetectablePoints { get; init; }

    /// <summary>
    /// What would settle it, given how unsure the estimate is; null when it is settled, or without a spread.
    /// </summary>
    public SettlingRecord? ToSettle { get; init; }

    /// <summary>
    /// Whether the verdict would hold if one GAN in ten had failed and its replicate counted as the worst difference
    /// that was seen, or as none if that is worse; null unless the verdict is
    /// "improves" or "no relevant effect".
    /// </summary>
    public bool? HoldsIfOneInTenFailed { get; init; }

    /// <summary>
    /// How many replicates would find effects of several sizes with a probability of 80 %, given the spread seen here;
    /// empty without one.
    /// </summary>
    public IReadOnlyList<DetectionRecord> Detection { get; init; } = [];

    /// <summary>The same difference by class, in label order.</summary>
    public required IReadOnlyList<ClassEffectRecord> Classes { get; init; }
}

/// <summary>A difference in one measure.</summary>
/// <param name="Measure">"accuracy", "balanced accuracy" or "macro-F1".</param>
/// <param name="EstimatePoints">Mean difference in points.</param>
/// <param name="PointwisePoints">95 % interval for this difference alone; null with fewer than two replicates.</param>
public sealed record MeasureEffect(string Measure, double EstimatePoints, PointsInterval? PointwisePoints);

/// <summary>A difference in an outcome of which less is better.</summary>
/// <param name="Outcome">"negative log-likelihood" or "calibration error".</param>
/// <param name="Unit">"nats" or "points".</param>
/// <param name="Estimate">Mean difference; below 0 when the arm is better.</param>
/// <param name="Pointwise">95 % interval for this difference alone; null with fewer than two replicates.</param>
public sealed record OutcomeEffect(string Outcome, string Unit, double Estimate, ValueInterval? Pointwise);

/// <summary>What would settle a comparison, at the ends of the estimate's 80 % interval.</summary>
/// <param name="Fewest">Fewest replicates; null where no number would do.</param>
/// <param name="Most">Most replicates; null where no number would do at one end.</param>
/// <param name="LikelyVerdict">What it would say if the estimate were the truth.</param>
public sealed record SettlingRecord(int? Fewest, int? Most, string LikelyVerdict);

/// <summary>What it takes to find an effect.</summary>
/// <param name="Points">The true effect.</param>
/// <param name="Replicates">Replicates needed; null where no number would do with this test set.</param>
public sealed record DetectionRecord(double Points, int? Replicates);

/// <summary>A contrast on the test images of one class: which classes gain, which lose.</summary>
public sealed record ClassEffectRecord
{
    /// <summary>Name of the class.</summary>
    public required string Class { get; init; }

    /// <summary>Test images of the class.</summary>
    public required int Images { get; init; }

    /// <summary>Mean difference in recall, in points; null without an image.</summary>
    public required double? EstimatePoints { get; init; }

    /// <summary>Interval that holds for all classes at once (95 %).</summary>
    public required PointsInterval? SimultaneousPoints { get; init; }

    /// <summary>
    /// q value after Benjamini and Hochberg's correction over the classes of all comparisons of the family.
    /// </summary>
    public required double? QValue { get; init; }
}
