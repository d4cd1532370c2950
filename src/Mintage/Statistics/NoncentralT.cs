namespace Mintage.Statistics;

/// <summary>The noncentral t distribution: T = (shift + Z) / S with Z standard normal and S^2 = chi-squared / df.</summary>
internal static class NoncentralT
{
    private const int Steps = 100;

    /// <summary>P(|T| >= t): normal tails, averaged over the density of S by Simpson's rule. Right to 1e-6, below 4 df
    /// to 1e-4.</summary>
    /// <param name="t">At least 0.</param>
    /// <param name="shift">At least 0.</param>
    /// <param name="degreesOfFreedom">At least 1; infinity gives the normal distribution.</param>
    public static double TwoSidedTail(double t, double shift, double degreesOfFreedom)
    {
        if (degreesOfFreedom > 1e6) return StandardNormal.Cdf(shift - t) + StandardNormal.Cdf(-shift - t);
        var reach = 6.5 / Math.Sqrt(2 * degreesOfFreedom);
        double low = Math.Max(0, 1 - reach), step = (1 + reach - low) / Steps, sum = 0, mass = 0;
        for (var k = 0; k <= Steps; k++)
        {
            var s = low + (k * step);
            // Divided by its value at 1 because large degrees of freedom would overflow; the division by the mass cancels that.
            var density = s == 0
                ? (degreesOfFreedom == 1 ? Math.Exp(0.5) : 0)
                : Math.Exp(((degreesOfFreedom - 1) * Math.Log(s)) - (degreesOfFreedom * ((s * s) - 1) / 2));
            var weight = density * (k is 0 or Steps ? 1 : k % 2 == 1 ? 4 : 2);
            mass += weight;
            sum += weight * (StandardNormal.Cdf(shift - (t * s)) + StandardNormal.Cdf(-shift - (t * s)));
        }
        return sum / mass;
    }
}
