using Mintage.Results;

namespace Mintage.Metrics;

/// <summary>Intervals from values that were measured on independent samples, e.g. of several sampling seeds or trained GANs.</summary>
public static class IndependentSamples
{
    private const double Confidence = 0.95;

    /// <summary>
    /// The shortest pair of order statistics that covers the median of the metric with at least 95 % (the sign test's
    /// interval; Thompson 1936). Exact for any distribution of the values. Null for fewer than 6, of which not even the
    /// whole range does.
    /// </summary>
    /// <param name="values">The metric on independent samples of equal size.</param>
    public static MetricInterval? Interval(IReadOnlyList<double> values)
    {
        // Leaving out r values at each end misses the median with twice the chance of at most r heads in K throws.
        var (left, chance, tail) = (-1, Math.ScaleB(1, -values.Count), 0.0);
        for (var r = 0; 2 * (tail + chance) <= 1 - Confidence; r++)
        {
            (left, tail) = (r, tail + chance);
            chance *= (values.Count - r) / (r + 1.0);
        }
        if (left < 0) return null;
        double[] sorted = [.. values.Order()];
        return new MetricInterval(sorted[left], sorted[^(left + 1)],
            FormattableString.Invariant($"{100 * (1 - (2 * tail)):0.0} % for the median over such samples, from {values.Count} independent samples (order statistics)"));
    }
}
