namespace Mintage.Statistics;

/// <summary>What a study of a given size can find, by the noncentral t distribution.</summary>
public static class Power
{
    private const int MostReplicates = 1_000_000;

    /// <summary>Chance that a two-sided test rejects "no effect".</summary>
    /// <param name="effect">True difference, in the unit of the standard error.</param>
    /// <param name="standardError">Above 0.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    /// <param name="alpha">Level of the test, above 0 and below 1.</param>
    public static double Of(double effect, double standardError, double degreesOfFreedom, double alpha)
    {
        Refuse.UnlessPositive(standardError, nameof(standardError));
        Refuse.UnlessProbability(alpha, nameof(alpha));
        var critical = -StudentT.Quantile(alpha / 2, degreesOfFreedom);
        return OfCritical(Math.Abs(effect) / standardError, critical, degreesOfFreedom);
    }

    /// <summary>The true difference that a two-sided test finds with a given chance.</summary>
    /// <param name="standardError">Above 0; the result is in its unit.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    /// <param name="alpha">Level of the test, above 0 and below 1.</param>
    /// <param name="power">The chance, above alpha and below 1.</param>
    public static double SmallestDetectable(double standardError, double degreesOfFreedom, double alpha, double power)
    {
        Refuse.UnlessPositive(standardError, nameof(standardError));
        Refuse.UnlessProbability(alpha, nameof(alpha));
        if (!(power > alpha && power < 1)) throw new ArgumentOutOfRangeException(nameof(power), power, "Must be above alpha and below 1.");
        var critical = -StudentT.Quantile(alpha / 2, degreesOfFreedom);
        double low = 0, high = critical + 1;
        while (OfCritical(high, critical, degreesOfFreedom) < power) (low, high) = (high, 2 * high);
        for (var step = 0; step < 50; step++)
        {
            var middle = (low + high) / 2;
            if (OfCritical(middle, critical, degreesOfFreedom) < power) low = middle;
            else high = middle;
        }
        return standardError * (low + high) / 2;
    }

    /// <summary>The fewest replicates with which a two-sided test finds a given true difference with a given chance.</summary>
    /// <param name="effect">The true difference.</param>
    /// <param name="spread">An effect with a standard error, of an earlier study; its estimate plays no part.</param>
    /// <param name="alpha">Level of the test, above 0 and below 1.</param>
    /// <param name="power">The chance, above 0 and below 1.</param>
    /// <returns>At least 2; null where no number suffices because of the part that replicates do not shrink.</returns>
    public static int? ReplicatesNeeded(double effect, Effect spread, double alpha, double power)
    {
        ArgumentNullException.ThrowIfNull(spread);
        Refuse.UnlessProbability(power, nameof(power));
        return Fewest(2, r => Of(effect, spread.StandardErrorWith(r), spread.DegreesOfFreedomWith(r), alpha) >= power);
    }

    /// <summary><see cref="JudgedEffect.ReplicatesToSettle"/>.</summary>
    internal static int? ReplicatesToSettle(Effect effect, double alpha, JudgeOptions options) =>
        Fewest(Math.Max(effect.Replicates + 1, options.MinimumReplicates), r =>
        {
            var (error, freedom) = (effect.StandardErrorWith(r), effect.DegreesOfFreedomWith(r));
            var critical = -StudentT.Quantile(alpha / 2, freedom);
            var within = StandardNormal.Cdf(((options.RelevantDifference - effect.Estimate) / error) - critical)
                - StandardNormal.Cdf(critical - ((options.RelevantDifference + effect.Estimate) / error));
            return within >= options.Power || OfCritical(Math.Abs(effect.Estimate) / error, critical, freedom) >= options.Power;
        });

    /// <summary>The smallest count from a start on that suffices, where more are never worse; null if a million are not enough.</summary>
    private static int? Fewest(int start, Func<int, bool> suffices)
    {
        if (suffices(start)) return start;
        var (low, high) = (start, start);
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

    /// <summary>
    /// P(|T| > critical) for T = (shift + Z) / S, S^2 = chi-squared / df: the normal tails, averaged over the density of S by
    /// Simpson's rule on the range that holds all but 1e-12 of it.
    /// </summary>
    private static double OfCritical(double shift, double critical, double degreesOfFreedom)
    {
        const int Steps = 400;
        var reach = 7.5 / Math.Sqrt(2 * degreesOfFreedom);
        double low = Math.Max(0, 1 - reach), high = 1 + reach, step = (high - low) / Steps, sum = 0, mass = 0;
        for (var k = 0; k <= Steps; k++)
        {
            var s = low + (k * step);
            // Relative to its top at about 1, so that large degrees of freedom do not overflow; mass divides the constant out.
            var density = s == 0
                ? (degreesOfFreedom <= 1 ? Math.Exp(degreesOfFreedom / 2) : 0)
                : Math.Exp((degreesOfFreedom - 1) * Math.Log(s) - (degreesOfFreedom * ((s * s) - 1) / 2));
            var weight = density * (k is 0 or Steps ? 1 : k % 2 == 1 ? 4 : 2);
            mass += weight;
            sum += weight * (StandardNormal.Cdf(shift - (critical * s)) + StandardNormal.Cdf(-shift - (critical * s)));
        }
        return sum / mass;
    }
}
