using Mintage.Results;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>Rows of the fair protocol's table at one size.</summary>
internal static class FairTable
{
    private const double Confidence = 0.95;

    public static IEnumerable<FairArmRow> Rows(StudyGraph study, FitResults fits, SizePlan size)
    {
        foreach (var arm in FairArms.All(study.Plan))
        {
            var runs = Enumerable.Range(0, study.Plan.Replicates).Select(r => fits.Find(PlannedFit.Fair, size, arm.Name, r)).OfType<FinishedFit>().ToList();
            if (runs.Count == 0) continue;
            var record = runs[0].Record;
            yield return new FairArmRow
            {
                Size = size.Name,
                Arm = arm.Name,
                Description = Describe(arm, record, study.Plan),
                Gan = arm.Gan,
                Dose = arm.Dose,
                EqualSteps = !arm.Tuned,
                Replicates = runs.Count,
                Steps = (int)Math.Round(runs.Average(r => r.Record.Steps)),
                RealImages = record.RealImages,
                SyntheticImages = record.SyntheticImages,
                SyntheticShare = arm.Gan is null ? 0 : arm.AddedShare,
                Accuracy = runs.Average(r => r.Record.Accuracy),
                AccuracyPercent = Interval(study, size, runs),
                AccuracyDeviation = ArmTable.Deviation(runs.Select(r => r.Record.Accuracy)),
                TestLoss = runs.Average(r => r.Record.Loss),
            };
        }
    }

    /// <summary>Interval of a mean accuracy, made like that of a difference.</summary>
    private static PointsInterval? Interval(StudyGraph study, SizePlan size, List<FinishedFit> runs)
    {
        var effect = study.Data.HasTestSet
            ? Effects.TwoPart(PairedOutcomes.Of([.. runs.Select(r => r.Correct.Value!)], [.. runs.Select(r => new bool[r.Correct.Value!.Length])]))
            : Effects.CorrectedResampledT([.. runs.Select(r => r.Record.Accuracy)], study.Data.Training(size, 0).Count, study.Data.Test(0).Count);
        return Points.Of(effect.Interval(Confidence)) is { } i ? new PointsInterval(Math.Max(0, i.Low), Math.Min(100, i.High)) : null;
    }

    private static string Describe(FairArm arm, FitRecord run, StudyPlan plan)
    {
        var augmented = arm.Classical ? ", every image augmented classically" : "";
        if (arm.Tuned) return $"{run.RealImages:N0} real images, a wider network, stopped on a {100 * plan.Fair!.RealTuned.SliceShare:0.#} % slice of them: is the baseline weak?";
        if (arm.MoreReal) return $"{run.RealImages:N0} real images, {100 * arm.AddedShare:0.#} % of every batch from those that no other arm sees: the upper bound";
        if (arm.Gan is null) return $"{run.RealImages:N0} real images{augmented}";
        if (arm.AddedShare >= 1) return $"{run.SyntheticImages:N0} images of {arm.Gan}, no real ones{augmented}";
        var weight = arm.LossWeight == 1 ? "" : $", weight {arm.LossWeight:0.##} in the loss";
        return $"{run.RealImages:N0} real images, {100 * arm.AddedShare:0.#} % of every batch from {run.SyntheticImages:N0} of {arm.Gan}{weight}{augmented}";
    }
}

/// <summary>From fractions to percentage points.</summary>
internal static class Points
{
    /// <summary>An interval of fractions in points.</summary>
    public static PointsInterval? Of(Interval? interval) => interval is { } i ? new PointsInterval(100 * i.Low, 100 * i.High) : null;
}
