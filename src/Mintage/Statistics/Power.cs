namespace Mintage.Statistics;

/// <summary>
/// Computes a study's power: the chance that a two-sided test rejects "no effect" when there is an effect. Uses the
/// noncentral t distribution.
/// </summary>
/// <remarks>
/// For <see cref="EffectMethod.TwoPart"/> it has (R - 1) / w degrees of freedom, with w the replicate part's share of
/// the squared standard error. From R = 5 on this is within 2 points of the truth where differences are about normal.
/// It is too low for R = 3 and for effects that remove a third of the errors (docs/evidence.md). A spread from few
/// replicates is the larger uncertainty.
/// </remarks>
public static class Power
{
    private const int MostReplicates = 1_000_000;

    /// <summary>Gives the chance that a study finds a true difference.</summary>
    /// <param name="difference">The true difference, as a fraction. Its sign does not matter.</param>
    /// <param name="spread">An effect with a standard error from an earlier study. Its estimate does not
    /// matter.</param>
    /// <param name="replicates">Replicates of the study, at least 2.</param>
    /// <param name="alpha">Level of the test, above 0 and below 1.</param>
    public static double Of(double difference, Effect spread, int replicates, double alpha)
    {
        Check(spread, replicates);
        Refuse.UnlessProbability(alpha, nameof(alpha));
        return new Test(spread, replicates, alpha).Power(difference);
    }

    /// <summary>Gives the true difference, as a fraction, that a study finds with a given chance.</summary>
    /// <param name="spread">An effect with a standard error from an earlier study. Its estimate does not
    /// matter.</param>
    /// <param name="replicates">Replicates of the study, at least 2.</param>
    /// <param name="alpha">Level of the test, above 0 and below 1.</param>
    /// <param name="power">The chance, above alpha and below 1.</param>
    public static double SmallestDetectable(Effect spread, int replicates, double alpha, double power)
    {
        Check(spread, replicates);
        Refuse.UnlessProbability(alpha, nameof(alpha));
        if (!(power > alpha && power < 1))
            throw new ArgumentOutOfRangeException(nameof(power), power, "Must be above alpha and below 1.");
        var test = new Test(spread, replicates, alpha);
        // The normal quantile of the power is almost a straight line in the difference: regula falsi, and the end that
        // stays put is halved (Illinois).
        var wanted = StandardNormal.Quantile(power);
        double low = 0, atLow = Miss(0), high = test.Error * (test.Critical + Math.Max(wanted, 0)), atHigh = Miss(high);
        while (atHigh < 0) (low, atLow, high, atHigh) = (high, atHigh, 2 * high, Miss(2 * high));
        for (var step = 0; step < 100 && high - low > 1e-9 * high; step++)
        {
            var at = low + ((high - low) * atLow / (atLow - atHigh));
            var miss = Miss(at);
            if (Math.Abs(miss) < 1e-9) return at;
            if (miss < 0) (low, atLow, atHigh) = (at, miss, atHigh / 2);
            else (high, atHigh, atLow) = (at, miss, atLow / 2);
        }
        return high;

        double Miss(double difference) =>
            StandardNormal.Quantile(Math.Clamp(test.Power(difference), 1e-12, 1 - 1e-12)) - wanted;
    }

    /// <summary>Gives the fewest replicates with which a study finds a true difference with a given chance.</summary>
    /// <param name="difference">The true difference, as a fraction.</param>
    /// <param name="spread">An effect with a standard error from an earlier study. Its estimate does not
    /// matter.</param>
    /// <param name="alpha">Level of the test, above 0 and below 1.</param>
    /// <param name="power">The chance, above 0 and below 1.</param>
    /// <returns>At least 2; null if a million is not enough, usually because of the part that replicates do not
    /// shrink.</returns>
    public static int? ReplicatesNeeded(double difference, Effect spread, double alpha, double power)
    {
        Check(spread, 2);
        Refuse.UnlessProbability(alpha, nameof(alpha));
        Refuse.UnlessProbability(power, nameof(power));
        return Fewest(2, alpha, spread, test => test.Power(difference) >= power);
    }

    internal static int? ReplicatesToSettle(Effect effect, double alpha, JudgeOptions options) =>
        Fewest(Math.Max(effect.Replicates + 1, options.MinimumReplicates), alpha, effect, test =>
            test.Power(effect.Estimate) >= options.Power
            || test.Within(effect.Estimate, options.RelevantDifference) >= options.Power);

