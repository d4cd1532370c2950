namespace Mintage.Statistics;

/// <summary>Predictions on one test set, and what they are to be judged for. Immutable.</summary>
public sealed record PredictedFamily
{
    /// <summary>
    /// True class of every test image, from 0, in the order of the predictions. A standard error needs at least 2
    /// images; hundreds are needed to find differences of a few points.
    /// </summary>
    public required IReadOnlyList<int> TestLabels { get; init; }

    /// <summary>Number of classes.</summary>
    public required int ClassCount { get; init; }

    /// <summary>
    /// One number per test image, equal for images of one patient, video or specimen: chance is in these units
    /// (<see cref="TestUnits"/>). Null where all images are independent.
    /// </summary>
    public IReadOnlyList<int>? Units { get; init; }

    /// <summary>
    /// The arms, all with the same replicates: replicate r of an arm is paired with replicate r of its control, so both
    /// must come from the same draw of training images and the same number of optimiser steps. A replicate whose
    /// training went wrong may not be left out: give what its last usable state predicts.
    /// </summary>
    public required IReadOnlyList<PredictedArm> Arms { get; init; }

    /// <summary>
    /// The comparisons that are judged together: name every one that you will look at, before you look. At least one.
    /// </summary>
    public required IReadOnlyList<(string Arm, string Control)> Comparisons { get; init; }

    /// <summary>What the differences are of.</summary>
    public ClassMeasure Measure { get; init; }

    /// <summary>
    /// Differences up to this fraction (0.005 = half a point) do not matter; null for half a point or a quarter of the
    /// errors of the best control, whichever is less.
    /// </summary>
    public double? Margin { get; init; }

    /// <summary>
    /// Chance that the family claims an effect where there is none, above 0 and below 1. Divide it by the number of
    /// looks if you look several times.
    /// </summary>
    public double Alpha { get; init; } = new JudgeOptions().Alpha;
}

/// <summary>What predictions say about one comparison. Immutable.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Control">What it was compared with.</param>
/// <param name="Differences">Difference in the measure, replicate by replicate, as fractions; positive when the arm is
/// better.</param>
/// <param name="Judged">Estimate, intervals, p values and verdict.</param>
/// <param name="Margin">Differences up to this fraction counted as not relevant.</param>
public sealed record ArmVerdict(
    string Arm, string Control, IReadOnlyList<double> Differences, JudgedEffect Judged, double Margin)
{
    /// <summary>The conclusion that the evidence allows.</summary>
    public Verdict Verdict => Judged.Verdict;
}

/// <summary>Verdicts for whoever has nothing but predictions, by the inference of Mintage's own studies.</summary>
public static class Verdicts
{
    /// <summary>
    /// Compares arms on one test set, replicate by replicate. Intervals cover other replicates (training images,
    /// seeds) <em>and</em> other test images.
    /// </summary>
    /// <param name="family">
    /// Predictions and comparisons. Intervals need 2 replicates; fewer than
    /// <see cref="JudgeOptions.LeastReplicates"/> never say <see cref="Verdict.Improves"/> or
    /// <see cref="Verdict.Harms"/>.
    /// </param>
    /// <returns>One verdict per comparison, in the given order.</returns>
    /// <remarks>
    /// Two-way random effects over replicates and test images (<see cref="Effects.TwoPart(PairedOutcomes)"/>; Searle,
    /// Casella and McCulloch, Variance Components, 1992), Holm's correction (Scandinavian Journal of Statistics 6,
    /// 65-70, 1979) over the comparisons, simultaneous intervals by Bonferroni; docs/decisions/0007-inference.md says
    /// why, and how often it errs. Consumes no randomness; safe to use from several threads. Not for replicates that
    /// have test images of their own (repeated splits): use <see cref="Effects.CorrectedResampledT"/> and
    /// <see cref="EffectFamily.Judge"/> there.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// Sizes differ, a label or predicted class is none of the classes, or an arm is missing or there twice; the
    /// message says which.
    /// </exception>
    public static IReadOnlyList<ArmVerdict> FromPredictions(PredictedFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        Check(family);
        var arms = family.Arms.ToDictionary(a => a.Name, a => new Outcomes(family, a));
        var margin = family.Margin ?? UsualMargin.Of(
            [.. family.Comparisons.Select(c => c.Control).Distinct().Select(c => 1 - arms[c].Values.Average())],
            family.TestLabels.Count);
        var options = new JudgeOptions { Alpha = family.Alpha, RelevantDifference = margin };
        var judged = EffectFamily.Judge(
            [.. family.Comparisons.Select(c => Effect(family, arms[c.Arm], arms[c.Control]))], options);
        return [.. family.Comparisons.Zip(judged, (c, j) => new ArmVerdict(
            c.Arm, c.Control, [.. arms[c.Arm].Values.Zip(arms[c.Control].Values, (a, b) => a - b)], j, margin))];
    }

