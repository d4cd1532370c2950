namespace Mintage.Statistics;

/// <summary>
/// The distribution that estimate / standard error is compared with: a mixture of Student's t, weighted by the
/// replicate part of the
/// squared standard error, and the normal distribution for the rest. (The test part comes from a thousand images, not
/// five replicates.)
/// </summary>
/// <param name="Freedom">Degrees of freedom of the replicate part.</param>
/// <param name="ReplicateShare">The replicate part's share of the squared standard error, above 0 to 1; 1 is the ordinary t test.</param>
/// <remarks>
/// Satterthwaite's degrees of freedom will not do: they are themselves estimated from few replicates and are too many
/// exactly when
/// s^2 came out small (docs/decisions/0007-inference.md has the figures).
/// </remarks>
internal readonly record struct ReferenceDistribution(double Freedom, double ReplicateShare)
{
    /// <summary>P(|statistic| >= |t|) when there is no effect.</summary>
    public double TwoSidedTail(double t) =>
        (ReplicateShare * StudentT.TwoSidedTail(t, Freedom)) + ((1 - ReplicateShare) * StandardNormal.TwoSidedTail(t));

    /// <summary>The t with a two-sided tail of <paramref name="alpha"/>.</summary>
    public double Critical(double alpha)
    {
        var high = -StudentT.Quantile(alpha / 2, Freedom);
        if (ReplicateShare == 1) return high;
        // The two quantiles enclose it. Regula falsi on logarithms; the end that stays put is halved (Illinois).
        var low = -StandardNormal.Quantile(alpha / 2);
        double atLow = Math.Log(TwoSidedTail(low) / alpha), atHigh = Math.Log(TwoSidedTail(high) / alpha);
        for (var step = 0; step < 100; step++)
        {
            var middle = atLow > 0 && atHigh < 0 ? low + ((high - low) * atLow / (atLow - atHigh)) : (low + high) / 2;
            var at = Math.Log(TwoSidedTail(middle) / alpha);
            if (Math.Abs(at) < 1e-12) return middle;
            if (at > 0) (low, atLow, atHigh) = (middle, at, atHigh / 2);
            else (high, atHigh, atLow) = (middle, at, atLow / 2);
        }
        return (low + high) / 2;
    }
}
