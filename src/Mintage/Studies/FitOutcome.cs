using Mintage.Classification;
using Mintage.Data;
using Mintage.Results;

namespace Mintage.Studies;

/// <summary>Result of a <see cref="FitTask"/>: what was run and measured, without the names that arms give it.</summary>
public sealed record FitOutcome : FitFigures
{
    /// <summary>Evaluation images.</summary>
    public required int EvaluationImages { get; init; }

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
