using Mintage.Results;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Improved precision and recall, Kynkäänniemi et al. 2019, arXiv:1904.06991: the share of synthetic images within the
/// manifold of the real ones (precision: do they look real?), and the share of real images within the manifold of the
/// synthetic ones (recall: is everything real covered?). A manifold is the union of balls around a set's images, each
/// reaching to its k-th nearest neighbour in the set. The edge is inside (distance ≤ radius), as in the original and
/// in torch-fidelity.
/// </summary>
/// <remarks>
/// Higher is better, 0 to 1. Both numbers of images matter (radii shrink as they grow): compare only equal numbers, and
/// show the values of held-out real images beside them. One outlier's large ball raises the score;
/// <see cref="DensityCoverage"/> is less easily fooled. Not symmetric: swapping the sets swaps the two values. The
/// original uses VGG16 features.
/// </remarks>
internal static class PrecisionRecall
{
    /// <summary>The neighbour that gives the radius in the original.</summary>
    public const int DefaultK = 3;

    /// <summary>Exact and tiled; no randomness.</summary>
    /// <param name="real">Float32 or float64 [N, D], CPU, N above k; not disposed.</param>
    /// <param name="synthetic">[M, D] of the same type, M above k; not disposed.</param>
    /// <param name="k">The neighbour that gives the radius, at least 1.</param>
    /// <exception cref="Runtime.UserInputException">There are too few images, or a feature is not finite.</exception>
    public static PrecisionRecallResult Of(Tensor real, Tensor synthetic, int k = DefaultK) =>
        Of(real, synthetic, k, PairTiles.DefaultRows);

    internal static PrecisionRecallResult Of(Tensor real, Tensor synthetic, int k, int tileRows)
    {
        using var realRows = new FeatureRows(real, "real images");
        using var syntheticRows = new FeatureRows(synthetic, "synthetic images");
        var counts = BallCounts.Of(realRows, syntheticRows, k, closed: true, tileRows);
        return new PrecisionRecallResult
        {
            K = k,
            NReal = realRows.Count,
            NSynthetic = syntheticRows.Count,
            Precision = counts.RealBallsAround.Count(n => n > 0) / (double)syntheticRows.Count,
            Recall = counts.RealIsInSyntheticBall.Count(inside => inside) / (double)realRows.Count,
        };
    }
}

/// <summary>Precision and recall with closed balls.</summary>
internal sealed record PrecisionRecallResult
{
    public required int K { get; init; }

    public required int NReal { get; init; }

    public required int NSynthetic { get; init; }

    /// <summary>Share of synthetic images in the real manifold, 0 to 1.</summary>
    public required double Precision { get; init; }

    /// <summary>Share of real images in the synthetic manifold, 0 to 1.</summary>
    public required double Recall { get; init; }

    /// <summary>Limits of the values, as full sentences.</summary>
    public IReadOnlyList<string> Warnings => ManifoldWarnings.Of(NReal, NSynthetic);

    /// <summary>Makes the records "precision" and "recall".</summary>
    public IReadOnlyList<MetricRecord> Records(FeatureSource source) =>
    [
        source.Record("precision", Precision, NReal, NSynthetic, Warnings),
        source.Record("recall", Recall, NReal, NSynthetic, Warnings),
    ];
}

/// <summary>Warns about the limits of metrics that compare balls around images.</summary>
internal static class ManifoldWarnings
{
    public static IReadOnlyList<string> Of(int real, int synthetic) => real == synthetic
        ? []
        : [$"There are {real} real and {synthetic} synthetic images: radii shrink as a set grows, so compare this "
            + "value only with others at the same two numbers."];
}
