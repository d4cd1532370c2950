using Mintage.Results;

namespace Mintage.Tests.Reports;

/// <summary>Classifiers of <see cref="SampleResults"/>, with curves that approach the arm's figures.</summary>
internal static class SampleFits
{
    private const int Epochs = 10;

    public static FitRecord Of(ArmRow arm, int replicate)
    {
        var accuracy = arm.Accuracy + (0.0015 * (replicate - 1) * (replicate % 2 == 0 ? 1 : -1));
        return new()
        {
            Protocol = "article",
            AccuracyPercent = new PointsInterval(0, 100),
            Task = SampleResults.Fingerprint('e'),
            Size = arm.Size,
            Arm = arm.Arm,
            Replicate = replicate,
            Fold = null,
            Leaky = arm.Leaky,
            Figures = new FitFigures
            {
                RealImages = arm.RealImages,
                SyntheticImages = arm.SyntheticImages,
                BatchSize = 128,
                EvaluationImages = 10_000,
                Steps = arm.Steps,
                TrainAccuracy = 1 - ((1 - accuracy) * 0.8),
                TrainLoss = arm.TrainLoss,
                Accuracy = accuracy,
                Loss = arm.TestLoss,
                RealAccuracy = accuracy,
                ClassAccuracy = [.. Enumerable.Range(0, 10).Select(c => (double?)(1 - ((1 - accuracy) * (0.4 + (0.13 * c)))))],
                Curve = [.. Enumerable.Range(1, Epochs).Select(e => Epoch(arm, accuracy, e))],
            },
        };
    }

    public static FitRecord Fold(ArmRow arm) => Of(arm, 0) with { Fold = 2 };

    /// <summary>The classifiers of an arm of the fair protocol: evaluated once, after the last step.</summary>
    public static IEnumerable<FitRecord> OfFair(FairArmRow arm) =>
        from replicate in Enumerable.Range(0, SampleFair.Replicates)
        where arm.Replicates == SampleFair.Replicates || replicate != SampleFair.Lost
        let accuracy = arm.Accuracy + (0.001 * (replicate - 2))
        select new FitRecord
        {
            Protocol = "fair",
            AccuracyPercent = new PointsInterval((100 * accuracy) - 0.3, (100 * accuracy) + 0.3),
            Task = SampleResults.Fingerprint('9'),
            Size = arm.Size,
            Arm = arm.Arm,
            Replicate = replicate,
            Fold = null,
            Leaky = false,
            Figures = new FitFigures
            {
                RealImages = arm.RealImages,
                SyntheticImages = arm.SyntheticImages,
                BatchSize = 128,
                EvaluationImages = 10_000,
                Steps = arm.Steps,
                TrainAccuracy = 1,
                TrainLoss = 0.01,
                Accuracy = accuracy,
                Loss = arm.Outcomes[0].Value,
                RealAccuracy = accuracy,
                ClassAccuracy = [.. Enumerable.Repeat((double?)accuracy, 10)],
                Curve = [],
            },
        };

    private static EpochRecord Epoch(ArmRow arm, double accuracy, int epoch)
    {
        var steps = arm.Steps * epoch / Epochs;
        var error = (1 - accuracy) * Math.Pow((double)Epochs / epoch, 0.85);
        return new()
        {
            Epoch = epoch,
            Steps = steps,
            TrainAccuracy = 1 - Math.Min(0.55, error * (1.5 - (0.07 * epoch))),
            TrainLoss = arm.TrainLoss!.Value * Math.Pow((double)Epochs / epoch, 1.1),
            Accuracy = 1 - Math.Min(0.5, error),
            Loss = arm.TestLoss * Math.Pow((double)Epochs / epoch, 0.8),
        };
    }
}
