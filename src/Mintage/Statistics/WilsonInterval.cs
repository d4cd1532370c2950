namespace Mintage.Statistics;

/// <summary>Wilson's score interval of a share, without continuity correction. It also works near 0 and 1 and for small
/// samples.</summary>
/// <remarks>Wilson, Journal of the American Statistical Association 22, 209-212 (1927).</remarks>
internal static class WilsonInterval
{
    /// <summary>Gives the interval, which lies within 0 to 1.</summary>
    /// <param name="successes">0 to <paramref name="count"/>.</param>
    /// <param name="count">Independent trials, at least 1.</param>
    /// <param name="confidence">Above 0 and below 1, e.g. 0.95.</param>
    public static Interval Of(long successes, long count, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, count);
        return Of(successes / (double)count, count, confidence);
    }

    /// <summary>Gives the interval for images that come in units: with as many images as would be independent, which
    /// the spread between the units says (Korn and Graubard, Survey Methodology 24, 193-201, 1998).</summary>
    /// <param name="right">Whether each image was right; at least one.</param>
    /// <param name="units">Their units; null where each image is one.</param>
    /// <param name="confidence">Above 0 and below 1, e.g. 0.95.</param>
    public static Interval Of(IReadOnlyList<bool> right, TestUnits? units, double confidence)
    {
        var successes = right.Count(hit => hit);
        if (units is null) return Of(successes, right.Count, confidence);
        double n = right.Count, share = successes / n, mean = share * (1 - share);
        var spread = units.Values([.. right.Select(hit => hit ? 1.0 : 0)])
            .Sum(value => (value - share) * (value - share));
        double k = units.Count;
        var independent = spread > 0 ? mean * k * (k - 1) / spread : units.EffectiveCount;
        // Of few units the spread itself is hardly known.
        var alpha = 1 - confidence;
        var normal = StandardNormal.Quantile(alpha / 2);
        var wider = StudentT.Quantile(alpha / 2, Math.Max(1, units.EffectiveCount - 1)) / normal;
        return Of(share, Math.Clamp(independent / (wider * wider), 1, n), confidence);
    }

    private static Interval Of(double share, double n, double confidence)
    {
        Refuse.UnlessProbability(confidence, nameof(confidence));
        var z = -StandardNormal.Quantile((1 - confidence) / 2);
        var divisor = 1 + (z * z / n);
        var centre = (share + (z * z / (2 * n))) / divisor;
        var half = z / divisor * Math.Sqrt((share * (1 - share) / n) + (z * z / (4 * n * n)));
        return new Interval(share == 0 ? 0 : centre - half, share == 1 ? 1 : centre + half);
    }
}
