namespace Mintage.Results;

/// <summary>
/// One row of the fair protocol's table: a way to train the classifier, at the same steps as every other row but
/// "real-tuned".
/// </summary>
public sealed record FairArmRow
{
    /// <summary>Name of the training set size.</summary>
    public required string Size { get; init; }

    /// <summary>
    /// "real", "classical", "cgan", "classical+cgan", "synthetic-only:cgan", "more-real", "real-tuned", "cgan x3.3",
    /// ...
    /// </summary>
    public required string Arm { get; init; }

    /// <summary>What the arm is, for a reader who sees the table only.</summary>
    public required string Description { get; init; }

    /// <summary>The GAN behind it, or null.</summary>
    public required string? Gan { get; init; }

    /// <summary>False where nobody says what its synthetic images were made from.</summary>
    public bool LineageIsKnown { get; init; } = true;

    /// <summary>Synthetic images per real image, for arms of the dose-response curve; null for others.</summary>
    public required double? Dose { get; init; }

    /// <summary>
    /// False for "real-tuned", which has another network and its own stopping rule and enters no comparison.
    /// </summary>
    public required bool EqualSteps { get; init; }

    /// <summary>Replicates that finished.</summary>
    public required int Replicates { get; init; }

    /// <summary>Optimiser steps run by each classifier (mean, where they differ).</summary>
    public required int Steps { get; init; }

    /// <summary>Real training images, extra ones included.</summary>
    public required int RealImages { get; init; }

    /// <summary>Synthetic images that batches are drawn from.</summary>
    public required int SyntheticImages { get; init; }

    /// <summary>Share of synthetic images in every batch, 0 ... 1.</summary>
    public required double SyntheticShare { get; init; }

    /// <summary>
    /// Accuracy on the images that it was trained on, mean over replicates; null where the classifier is a program or
    /// was trained elsewhere.
    /// </summary>
    public double? TrainAccuracy { get; init; }

    /// <summary>Test accuracy, mean over replicates.</summary>
    public required double Accuracy { get; init; }

    /// <summary>
    /// 95 % interval of the accuracy over replicates and test images, in percent; null with fewer than two replicates.
    /// </summary>
    public required PointsInterval? AccuracyPercent { get; init; }

    /// <summary>Standard deviation over replicates; null with fewer than two.</summary>
    public required double? AccuracyDeviation { get; init; }

    /// <summary>Accuracy, balanced accuracy and macro-F1.</summary>
    public IReadOnlyList<MeasureFigure> Measures { get; init; } = [];

    /// <summary>
    /// The study's measure less that of the arm's control, with the 95 % interval of this difference alone; null for
    /// "real", and where its control has not finished.
    /// </summary>
    public ArmDifference? Gain { get; init; }

    /// <summary>Recall of every class that has test images, in label order.</summary>
    public IReadOnlyList<ClassRecall> Classes { get; init; } = [];

    /// <summary>What its probabilities are worth: negative log-likelihood and calibration error.</summary>
    public IReadOnlyList<OutcomeFigure> Outcomes { get; init; } = [];

    /// <summary>A measure of the arm; null where the record has none of that name.</summary>
    internal MeasureFigure? Figure(string measure) => Measures.FirstOrDefault(m => m.Measure == measure);

    /// <summary>The 95 % interval of a measure in percent; null where there is none.</summary>
    internal PointsInterval? IntervalOf(string measure) => Figure(measure) is { } figure
        ? figure.IntervalPercent
        : measure == "accuracy" ? AccuracyPercent : null;

    /// <summary>The deviation of a measure over replicates in points; null where there is none.</summary>
    internal double? DeviationOf(string measure) => Figure(measure) is { DeviationPoints: { } points }
        ? points
        : measure == "accuracy" ? 100 * AccuracyDeviation : null;

    /// <summary>A measure of the arm in percent; its accuracy where the record has none of that name.</summary>
    internal double Of(string measure) => Figure(measure)?.Percent ?? 100 * Accuracy;
}

/// <summary>A measure of one arm.</summary>
/// <param name="Measure">"accuracy", "balanced accuracy" or "macro-F1".</param>
/// <param name="Percent">Mean over replicates.</param>
/// <param name="IntervalPercent">95 % over replicates and test images; null with fewer than two replicates.</param>
public sealed record MeasureFigure(string Measure, double Percent, PointsInterval? IntervalPercent)
{
    /// <summary>Standard deviation over replicates in points; null with fewer than two.</summary>
    public double? DeviationPoints { get; init; }
}

