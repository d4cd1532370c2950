using Mintage.Results;

namespace Mintage.Metrics;

/// <summary>Kernel distances of random subsets.</summary>
public sealed record KernelDistanceResult
{
    private const double NormalQuantile = 1.959963984540054;

    /// <summary>The estimate from each subset.</summary>
    public required IReadOnlyList<double> SubsetValues { get; init; }

    /// <summary>Images of each set in a subset.</summary>
    public required int SubsetSize { get; init; }

    /// <summary>Real images.</summary>
    public required int NReal { get; init; }

    /// <summary>Synthetic images.</summary>
    public required int NSynthetic { get; init; }

    /// <summary>Mean over the subsets: the estimate; may be slightly negative.</summary>
    public double Mean => SubsetValues.Average();

    /// <summary>
    /// Standard deviation of the subsets, divisor their number (as torch-fidelity and clean-fid): the spread of an estimate
    /// from <see cref="SubsetSize"/> images, not an error of the mean, and no interval.
    /// </summary>
    public double SubsetStandardDeviation => Math.Sqrt(SubsetValues.Average(v => (v - Mean) * (v - Mean)));

    /// <summary>
    /// 95 % interval of the mean over other draws of both sets, from the spread of the subsets: with s images of n drawn
    /// without replacement the variance of the whole sample's estimate is s / (n - s) times that of a subset's (the
    /// delete-d jackknife, Shao and Wu 1989; for unequal sets n is the smaller one, which makes it wider), to which comes
    /// that of a mean over finitely many subsets. In simulations with sets of 160 and 1,000 images of 3 features it covered
    /// the true distance 91 to 94 times in 100, since the estimate is skewed; between equal distributions, whose error falls
    /// faster than 1/√n, always, being up to three times too long.
    /// </summary>
    public MetricInterval Interval
    {
        get
        {
            var variance = SubsetStandardDeviation * SubsetStandardDeviation * SubsetValues.Count / (SubsetValues.Count - 1);
            double left = Math.Min(NReal, NSynthetic) - SubsetSize;
            var half = NormalQuantile * Math.Sqrt(variance * ((SubsetSize / left) + (1.0 / SubsetValues.Count)));
            return new MetricInterval(Mean - half, Mean + half,
                $"95 %, normal, from {SubsetValues.Count} subsets of {SubsetSize} drawn without replacement (delete-d jackknife); over draws of both sets");
        }
    }

    /// <summary>What limits the value; full sentences.</summary>
    public IReadOnlyList<string> Warnings => Mean >= 0 ? [] : ["The estimate is below 0, as an unbiased estimate of a distance near 0 may be."];

    /// <summary>The record of the mean with its interval: "kid" on the Inception network, "kernel-distance" on any other.</summary>
    public IReadOnlyList<MetricRecord> Records(FeatureSource source) =>
        [source.Record(source.IsInception ? "kid" : "kernel-distance", Mean, NReal, NSynthetic, Warnings).With(Interval)];
}
