using Mintage.Results;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>Rows of the fair protocol's table at one size.</summary>
internal static class FairTable
{
    private const double Confidence = 0.95;

    public static IEnumerable<FairArmRow> Rows(StudyGraph study, FinishedRuns fits, SizePlan size)
    {
        foreach (var arm in FairArms.All(study.Plan))
        {
            var runs = Enumerable.Range(0, study.Plan.Replicates).Select(r => fits.Find(ArmRun.Fair, size, arm.Name, r))
                .OfType<FinishedRun>().ToList();
            if (runs.Count == 0) continue;
            var figures = runs[0].Figures;
            yield return new FairArmRow
            {
                Size = size.Name,
                Arm = arm.Name,
                Description = arm.Describe(figures, study.Plan),
                Gan = arm.Gan,
                LineageIsKnown = !study.IsOfUnknownLineage(arm.Gan),
                Dose = arm.Dose,
                EqualSteps = arm.HasEqualSteps,
                Replicates = runs.Count,
                Steps = (int)Math.Round(runs.Average(r => r.Figures.Steps)),
                RealImages = figures.RealImages,
                SyntheticImages = figures.SyntheticImages,
                SyntheticShare = arm.ShareIn(figures),
                TrainAccuracy = runs.Average(r => r.Figures.TrainAccuracy),
                Accuracy = runs.Average(r => r.Figures.Accuracy),
                AccuracyPercent = Interval(study, size, runs, ClassMeasure.Accuracy),
                AccuracyDeviation = ArmTable.Deviation(runs.Select(r => r.Figures.Accuracy)),
                Measures =
                    [.. ClassMeasures.All.Select(
                        m => new MeasureFigure(
                            m.Words(), 100 * runs.Average(r => r.Outcomes.Value!.Of(m)),
                            Interval(study, size, runs, m))
                        {
                            DeviationPoints = 100 * ArmTable.Deviation(runs.Select(r => r.Outcomes.Value!.Of(m))),
                        })],
                Gain = Gain(study, fits, size, arm.Name),
                Classes = [.. Recalls(study, size, runs)],
                Outcomes = [.. Outcome.All.Select(o => Figure(study, size, runs, o))],
            };
        }
    }

    /// <summary>An arm less its control: that of the family where it has one there, else "real".</summary>
    private static ArmDifference? Gain(StudyGraph study, FinishedRuns fits, SizePlan size, string arm)
    {
        if (arm == FairArms.Real) return null;
        var against = FairArms.Contrasts(study.Plan).FirstOrDefault(c => c.Arm == arm)?.Against ?? FairArms.Real;
        return new Comparison(study, fits, size, (ArmRun.Fair, arm), (ArmRun.Fair, against))
            .EffectOf(study.Plan.Fair!.Measure) is { } effect
            ? new ArmDifference(
                arm, against, 100 * effect.Estimate, Points.OfDifference(effect.Interval(Confidence)), 100 * Confidence)
            : null;
    }

    /// <summary>Interval of a mean, made like that of a difference.</summary>
    private static PointsInterval? Interval(
        StudyGraph study, SizePlan size, List<FinishedRun> runs, ClassMeasure measure) => Percent(study.Data.HasTestSet
        ? Effects.TwoPart(
            [.. runs.Select(r => r.Outcomes.Value!.Contributions(measure))],
            study.Data.TestInfluence(measure))
        : Resampled(study, size, runs.Select(r => r.Outcomes.Value!.Of(measure))));

    private static OutcomeFigure Figure(StudyGraph study, SizePlan size, List<FinishedRun> runs, Outcome outcome)
    {
        List<double[]> values = [.. runs.Select(r =>
            Array.ConvertAll(outcome.Contributions(r.Outcomes.Value!), v => outcome.Scale * v))];
        var effect = study.Data.HasTestSet
            ? Effects.TwoPart(values, Outcome.AnyInfluence.OfUnits(study.Data.TestUnits(0)))
            : Resampled(study, size, values.Select(v => v.Average()));
        return new OutcomeFigure(
            outcome.Name, outcome.Unit, effect.Estimate, Points.Plain(effect.Interval(Confidence)));
    }

    private static IEnumerable<ClassRecall> Recalls(StudyGraph study, SizePlan size, List<FinishedRun> runs)
    {
        var labels = runs.Select(r => study.Data.Images(study.Data.Test(r.Run.Replicate)).Labels).ToList();
        for (var c = 0; c < study.Data.Train.ClassCount; c++)
        {
            var rows = labels.Select(l => Enumerable.Range(0, l.Length).Where(i => l[i] == c).ToArray()).ToList();
            if (rows.Any(r => r.Length == 0)) continue;
            List<double[]> right =
                [.. runs.Select((run, r) => Array.ConvertAll(rows[r], i => run.Correct[i] ? 1.0 : 0))];
            var interval =
                Percent(
                    study.Data.HasTestSet
                    ? Effects.TwoPart(
                        right, TestInfluence.Equal(rows[0].Length).OfUnits(study.Data.TestUnits(0)?.Within(rows[0])))
                    : Resampled(study, size, right.Select(r => r.Average())));
            yield return new ClassRecall(
                study.Data.Train.ClassNames[c], rows[0].Length, 100 * right.Average(r => r.Average()), interval);
        }
    }

    private static Effect Resampled(StudyGraph study, SizePlan size, IEnumerable<double> values) =>
        Effects.CorrectedResampledT([.. values], study.Data.Training(size, 0).Count, study.Data.Test(0).Count);

    private static PointsInterval? Percent(Effect effect) =>
        Points.Of(effect.Interval(Confidence)) is { } i
            ? new PointsInterval(Math.Max(0, i.Low), Math.Min(100, i.High))
            : null;
}

/// <summary>From fractions to percentage points.</summary>
internal static class Points
{
    /// <summary>An interval of fractions in points.</summary>
    public static PointsInterval? Of(Interval? interval) =>
        interval is { } i ? new PointsInterval(100 * i.Low, 100 * i.High) : null;

    /// <summary>The same of a difference of two shares, which no more than 100 points lie between.</summary>
    public static PointsInterval? OfDifference(Interval? interval) => Of(interval) is { } i
        ? new PointsInterval(Math.Clamp(i.Low, -100, 100), Math.Clamp(i.High, -100, 100))
        : null;

    /// <summary>An interval that is in its unit already.</summary>
    public static ValueInterval? Plain(Interval? interval) =>
        interval is { } i ? new ValueInterval(i.Low, i.High) : null;
}
