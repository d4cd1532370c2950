namespace Mintage.Results;

/// <summary>One row of the main table: a way to train the classifier at one training set size.</summary>
public sealed record ArmRow
{
    /// <summary>Name of the training set size.</summary>
    public required string Size { get; init; }

    /// <summary>"real", "real at S steps" (the control), "cgan", "wgan", ...</summary>
    public required string Arm { get; init; }

    /// <summary>What the arm is, for a reader who sees the table only.</summary>
    public required string Description { get; init; }

    /// <summary>True when the GAN behind the arm saw real images that the classifier of its baseline did not.</summary>
    public required bool Leaky { get; init; }

    /// <summary>True for the control that shows what more optimiser steps alone would do.</summary>
    public required bool IsControl { get; init; }

    /// <summary>Replicates that finished.</summary>
    public required int Replicates { get; init; }

    /// <summary>Optimiser steps run by each classifier.</summary>
    public required int Steps { get; init; }

    /// <summary>Real training images.</summary>
    public required int RealImages { get; init; }

    /// <summary>Synthetic training images.</summary>
    public required int SyntheticImages { get; init; }

    /// <summary>Test accuracy, mean over replicates.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Standard deviation over replicates; null with fewer than two.</summary>
    public required double? AccuracyDeviation { get; init; }

    /// <summary>Cross-entropy on the training images in nats, mean over replicates.</summary>
    public required double? TrainLoss { get; init; }

    /// <summary>Cross-entropy on the test images in nats, mean over replicates.</summary>
    public required double TestLoss { get; init; }

    /// <summary>
    /// Accuracy minus that of "real" at the same size, in points: the article's comparison. Null for "real" itself.
    /// </summary>
    public required double? GainPoints { get; init; }

    /// <summary>Accuracy minus that of the step-matched control, in points. Null for real arms.</summary>
    public required double? GainOverControlPoints { get; init; }

    /// <summary>The article's accuracy for this row, or null where it has none.</summary>
    public required double? ArticleAccuracy { get; init; }

    /// <summary>The article's gain in points, or null.</summary>
    public required double? ArticleGainPoints { get; init; }

    /// <summary>
    /// The article's change of the training loss against its "real" row, in percent as it prints it, or null.
    /// Its figures make sense as percent of one nat: -13.16 is a loss that fell by 0.1316.
    /// </summary>
    public double? ArticleTrainLossChange { get; init; }

    /// <summary>The article's change of the validation loss, in percent as above, or null.</summary>
    public double? ArticleTestLossChange { get; init; }
}

/// <summary>One row of the k-fold table.</summary>
public sealed record FoldRow
{
    /// <summary>Name of the training set size.</summary>
    public required string Size { get; init; }

    /// <summary>The arm.</summary>
    public required string Arm { get; init; }

    /// <summary>True when GANs or synthetic images could have seen the validation folds (the article's way).</summary>
    public required bool Pooled { get; init; }

    /// <summary>
    /// True for the fair protocol's folds: a GAN for every training fold, real images only in validation.
    /// </summary>
    public bool Nested { get; init; }

    /// <summary>True when the GAN behind the arm saw more real images than the classifier.</summary>
    public required bool Leaky { get; init; }

    /// <summary>Folds that finished, over all replicates.</summary>
    public required int Folds { get; init; }

    /// <summary>Optimiser steps run by each classifier.</summary>
    public required int Steps { get; init; }

    /// <summary>Mean accuracy on the validation parts, as the arm defines them.</summary>
    public required double Accuracy { get; init; }

    /// <summary>
    /// Standard deviation over folds: descriptive, folds share training images. Null with fewer than two.
    /// </summary>
    public required double? AccuracyDeviation { get; init; }

    /// <summary>Mean cross-entropy on the validation parts in nats.</summary>
    public required double Loss { get; init; }

    /// <summary>
    /// Mean accuracy on the real images of the validation parts only, over the folds that have any; null where none
    /// has.
    /// </summary>
    public required double? RealAccuracy { get; init; }

    /// <summary>The study's measure on the validation parts; null in pooled folds.</summary>
    public MeasureFigure? Measure { get; init; }
}
