using Mintage.Statistics;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>Counts over the simulated studies of a world, judged at the same look or at all of them.</summary>
/// <param name="name">The look: its replicates.</param>
internal sealed class WorldTally(string name)
{
    private const int Counters = (int)Counter.RobustlyFound + 1;
    private readonly long[] counts = new long[Counters];
    private double replicateVariance, testVariance;
    private double? testFreedom;

    private enum Counter
    {
        Interval, Covered, AllCovered, Improves, Claims, Found, NoRelevant, FalseNoRelevant, Withheld,
        RobustlyImproves, RobustlyFound,
    }

    public string Name => name;

    public long Studies { get; private set; }

    /// <summary>The first contrast's interval of 95 % holds its true effect.</summary>
    public double Coverage => (double)counts[(int)Counter.Covered] / counts[(int)Counter.Interval];

    /// <summary>All simultaneous intervals, of all looks together, hold their true effects.</summary>
    public double SimultaneousCoverage => Share(Counter.AllCovered);

    /// <summary>A contrast without a gain improves.</summary>
    public double FalseImproves => Share(Counter.Improves);

    /// <summary>A contrast without a gain improves, or one without a loss harms.</summary>
    public double FalseClaims => Share(Counter.Claims);

    /// <summary>The first contrast improves.</summary>
    public double Found => Share(Counter.Found);

    /// <summary>The first contrast has no relevant effect, it is said.</summary>
    public double NoRelevantEffect => Share(Counter.NoRelevant);

    /// <summary>No relevant effect is said of any contrast whose true effect is the margin or more.</summary>
    public double FalseNoRelevantEffect => Share(Counter.FalseNoRelevant);

    /// <summary>A contrast without a gain improves, and would do so if one GAN in ten had failed.</summary>
    public double FalseRobustImproves => Share(Counter.RobustlyImproves);

    /// <summary>The same of the first contrast.</summary>
    public double RobustlyFound => Share(Counter.RobustlyFound);

    /// <summary>A verdict is withheld, of any contrast.</summary>
    public double Withheld => Share(Counter.Withheld);

    /// <summary>An effect of 0 with the spread that the studies estimated for the first contrast, on average.</summary>
    public Effect Spread(int replicates)
    {
        var intervals = counts[(int)Counter.Interval];
        double replicate = replicateVariance / intervals, test = testVariance / intervals;
        return new Effect(0, Math.Sqrt((replicate / replicates) + test), replicates - 1, replicates, replicate, test,
            EffectMethod.TwoPart)
        { TestFreedom = testFreedom };
    }

    /// <summary>Twice the binomial standard error of a share.</summary>
    public double TwoErrors(double share) => 2 * Math.Sqrt(share * (1 - share) / Studies);

    /// <summary>Counts a study by what it said at its looks; its intervals of 95 % are those of the last.</summary>
    /// <param name="looks">At least one.</param>
    /// <param name="effects">True effects.</param>
    /// <param name="margin">The margin that the true errors of the controls give.</param>
    public void Count(IReadOnlyList<WorldVerdicts> looks, double[] effects, double margin)
    {
        Studies++;
        var first = looks[^1].Judged[0].Effect;
        if (first.Interval(0.95) is { } interval)
        {
            CountIf(Counter.Interval, true);
            CountIf(Counter.Covered, interval.Contains(effects[0]));
            replicateVariance += first.ReplicateVariance!.Value;
            testVariance += first.TestVariance!.Value;
            testFreedom = first.TestFreedom;
        }
        CountIf(Counter.AllCovered, looks.All(look => look.Judged.Zip(effects).All(
            j => j.First.Simultaneous is not { } all || all.Contains(j.Second))));
        var improves = Says((verdict, effect) => verdict == Verdict.Improves && effect <= 0);
        var harms = Says((verdict, effect) => verdict == Verdict.Harms && effect >= 0);
        var irrelevant = Says((verdict, effect) =>
            verdict == Verdict.NoRelevantEffect && Math.Abs(effect) >= margin - 1e-9);
        CountIf(Counter.Improves, improves);
        CountIf(Counter.Claims, improves || harms);
        CountIf(Counter.FalseNoRelevant, irrelevant);
        CountIf(Counter.RobustlyImproves, looks.Any(l => l.Robust.Zip(effects).Any(v => v.First && v.Second <= 0)));
        CountIf(Counter.RobustlyFound, looks.Any(l => l.Robust[0]));
        CountIf(Counter.Found, looks.Any(look => look.Verdicts[0] == Verdict.Improves));
        CountIf(Counter.NoRelevant, looks.Any(look => look.Verdicts[0] == Verdict.NoRelevantEffect));
        CountIf(Counter.Withheld, looks.Any(look => look.Verdicts.Contains(null)));

        bool Says(Func<Verdict?, double, bool> what) =>
            looks.Any(look => look.Verdicts.Zip(effects).Any(v => what(v.First, v.Second)));
    }

    public void Add(WorldTally other)
    {
        Studies += other.Studies;
        for (var c = 0; c < counts.Length; c++) counts[c] += other.counts[c];
        replicateVariance += other.replicateVariance;
        testVariance += other.testVariance;
        testFreedom ??= other.testFreedom;
    }

    private void CountIf(Counter counter, bool holds) => counts[(int)counter] += holds ? 1 : 0;

    private double Share(Counter counter) => (double)counts[(int)counter] / Studies;
}