    private static Effect Effect(PredictedFamily family, Outcomes arm, Outcomes control) =>
        family is { Measure: ClassMeasure.Accuracy, Units: null }
            ? Effects.TwoPart(PairedOutcomes.Of(arm.Right, control.Right))
            : Effects.TwoPart(
                [.. arm.Parts.Zip(control.Parts, (a, b) => a.Zip(b, (x, y) => x - y).ToArray())],
                TestInfluence.In(
                    family.Measure, family.TestLabels, family.ClassCount,
                    family.Units is null ? null : TestUnits.Of(family.Units)));

    private static void Check(PredictedFamily family)
    {
        if (family.TestLabels.Count == 0)
            throw new ArgumentException("There must be at least one test image.", nameof(family));
        if (family.Comparisons.Count == 0)
            throw new ArgumentException("There must be at least one comparison.", nameof(family));
        RequireClasses(family.TestLabels, family.ClassCount, "The true label");
        if (family.Units is { } units && units.Count != family.TestLabels.Count)
            throw new ArgumentException($"There must be a unit for each of the {family.TestLabels.Count} test labels; "
                + $"there are {units.Count}.", nameof(family));
        if (family.Arms.GroupBy(a => a.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Every arm must be there once, but '{twice.Key}' is there {twice.Count()} "
                + "times.", nameof(family));
        var replicates = family.Arms.Select(a => a.Classes.Count).Distinct().ToList();
        if (replicates.Count > 1)
            throw new ArgumentException("All arms must have the same replicates; they have "
                + $"{string.Join(", ", family.Arms.Select(a => $"{a.Classes.Count} ('{a.Name}')"))}.", nameof(family));
        foreach (var arm in family.Arms)
        {
            if (arm.Classes[0].Length != family.TestLabels.Count)
                throw new ArgumentException($"There must be a prediction for each of the {family.TestLabels.Count} "
                    + $"test labels; arm '{arm.Name}' has {arm.Classes[0].Length}.", nameof(family));
            foreach (var row in arm.Classes)
                RequireClasses(row, family.ClassCount, $"Arm '{arm.Name}': the prediction");
        }
        var names = family.Arms.Select(a => a.Name).ToHashSet();
        if (family.Comparisons.SelectMany(c => new[] { c.Arm, c.Control }).FirstOrDefault(n => !names.Contains(n)) is
            { } name)
            throw new ArgumentException($"A comparison names '{name}', but there are predictions of "
                + $"{string.Join(", ", names.Select(n => $"'{n}'"))} only.", nameof(family));
    }

    private static void RequireClasses(IReadOnlyList<int> labels, int classes, string what)
    {
        for (var i = 0; i < labels.Count; i++)
            if (labels[i] < 0 || labels[i] >= classes)
                throw new ArgumentException(
                    $"{what} of image {i} (from 0) must lie between 0 and {classes - 1}, but is {labels[i]}.");
    }

    /// <summary>An arm against the true labels.</summary>
    private sealed class Outcomes(PredictedFamily family, PredictedArm arm)
    {
        public IReadOnlyList<bool[]> Right { get; } =
            [.. arm.Classes.Select(row => row.Zip(family.TestLabels, (p, label) => p == label).ToArray())];

        /// <summary>Every image's part of the measure, by replicate.</summary>
        public IReadOnlyList<double[]> Parts { get; } =
            [.. arm.Classes.Select(row => ClassMeasures.Contributions(
                family.Measure, family.TestLabels, row, family.ClassCount))];

        /// <summary>The measure of each replicate.</summary>
        public IReadOnlyList<double> Values => [.. Parts.Select(p => p.Average())];
    }
}
