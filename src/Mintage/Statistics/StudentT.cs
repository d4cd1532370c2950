using MathNet.Numerics;

namespace Mintage.Statistics;

/// <summary>
/// Student's t distribution for any positive degrees of freedom, whole or not. Tails are computed directly, so small
/// ones keep their relative accuracy (about 1e-12).
/// </summary>
internal static class StudentT
{
    /// <summary>P(T &lt;= t).</summary>
    public static double Cdf(double t, double degreesOfFreedom)
    {
        var tail = TwoSidedTail(t, degreesOfFreedom) / 2;
        return t > 0 ? 1 - tail : tail;
    }

    /// <summary>P(|T| >= |t|): the two-sided p value of a t statistic.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The degrees of freedom are not above 0.</exception>
    public static double TwoSidedTail(double t, double degreesOfFreedom)
    {
        Refuse.UnlessPositive(degreesOfFreedom, nameof(degreesOfFreedom));
        if (t == 0) return 1;
        // Beyond this, t and normal agree to 1e-8, and the continued fraction of the beta function grows long.
        if (degreesOfFreedom > 1e8) return StandardNormal.TwoSidedTail(t);
        return double.IsInfinity(t)
            ? 0
            : SpecialFunctions.BetaRegularized(
                degreesOfFreedom / 2, 0.5, degreesOfFreedom / (degreesOfFreedom + (t * t)));
    }

    /// <summary>The t with P(T &lt;= t) = p.</summary>
    /// <param name="p">Above 0 and below 1.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    /// <remarks>
    /// Newton steps on ln(tail) as a function of ln(t). The function is concave and falling, so the steps converge from
    /// any start. MathNet's own quantile stops at about 1e-9.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// p is not above 0 and below 1, or the degrees of freedom are not above 0.
    /// </exception>
    public static double Quantile(double p, double degreesOfFreedom)
    {
        if (degreesOfFreedom > 1e8) return StandardNormal.Quantile(p);
        Refuse.UnlessProbability(p, nameof(p));
        Refuse.UnlessPositive(degreesOfFreedom, nameof(degreesOfFreedom));
        if (p == 0.5) return 0;
        var tail = Math.Min(p, 1 - p);
        var z = -StandardNormal.Quantile(tail);
        var t = z * (1 + (((z * z) + 1) / (4 * degreesOfFreedom)));
        for (var step = 0; step < 100; step++)
        {
            var at = TwoSidedTail(t, degreesOfFreedom) / 2;
            var change = at * Math.Log(at / tail) / (t * Density(t, degreesOfFreedom));
            t *= Math.Exp(change);
            if (Math.Abs(change) < 1e-14) break;
        }
        return p < 0.5 ? -t : t;
    }

    private static double Density(double t, double degreesOfFreedom)
    {
        var half = degreesOfFreedom / 2;
        var log =
            SpecialFunctions.GammaLn(
                half + 0.5) - SpecialFunctions.GammaLn(half) - (Math.Log(degreesOfFreedom * Math.PI) / 2);
        return Math.Exp(log - ((half + 0.5) * Math.Log(1 + (t * t / degreesOfFreedom))));
    }
}
