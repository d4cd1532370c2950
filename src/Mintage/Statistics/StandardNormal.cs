using MathNet.Numerics;

namespace Mintage.Statistics;

/// <summary>
/// The normal distribution of mean 0 and variance 1. Tails keep their relative accuracy (about 1e-14).
/// </summary>
internal static class StandardNormal
{
    /// <summary>P(Z &lt;= z).</summary>
    public static double Cdf(double z) => SpecialFunctions.Erfc(-z * Constants.Sqrt1Over2) / 2;

    /// <summary>P(|Z| >= |z|).</summary>
    public static double TwoSidedTail(double z) => SpecialFunctions.Erfc(Math.Abs(z) * Constants.Sqrt1Over2);

    /// <summary>The z with P(Z &lt;= z) = p.</summary>
    /// <param name="p">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not above 0 and below 1.</exception>
    public static double Quantile(double p)
    {
        Refuse.UnlessProbability(p, nameof(p));
        return -Constants.Sqrt2 * SpecialFunctions.ErfcInv(2 * p);
    }
}