    /// <summary>Gives the fewest replicates, from a start on, whose test suffices; more are never worse.</summary>
    private static int? Fewest(int start, double alpha, Effect spread, Func<Test, bool> suffices)
    {
        // With the normal distribution in place of the t it takes fewer, and a search is cheap.
        var normal = -StandardNormal.Quantile(alpha / 2);
        var first =
            Fewest(start, r => suffices(new Test(spread.StandardErrorWith(r), normal, double.PositiveInfinity)));
        return first is { } from ? Fewest(from, r => suffices(new Test(spread, r, alpha))) : null;
    }

    private static int? Fewest(int start, Func<int, bool> suffices)
    {
        if (!suffices(MostReplicates)) return null;
        var (low, high) = (start - 1, start);
        while (!suffices(high)) (low, high) = (high, Math.Min((2 * high) - low, MostReplicates));
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
        if (spread.StandardError is null)
            throw new ArgumentException("The effect has no standard error to plan with.", nameof(spread));
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);
    }

    /// <summary>A two-sided test of a study with a given number of replicates.</summary>
    private readonly struct Test
    {
        private readonly double freedom;

        public Test(double error, double critical, double freedom) =>
            (Error, Critical, this.freedom) = (error, critical, freedom);

        public Test(Effect spread, int replicates, double alpha)
        {
            var reference = spread.Reference(replicates);
            Error = spread.StandardErrorWith(replicates);
            Critical = reference.Critical(alpha);
            freedom = reference.Freedom / reference.ReplicateShare;
        }

        public double Error { get; }

        public double Critical { get; }

        public double Power(double difference) =>
            NoncentralT.TwoSidedTail(Critical, Math.Abs(difference) / Error, freedom);

        /// <summary>Chance that the interval lies within plus and minus a margin, if its length is as
        /// expected.</summary>
        public double Within(double difference, double margin) => Math.Max(0,
            StandardNormal.Cdf(((margin - difference) / Error) - Critical) - StandardNormal.Cdf(
            Critical - ((margin + difference) / Error)));
    }
}

/// <summary>
/// The noncentral t distribution: T = (shift + Z) / S with Z standard normal and S^2 = chi-squared / df.
/// </summary>
internal static class NoncentralT
{
    private const int Steps = 100; // of a part

    /// <summary>A normal distribution has all but 1e-15 of its mass within so many standard deviations.</summary>
    private const double Reach = 8;

    /// <summary>P(|T| >= t): normal tails, averaged over the density of S by Simpson's rule. Right to 1e-6.</summary>
    /// <param name="t">At least 0.</param>
    /// <param name="shift">At least 0.</param>
    /// <param name="degreesOfFreedom">At least 1; infinity gives the normal distribution.</param>
    public static double TwoSidedTail(double t, double shift, double degreesOfFreedom)
    {
        if (degreesOfFreedom > 1e6) return StandardNormal.Cdf(shift - t) + StandardNormal.Cdf(-shift - t);
        var spread = 6.5 / Math.Sqrt(2 * degreesOfFreedom);
        double low = Math.Max(0, 1 - spread), high = 1 + spread, sum = 0, mass = 0;
        // Where t is large, the tails turn from 1 to 0 within a small part of the range, which has steps of its own.
        var (turn, width) = t > 0 ? (shift / t, Reach / t) : (low, 0);
        double[] ends = [low, Math.Clamp(turn - width, low, high), Math.Clamp(turn + width, low, high), high];
        for (var part = 0; part + 1 < ends.Length; part++)
        {
            var step = (ends[part + 1] - ends[part]) / Steps;
            if (step <= 0) continue;
            for (var k = 0; k <= Steps; k++)
            {
                var s = ends[part] + (k * step);
                var weight = step * Density(s) * (k is 0 or Steps ? 1 : k % 2 == 1 ? 4 : 2);
                mass += weight;
                sum += weight * (StandardNormal.Cdf(shift - (t * s)) + StandardNormal.Cdf(-shift - (t * s)));
            }
        }
        return sum / mass;

        // Divided by its value at 1 because large degrees of freedom would overflow; the division by the mass cancels
        // that.
        double Density(double s) => s == 0
            ? degreesOfFreedom == 1 ? Math.Exp(0.5) : 0
            : Math.Exp(((degreesOfFreedom - 1) * Math.Log(s)) - (degreesOfFreedom * ((s * s) - 1) / 2));
    }
}
