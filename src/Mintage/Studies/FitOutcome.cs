using Mintage.Classification;
using Mintage.Data;
using Mintage.Results;

namespace Mintage.Studies;

/// <summary>Result of a <see cref="FitTask"/>: what was run and measured, without the names that arms give it.</summary>
public sealed record FitOutcome
{
    /// <summary>Real training images.</summary>
    public required int RealImages { get; init; }

    /// <summary>Synthetic training images.</summary>
    public required int SyntheticImages { get; init; }

    /// <summary>Images per optimiser step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Optimiser steps run: counted, not computed.</summary>
    public required int Steps { get; init; }

    /// <summary>Accuracy on the training images after the last step.</summary>
    public required double TrainAccuracy { get; init; }

    /// <summary>Cross-entropy on them, in nats.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Accuracy on the evaluation images after the last step.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Cross-entropy on them, in nats.</summary>
    public required double Loss { get; init; }

    /// <summary>Accuracy on the real evaluation images.</summary>
    public required double RealAccuracy { get; init; }

    /// <summary>Evaluation images.</summary>
    public required int EvaluationImages { get; init; }

    /// <summary>Accuracy per class, in label order; null where a class has no image.</summary>
    public required IReadOnlyList<double?> ClassAccuracy { get; init; }

    /// <summary>Figures by epoch; empty where only the last step was evaluated.</summary>
    public required IReadOnlyList<EpochRecord> Curve { get; init; }

    internal static FitOutcome Of(TrainedClassifier trained, LabelledImages evaluation, bool[] evaluationIsReal)
    {
        var realRows = Enumerable.Range(0, evaluation.Count).Where(i => evaluationIsReal[i]).ToArray();
        return new FitOutcome
        {
            RealImages = 0,
            SyntheticImages = 0,
            BatchSize = 0,
            Steps = trained.Steps,
            TrainAccuracy = trained.Training.Accuracy,
            TrainLoss = trained.Training.Loss,
            Accuracy = trained.Evaluation.Accuracy,
            Loss = trained.Evaluation.Loss,
            RealAccuracy = (double)realRows.Count(i => trained.Evaluation.Predictions[i] == evaluation.Labels[i]) / realRows.Length,
            EvaluationImages = evaluation.Count,
            ClassAccuracy = trained.Evaluation.ClassAccuracy(evaluation.Labels, evaluation.ClassCount),
            Curve = trained.Curve,
        };
    }
}
