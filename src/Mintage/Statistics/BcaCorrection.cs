namespace Mintage.Statistics;

/// <summary>Which quantiles of the resamples the BCa interval takes in place of, say, 0.025 and 0.975.</summary>
/// <param name="Bias">z0: the normal quantile of the share of resamples below the estimate, equal ones counting half.</param>
/// <param name="Acceleration">a, from leaving out each value in turn.</param>
/// <param name="LowTail">The lower quantile's p.</param>
/// <param name="HighTail">The upper quantile's p.</param>
public sealed record BcaCorrection(double Bias, double Acceleration, double LowTail, double HighTail)
{
    /// <summary>
    /// Null where all resamples lie on one side of the estimate, or leaving out a value changes nothing, or the acceleration is
    /// too strong: then BCa says nothing.
    /// </summary>
    internal static BcaCorrection? Of(double estimate, double[] resamples, IReadOnlyList<double> leftOut, double tail)
    {
        double below = 0;
        foreach (var value in resamples) below += value < estimate ? 1 : value == estimate ? 0.5 : 0;
        var share = below / resamples.Length;
        var mean = leftOut.Average();
        double squares = 0, cubes = 0;
        foreach (var value in leftOut)
        {
            var d = mean - value;
            squares += d * d;
            cubes += d * d * d;
        }
        if (share is not (> 0 and < 1) || squares == 0) return null;
        var (bias, acceleration) = (StandardNormal.Quantile(share), cubes / (6 * Math.Pow(squares, 1.5)));
        double low = Shift(StandardNormal.Quantile(tail)), high = Shift(StandardNormal.Quantile(1 - tail));
        return low < high ? new BcaCorrection(bias, acceleration, low, high) : null;

        double Shift(double z) => StandardNormal.Cdf(bias + ((bias + z) / (1 - (acceleration * (bias + z)))));
    }
}