/// <summary>An outcome of one arm, of which less is better.</summary>
/// <param name="Outcome">"negative log-likelihood" or "calibration error".</param>
/// <param name="Unit">"nats" or "points".</param>
/// <param name="Value">Mean over replicates.</param>
/// <param name="Interval">95 % over replicates and test images; null with fewer than two replicates.</param>
public sealed record OutcomeFigure(string Outcome, string Unit, double Value, ValueInterval? Interval);

/// <summary>Recall of one class under one arm.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Images">Its test images.</param>
/// <param name="Percent">Share of them that were recognised, mean over replicates.</param>
/// <param name="IntervalPercent">95 % over replicates and test images; null with fewer than two of either.</param>
public sealed record ClassRecall(string Class, int Images, double Percent, PointsInterval? IntervalPercent);

/// <summary>Where the article's gain comes from: parts in points that add up to the total.</summary>
public sealed record DecompositionRecord
{
    /// <summary>Name of the training set size.</summary>
    public required string Size { get; init; }

    /// <summary>Arm of the article's protocol whose gain is taken apart, e.g. "cgan" or "cgan-all".</summary>
    public required string Arm { get; init; }

    /// <summary>True when its GAN saw more real images than its baseline.</summary>
    public required bool Leaky { get; init; }

    /// <summary>Gain over the article's baseline in points, mean over replicates.</summary>
    public required double TotalPoints { get; init; }

    /// <summary>95 % interval of the total; null with fewer than two replicates.</summary>
    public required PointsInterval? TotalInterval { get; init; }

    /// <summary>Its parts, in this order: extra steps, fair GAN, pooling, leak (where there is one).</summary>
    public required IReadOnlyList<DecompositionPart> Parts { get; init; }

    /// <summary>Steps and synthetic images taken two by two; null where an arm of it is not finished.</summary>
    public StepsByImages? TwoByTwo { get; init; }

    /// <summary>The decomposition in one sentence.</summary>
    public required string Sentence { get; init; }
}

/// <summary>
/// Few steps or all of them, without and with the fair GAN's images: the parts "extra steps" and "fair GAN" are two of
/// its sides, and the interaction is what they leave out. Test accuracy in percent, means over the same replicates.
/// </summary>
/// <param name="FewSteps">Steps of the article's baseline.</param>
/// <param name="AllSteps">Steps of the fair arms.</param>
/// <param name="RealFew">Real images alone, few steps.</param>
/// <param name="GanFew">With the GAN's images, few steps.</param>
/// <param name="RealAll">Real images alone, all steps.</param>
/// <param name="GanAll">With the GAN's images, all steps.</param>
/// <param name="ImagesAtFewPoints">What the images add at few steps.</param>
/// <param name="ImagesAtFew">Its 95 % interval; null with fewer than two replicates.</param>
/// <param name="InteractionPoints">What the images add at all steps, less what they add at few.</param>
/// <param name="Interaction">Its 95 % interval; null with fewer than two replicates.</param>
public sealed record StepsByImages(int FewSteps, int AllSteps, double RealFew, double GanFew, double RealAll,
    double GanAll, double ImagesAtFewPoints, PointsInterval? ImagesAtFew, double InteractionPoints,
    PointsInterval? Interaction);

/// <summary>One part of the article's gain.</summary>
/// <param name="Name">"extra steps", "fair GAN", "pooling" or "leak".</param>
/// <param name="Meaning">Which two arms differ by it, for a reader.</param>
/// <param name="Points">Mean over replicates.</param>
/// <param name="Interval">95 %, for this part alone; null with fewer than two replicates.</param>
/// <param name="PercentOfTotal">Only where the interval of the total excludes zero.</param>
public sealed record DecompositionPart(
    string Name, string Meaning, double Points, PointsInterval? Interval, double? PercentOfTotal);

/// <summary>What the study says, and what is missing from it.</summary>
public sealed record ConclusionRecord
{
    /// <summary>Name of the training set size.</summary>
    public required string Size { get; init; }

    /// <summary>Verdict sentences of the family, one per contrast.</summary>
    public required IReadOnlyList<string> Verdicts { get; init; }

    /// <summary>
    /// What the controls say beside the verdicts: the ceiling of further real images, and the placebo. Full sentences.
    /// </summary>
    public required IReadOnlyList<string> Controls { get; init; }

    /// <summary>
    /// What limits them: too few replicates, missing tasks, shared images, unequal steps. Full sentences.
    /// </summary>
    public required IReadOnlyList<string> Limits { get; init; }
}
