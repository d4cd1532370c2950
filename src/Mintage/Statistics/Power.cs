namespace Mintage.Statistics;

/// <summary>
/// What a study can find: the chance that a two-sided test rejects "no effect" when there is one, by the noncentral t
/// distribution.
/// </summary>
/// <remarks>
/// For <see cref="EffectMethod.TwoPart"/> it has (R - 1) / w degrees of freedom, w being the replicate part's share of the
/// squared standard error: within 2 points of the exact power from R = 5 on (docs/evidence.md). A spread that was estimated
/// from few replicates is the larger uncertainty.
/// </remarks>
public static class Power
{
    private const int MostReplicates = 1_000_000;

    /// <summary>The chance that a study finds a true difference.</summary>
    /// <param name="difference">The true difference, as a fraction; its sign plays no part.</param>
    /// <param name="spread">An effect with a standard error, of an earlier study; its estimate plays no part.</param>
    /// <param name="replicates">Replicates of the study, at least 2.</param>
    /// <param name="alpha">Level of the test, above 0 and below 1.</param>
    public static double Of(double difference, Effect spread, int replicates, double alpha)
    {
        Check(spread, replicates);
        Refuse.UnlessProbability(alpha, nameof(alpha));
        return new Test(spread, replicates, alpha).Power(difference);
    }

    /// <summary>The true difference that a study finds with a given chance, as a fraction.</summary>
    /// <param name="spread">An effect with a standard error, of an earlier study; its estimate plays no part.</param>
    /// <param name="replicates">Replicates of the study, at least 2.</param>
    /// <param name="alpha">Level of the test, above 0 and below 1.</param>
    /// <param name="power">The chance, above alpha and below 1.</param>
    public static double SmallestDetectable(Effect spread, int replicates, double alpha, double power)
    {
        Check(spread, replicates);
        Refuse.UnlessProbability(alpha, nameof(alpha));
        if (!(power > alpha && power < 1)) throw new ArgumentOutOfRangeException(nameof(power), power, "Must be above alpha and below 1.");
        var test = new Test(spread, replicates, alpha);
        double low = 0, high = test.Critical * test.Error;
        while (test.Power(high) < power) (low, high) = (high, 2 * high);
        while (high - low > 1e-6 * high)
        {
            var middle = (low + high) / 2;
            if (test.Power(middle) < power) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>The fewest replicates with which a study finds a true difference with a given chance.</summary>
    /// <param name="difference">The true difference, as a fraction.</param>
    /// <param name="spread">An effect with a standard error, of an earlier study; its estimate plays no part.</param>
    /// <param name="alpha">Level of the test, above 0 and below 1.</param>
    /// <param name="power">The chance, above 0 and below 1.</param>
    /// <returns>At least 2; null where a million would not do, usually because of the part that replicates do not shrink.</returns>
    public static int? ReplicatesNeeded(double difference, Effect spread, double alpha, double power)
    {
        Check(spread, 2);
        Refuse.UnlessProbability(alpha, nameof(alpha));
        Refuse.UnlessProbability(power, nameof(power));
        return Fewest(2, r => new Test(spread, r, alpha).Power(difference) >= power);
    }

    /// <summary><see cref="JudgedEffect.ReplicatesToSettle"/>.</summary>
    internal static int? ReplicatesToSettle(Effect effect, double alpha, JudgeOptions options) =>
        Fewest(Math.Max(effect.Replicates + 1, options.MinimumReplicates), r =>
        {
            var test = new Test(effect, r, alpha);
            return test.Power(effect.Estimate) >= options.Power || test.Within(effect.Estimate, options.RelevantDifference) >= options.Power;
        });

    /// <summary>The smallest count from a start on that suffices, where more are never worse.</summary>
    private static int? Fewest(int start, Func<int, bool> suffices)
    {
        var (low, high) = (start - 1, start);
        while (!suffices(high))
        {
            if (high >= MostReplicates) return null;
            (low, high) = (high, Math.Min(2 * high, MostReplicates));
        }
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (suffices(middle)) high = middle;
            else low = middle;
        }
        return high;
    }

    private static void Check(Effect spread, int replicates)
    {
        ArgumentNullException.ThrowIfNull(spread);
        if (spread.StandardError is null) throw new ArgumentException("The effect has no standard error to plan with.", nameof(spread));
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);
    }

    /// <summary>A two-sided test of a study with so many replicates.</summary>
    private readonly struct Test
    {
        private readonly double freedom;

        public Test(Effect spread, int replicates, double alpha)
        {
            var reference = spread.Reference(replicates);
            Error = spread.StandardErrorWith(replicates);
            Critical = reference.Critical(alpha);
            freedom = Math.Min(reference.Freedom / reference.ReplicateShare, 1e8);
        }

        public double Error { get; }

        public double Critical { get; }

        public double Power(double difference) => NoncentralT.TwoSidedTail(Critical, Math.Abs(difference) / Error, freedom);

        /// <summary>Chance that the interval lies within plus and minus a margin, its length taken as expected.</summary>
        public double Within(double difference, double margin) => Math.Max(0,
            StandardNormal.Cdf(((margin - difference) / Error) - Critical) - StandardNormal.Cdf(Critical - ((margin + difference) / Error)));
    }
}
