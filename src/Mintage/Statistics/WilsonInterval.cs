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
        Refuse.UnlessProbability(confidence, nameof(confidence));
        var z = -StandardNormal.Quantile((1 - confidence) / 2);
        double n = count, share = successes / n, divisor = 1 + (z * z / n);
        var centre = (share + (z * z / (2 * n))) / divisor;
        var half = z / divisor * Math.Sqrt((share * (1 - share) / n) + (z * z / (4 * n * n)));
        return new Interval(successes == 0 ? 0 : centre - half, successes == count ? 1 : centre + half);
    }
}
