using Mintage.Results;

namespace Mintage.Reports;

/// <summary>Columns of the fair protocol's CSV files; an interval takes two, a list is joined by semicolons.</summary>
internal static class FairCsv
{
    /// <summary>An arm a line.</summary>
    public static IReadOnlyList<CsvColumn<FairArmRow>> Arms { get; } =
    [
        new("size", a => a.Size),
        new("arm", a => a.Arm),
        new("description", a => a.Description),
        new("gan", a => a.Gan ?? ""),
        new("lineage_is_known", a => Csv.Field(a.LineageIsKnown)),
        new("dose", a => Csv.Field(a.Dose)),
        new("equal_steps", a => Csv.Field(a.EqualSteps)),
        new("replicates", a => Csv.Field(a.Replicates)),
        new("steps", a => Csv.Field(a.Steps)),
        new("real_images", a => Csv.Field(a.RealImages)),
        new("synthetic_images", a => Csv.Field(a.SyntheticImages)),
        new("synthetic_share", a => Csv.Field(a.SyntheticShare)),
        new("train_accuracy", a => Csv.Field(a.TrainAccuracy)),
        new("accuracy", a => Csv.Field(a.Accuracy)),
        new("accuracy_percent_low", a => Csv.Field(a.AccuracyPercent?.Low)),
        new("accuracy_percent_high", a => Csv.Field(a.AccuracyPercent?.High)),
        new("accuracy_deviation", a => Csv.Field(a.AccuracyDeviation)),
        .. new[] { "balanced accuracy", "macro-F1" }.SelectMany(Measure),
        .. new[] { "negative log-likelihood", "calibration error" }.SelectMany(OutcomeOfArm),
    ];

    /// <summary>A comparison a line.</summary>
    public static IReadOnlyList<CsvColumn<ContrastRecord>> Contrasts { get; } =
    [
        new("size", c => c.Size),
        new("arm", c => c.Arm),
        new("against", c => c.Against),
        new("lineage_is_known", c => Csv.Field(c.LineageIsKnown)),
        new("in_family", c => Csv.Field(c.InFamily)),
        new("evaluation", c => c.Evaluation),
        new("measure", c => c.Measure),
        new("method", c => c.Method),
        new("replicates", c => Csv.Field(c.Replicates)),
        new("replicates_planned", c => Csv.Field(c.ReplicatesPlanned)),
        new("steps", c => Csv.Field(c.Steps)),
        new("differences_points", c => string.Join(';', c.DifferencesPoints.Select(d => Csv.Field(d)))),
        new("estimate_points", c => Csv.Field(c.EstimatePoints)),
        new("standard_error_points", c => Csv.Field(c.StandardErrorPoints)),
        new("degrees_of_freedom", c => Csv.Field(c.DegreesOfFreedom)),
        new("pointwise_points_low", c => Csv.Field(c.PointwisePoints?.Low)),
        new("pointwise_points_high", c => Csv.Field(c.PointwisePoints?.High)),
        new("simultaneous_points_low", c => Csv.Field(c.SimultaneousPoints?.Low)),
        new("simultaneous_points_high", c => Csv.Field(c.SimultaneousPoints?.High)),
        new("p_value", c => Csv.Field(c.PValue)),
        new("adjusted_p_value", c => Csv.Field(c.AdjustedPValue)),
        .. new[] { "negative log-likelihood", "calibration error" }.SelectMany(OutcomeOfContrast),
        new("verdict", c => c.Verdict ?? ""),
        new("withheld", c => c.Withheld ?? ""),
        new("sentence", c => c.Sentence),
        new("smallest_detectable_points", c => Csv.Field(c.SmallestDetectablePoints)),
        new("steps_unchecked", c => Csv.Field(c.StepsUnchecked)),
        new("holds_if_one_in_ten_failed", c => c.HoldsIfOneInTenFailed is { } holds ? Csv.Field(holds) : ""),
    ];

    private static IEnumerable<CsvColumn<FairArmRow>> OutcomeOfArm(string outcome)
    {
        var name = Csv.Name(outcome);
        yield return new(name, a => Csv.Field(Of(a)?.Value));
        yield return new($"{name}_low", a => Csv.Field(Of(a)?.Interval?.Low));
        yield return new($"{name}_high", a => Csv.Field(Of(a)?.Interval?.High));

        OutcomeFigure? Of(FairArmRow arm) => arm.Outcomes.FirstOrDefault(o => o.Outcome == outcome);
    }

    private static IEnumerable<CsvColumn<ContrastRecord>> OutcomeOfContrast(string outcome)
    {
        var name = $"{Csv.Name(outcome)}_difference";
        yield return new(name, c => Csv.Field(Of(c)?.Estimate));
        yield return new($"{name}_low", c => Csv.Field(Of(c)?.Pointwise?.Low));
        yield return new($"{name}_high", c => Csv.Field(Of(c)?.Pointwise?.High));

        OutcomeEffect? Of(ContrastRecord contrast) => contrast.Outcomes.FirstOrDefault(o => o.Outcome == outcome);
    }

    private static IEnumerable<CsvColumn<FairArmRow>> Measure(string measure)
    {
        var name = Csv.Name(measure);
        yield return new($"{name}_percent", a => Csv.Field(Of(a)?.Percent));
        yield return new($"{name}_percent_low", a => Csv.Field(Of(a)?.IntervalPercent?.Low));
        yield return new($"{name}_percent_high", a => Csv.Field(Of(a)?.IntervalPercent?.High));

        MeasureFigure? Of(FairArmRow arm) => arm.Measures.FirstOrDefault(m => m.Measure == measure);
    }
}
