using Mintage.Results;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Density and coverage, Naeem et al. 2020, arXiv:2002.09797. Density: the mean number of real balls around a synthetic
/// image, divided by k. Coverage: the share of real images whose ball contains a synthetic image. Balls reach to the
/// k-th nearest neighbour among the real images; the edge is outside (distance &lt; radius), as in the prdc program. It
/// also gives precision and recall by the same rule (all four together are PRDC).
/// </summary>
/// <remarks>
/// Higher is better; density may exceed 1, the others are 0 to 1. For two samples of one distribution the expected
/// density is 1 and the expected coverage 1 - (N-1)...(N-k) / ((N+M-1)...(N+M-k)), which is 0.969 for N = M and k = 5.
/// Synthetic images that repeat one dense place raise the density and lower the coverage. Identical real images have
/// balls of radius 0, which contain nothing.
/// </remarks>
internal static class DensityCoverage
{
    /// <summary>The neighbour that gives the radius in the original's example.</summary>
    public const int DefaultK = 5;

    /// <summary>Exact and tiled; no randomness.</summary>
    /// <param name="real">Float32 or float64 [N, D], CPU, N above k; not disposed.</param>
    /// <param name="synthetic">[M, D] of the same type, M above k; not disposed.</param>
    /// <param name="k">The neighbour that gives the radius, at least 1.</param>
    /// <exception cref="Runtime.UserInputException">There are too few images, or a feature is not finite.</exception>
    public static DensityCoverageResult Of(Tensor real, Tensor synthetic, int k = DefaultK) =>
        Of(real, synthetic, k, PairTiles.DefaultRows);

    internal static DensityCoverageResult Of(Tensor real, Tensor synthetic, int k, int tileRows)
    {
        using var realRows = new FeatureRows(real, "real images");
        using var syntheticRows = new FeatureRows(synthetic, "synthetic images");
        var counts = BallCounts.Of(realRows, syntheticRows, k, closed: false, tileRows);
        double n = realRows.Count, m = syntheticRows.Count;
        return new DensityCoverageResult
        {
            K = k,
            NReal = realRows.Count,
            NSynthetic = syntheticRows.Count,
            Precision = counts.RealBallsAround.Count(balls => balls > 0) / m,
            Recall = counts.RealIsInSyntheticBall.Count(inside => inside) / n,
            Density = counts.RealBallsAround.Sum(balls => (long)balls) / (k * m),
            Coverage = counts.RealIsCovered.Count(covered => covered) / n,
        };
    }
}

/// <summary>Precision, recall, density and coverage with open balls.</summary>
internal sealed record DensityCoverageResult
{
    public required int K { get; init; }

    public required int NReal { get; init; }

    public required int NSynthetic { get; init; }

    /// <summary>Share of synthetic images in a real ball, 0 to 1.</summary>
    public required double Precision { get; init; }

    /// <summary>Share of real images in a synthetic ball, 0 to 1.</summary>
    public required double Recall { get; init; }

    /// <summary>Mean number of real balls around a synthetic image, divided by k; not negative.</summary>
    public required double Density { get; init; }

    /// <summary>Share of real images whose ball contains a synthetic image, 0 to 1.</summary>
    public required double Coverage { get; init; }

    /// <summary>Limits of the values, as full sentences.</summary>
    public IReadOnlyList<string> Warnings => ManifoldWarnings.Of(NReal, NSynthetic);

    /// <summary>Makes the records "density" and "coverage". <see cref="PrecisionRecall"/>, with the usual rule, records
    /// precision and recall.</summary>
    public IReadOnlyList<MetricRecord> Records(FeatureSource source) =>
    [
        source.Record("density", Density, NReal, NSynthetic, Warnings),
        source.Record("coverage", Coverage, NReal, NSynthetic, Warnings),
    ];
}
