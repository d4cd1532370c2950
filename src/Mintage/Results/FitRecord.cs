namespace Mintage.Results;

/// <summary>What was run and measured for one classifier, whatever arms call it.</summary>
public sealed record FitFigures
{
    /// <summary>Real training images.</summary>
    public required int RealImages { get; init; }

    /// <summary>Synthetic training images.</summary>
    public required int SyntheticImages { get; init; }

    /// <summary>Images per optimiser step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Optimiser steps actually run.</summary>
    public required int Steps { get; init; }

    /// <summary>Accuracy on the training images after the last step; null of a program of the user's own.</summary>
    public required double? TrainAccuracy { get; init; }

    /// <summary>
    /// Cross-entropy on the training images after the last step, in nats; null of a program of the user's own.
    /// </summary>
    public required double? TrainLoss { get; init; }

    /// <summary>Evaluation images.</summary>
    public required int EvaluationImages { get; init; }

    /// <summary>
    /// Accuracy on the evaluation images (test set, or the fold's validation part) after the last step.
    /// </summary>
    public required double Accuracy { get; init; }

    /// <summary>Cross-entropy on the evaluation images after the last step, in nats.</summary>
    public required double Loss { get; init; }

    /// <summary>
    /// Accuracy on the real evaluation images; differs from <see cref="Accuracy"/> only in pooled folds. Null where
    /// there are none: identical synthetic images stay in one fold, and may fill it.
    /// </summary>
    public required double? RealAccuracy { get; init; }

    /// <summary>Evaluation accuracy per class, in label order; null where a class has no image.</summary>
    public required IReadOnlyList<double?> ClassAccuracy { get; init; }

    /// <summary>
    /// Training and evaluation figures by epoch; empty where only the last step was evaluated, as in most fair arms.
    /// </summary>
    public required IReadOnlyList<EpochRecord> Curve { get; init; }

    /// <summary>
    /// Whether a program of the user's own gave the same predictions twice with one seed; null where it was not tried.
    /// </summary>
    public bool? SameTwice { get; init; }

    /// <summary>Versions that a program of the user's own reported, by name; otherwise null.</summary>
    public IReadOnlyDictionary<string, string>? Versions { get; init; }
}

/// <summary>One classifier that was trained and evaluated, under the name that an arm gives it.</summary>
public sealed record FitRecord
{
    /// <summary>Key of the task that trained it (SHA-256).</summary>
    public required string Task { get; init; }

    /// <summary>"article" or "fair"; one fit can serve an arm of each.</summary>
    public required string Protocol { get; init; }

    /// <summary>Name of the training set size.</summary>
    public required string Size { get; init; }

    /// <summary>The arm.</summary>
    public required string Arm { get; init; }

    /// <summary>Zero-based replicate.</summary>
    public required int Replicate { get; init; }

    /// <summary>
    /// Zero-based fold (pooled in the article's protocol, nested in the fair one); null for a fit on the whole training
    /// part, evaluated on the test set.
    /// </summary>
    public required int? Fold { get; init; }

    /// <summary>True when the GAN behind the arm saw real images that the classifier of its baseline did not.</summary>
    public required bool Leaky { get; init; }

    /// <summary>What was run and measured.</summary>
    public required FitFigures Figures { get; init; }

    /// <summary>
    /// 95 % Wilson interval of <see cref="FitFigures.Accuracy"/>, in percent: this classifier alone, test images alone.
    /// </summary>
    public required PointsInterval AccuracyPercent { get; init; }

    /// <summary>
    /// Accuracy, balanced accuracy and macro-F1 on the evaluation images, without intervals; empty in pooled folds.
    /// </summary>
    public IReadOnlyList<MeasureFigure> Measures { get; init; } = [];
}

/// <summary>One point of a learning curve.</summary>
public sealed record EpochRecord
{
    /// <summary>One-based epoch.</summary>
    public required int Epoch { get; init; }

    /// <summary>Optimiser steps run so far.</summary>
    public required int Steps { get; init; }

    /// <summary>Accuracy over the epoch's training batches, measured while training.</summary>
    public required double TrainAccuracy { get; init; }

    /// <summary>Cross-entropy over the epoch's training batches in nats, measured while training.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>
    /// Accuracy after the epoch on the evaluation images, or on the slice where one chooses the epoch.
    /// </summary>
    public required double Accuracy { get; init; }

    /// <summary>Cross-entropy on the same images after the epoch, in nats.</summary>
    public required double Loss { get; init; }
}
