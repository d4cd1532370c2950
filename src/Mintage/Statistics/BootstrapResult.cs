namespace Mintage.Statistics;

/// <summary>What resampling says about a statistic.</summary>
/// <param name="Estimate">Of the values themselves.</param>
/// <param name="StandardError">Standard deviation of the resamples' values (divisor B - 1).</param>
/// <param name="Percentile">Between the quantiles of the resamples' values.</param>
/// <param name="Basic">The percentile interval mirrored at the estimate.</param>
/// <param name="Bca">Corrected for bias and acceleration; null where the correction does not exist: see <see cref="BcaCorrection.Of"/>.</param>
/// <param name="Correction">The correction itself; null with <paramref name="Bca"/>.</param>
public sealed record BootstrapResult(double Estimate, double StandardError, Interval Percentile, Interval Basic, Interval? Bca, BcaCorrection? Correction)
{
    /// <param name="estimate">Of the values themselves.</param>
    /// <param name="resamples">The statistic of each resample.</param>
    /// <param name="leftOut">The statistic without each value in turn.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    internal static BootstrapResult Of(double estimate, IReadOnlyList<double> resamples, IReadOnlyList<double> leftOut, double confidence)
    {
        double[] sorted = [.. resamples.Order()];
        var mean = sorted.Average();
        var error = Math.Sqrt(sorted.Sum(v => (v - mean) * (v - mean)) / (sorted.Length - 1));
        var tail = (1 - confidence) / 2;
        var percentile = Between(sorted, tail, 1 - tail);
        var basic = new Interval((2 * estimate) - percentile.High, (2 * estimate) - percentile.Low);
        var correction = BcaCorrection.Of(estimate, sorted, leftOut, tail);
        return new BootstrapResult(estimate, error, percentile, basic, correction is null ? null : Between(sorted, correction.LowTail, correction.HighTail), correction);
    }

    /// <summary>Quantiles between order statistics at position (B - 1) p, counted from 0 (numpy's default, R's type 7).</summary>
    private static Interval Between(double[] sorted, double low, double high) => new(Quantile(sorted, low), Quantile(sorted, high));

    internal static double Quantile(double[] sorted, double p)
    {
        var position = (sorted.Length - 1) * p;
        var below = Math.Min((int)position, sorted.Length - 1);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
