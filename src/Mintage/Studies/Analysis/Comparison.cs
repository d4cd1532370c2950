using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>Two arms of one size, replicate by replicate, as far as both are done.</summary>
/// <param name="study">Plan and data.</param>
/// <param name="fits">What is done.</param>
/// <param name="size">The size.</param>
/// <param name="arm">Name and protocol of the arm.</param>
/// <param name="against">Name and protocol of the other.</param>
/// <param name="only">Replicates to compare; null for all.</param>
internal sealed class Comparison(StudyGraph study, FinishedRuns fits, SizePlan size, (string Protocol, string Name) arm,
    (string Protocol, string Name) against, IReadOnlySet<int>? only = null)
{
    private readonly List<(FinishedRun Arm, FinishedRun Against)> pairs = [.. Enumerable.Range(0, study.Plan.Replicates)
        .Where(r => only is null || only.Contains(r))
            .Select(
                r => (fits.Find(arm.Protocol, size, arm.Name, r), fits.Find(against.Protocol, size, against.Name, r)))
        .Where(p => p is { Item1: not null, Item2: not null }).Select(p => (p.Item1!, p.Item2!))];

    /// <summary>Pairs of finished fits, in the order of replicates.</summary>
    public IReadOnlyList<(FinishedRun Arm, FinishedRun Against)> Pairs => pairs;

    /// <summary>Differences in accuracy, as fractions.</summary>
    public IReadOnlyList<double> Differences => DifferencesOf(ClassMeasure.Accuracy);

    /// <summary>Optimiser steps that every fit of both arms ran, with equal batches; null where they differ.</summary>
    public int? Steps => pairs.SelectMany(p => new[] { p.Arm, p.Against })
        .Select(f => (f.Figures.Steps, f.Figures.BatchSize)).Distinct().ToList() is [var only] ? only.Steps : null;

    /// <summary>Whether the steps of every fit were counted or reported, so that <see cref="Steps"/> is sure.</summary>
    public bool StepsAreKnown => pairs.TrueForAll(p => p.Arm.Result.StepsAreKnown && p.Against.Result.StepsAreKnown);

    /// <summary>Differences in a measure, as fractions, in the order of replicates.</summary>
    public IReadOnlyList<double> DifferencesOf(ClassMeasure measure) => measure == ClassMeasure.Accuracy
        ? [.. pairs.Select(p => p.Arm.Figures.Accuracy - p.Against.Figures.Accuracy)]
        : [.. pairs.Select(p => p.Arm.Outcomes.Value!.Of(measure) - p.Against.Outcomes.Value!.Of(measure))];

    /// <summary>The difference in accuracy with its standard error, or null without a pair.</summary>
    public Effect? Effect() => EffectOn(_ => true);

    /// <summary>The difference in a measure with its standard error, or null without a pair.</summary>
    public Effect? EffectOf(ClassMeasure measure)
    {
        if (measure == ClassMeasure.Accuracy || pairs.Count == 0) return Effect();
        if (!study.Data.HasTestSet) return Resampled(DifferencesOf(measure));
        return Effects.TwoPart(
            [.. pairs.Select(p => p.Arm.Outcomes.Value!.Contributions(measure)
            .Zip(p.Against.Outcomes.Value!.Contributions(measure), (a, b) => a - b).ToArray())],
            study.Data.TestInfluence(measure));
    }

    /// <summary>
    /// How much larger this difference in accuracy is than another one of the same replicates, or null without a pair.
    /// </summary>
    public Effect? EffectBeyond(Comparison other)
    {
        if (pairs.Count == 0 || pairs.Count != other.pairs.Count) return null;
        if (!study.Data.HasTestSet) return Resampled([.. Differences.Zip(other.Differences, (a, b) => a - b)]);
        return Effects.TwoPart(
            [.. ByImage().Zip(other.ByImage(), (a, b) => a.Zip(b, (x, y) => x - y).ToArray())],
            study.Data.TestInfluence(ClassMeasure.Accuracy));
    }

    private IEnumerable<double[]> ByImage() => pairs.Select(p =>
        p.Arm.Correct.Zip(p.Against.Correct, (a, b) => (a ? 1.0 : 0) - (b ? 1 : 0)).ToArray());

    /// <summary>The difference in an outcome with its standard error, in its unit, or null without a pair.</summary>
    public Effect? EffectOf(Outcome outcome)
    {
        if (pairs.Count == 0) return null;
        List<double[]> differences = [.. pairs.Select(p => outcome.Contributions(p.Arm.Outcomes.Value!)
            .Zip(outcome.Contributions(p.Against.Outcomes.Value!), (a, b) => outcome.Scale * (a - b)).ToArray())];
        return study.Data.HasTestSet
            ? Effects.TwoPart(differences, Outcome.AnyInfluence.OfUnits(study.Data.TestUnits(0)))
            : Resampled([.. differences.Select(d => d.Average())]);
    }

    /// <summary>The difference on the test images of one class, or null where there is none.</summary>
    public Effect? ClassEffect(int label) => EffectOn(l => l == label);

    /// <summary>The effect on a common test set, or null where it has no such image.</summary>
    private Effect? EffectOnTestSet(Func<int, bool> ofClass)
    {
        var rows = Rows(0, ofClass);
        if (rows.Length == 0) return null;
        if (study.Data.TestUnits(0)?.Within(rows) is { } units)
            return Effects.TwoPart(
                [.. ByImage().Select(all => Array.ConvertAll(rows, i => all[i]))],
                TestInfluence.Equal(rows.Length).OfUnits(units));
        return Effects.TwoPart(PairedOutcomes.Of(
            [.. pairs.Select(p => Array.ConvertAll(rows, i => p.Arm.Correct[i]))],
            [.. pairs.Select(p => Array.ConvertAll(rows, i => p.Against.Correct[i]))]));
    }

    private Effect? EffectOn(Func<int, bool> ofClass)
    {
        if (pairs.Count == 0) return null;
        if (study.Data.HasTestSet) return EffectOnTestSet(ofClass);
        var differences = new List<double>();
        foreach (var (first, second) in pairs)
        {
            var rows = Rows(first.Run.Replicate, ofClass);
            if (rows.Length == 0) return null;
            differences.Add(rows.Average(i => (first.Correct[i] ? 1 : 0) - (second.Correct[i] ? 1.0 : 0)));
        }
        return Resampled(differences);
    }

    private Effect Resampled(IReadOnlyList<double> differences) =>
        Effects.CorrectedResampledT(differences, study.Data.Training(size, 0).Count, study.Data.Test(0).Count);

    private int[] Rows(int replicate, Func<int, bool> ofClass)
    {
        var labels = study.Data.Images(study.Data.Test(replicate)).Labels;
        return [.. Enumerable.Range(0, labels.Length).Where(i => ofClass(labels[i]))];
    }
}
