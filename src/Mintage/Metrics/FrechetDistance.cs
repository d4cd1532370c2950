using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Fréchet distance between two Gaussians fitted to features: |m1 - m2|² + tr(C1 + C2 - 2 (C1 C2)^½), Dowson and Landau
/// 1982; as a measure of generated images Heusel et al. 2017, arXiv:1706.08500. Lower is better; biased upwards at
/// small N. It is the FID only on features of the Inception V3 network of 2015-12-05.
/// </summary>
public static class FrechetDistance
{
    /// <summary>The distance; dimensionless, not negative, 0 for equal statistics (to rounding).</summary>
    /// <param name="a">Statistics, float64 [D]; not disposed.</param>
    /// <param name="b">Statistics of the same D; not disposed.</param>
    public static double Between(FeatureStatistics a, FeatureStatistics b)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var means = (a.Mean - b.Mean).pow(2).sum().item<double>();
        var traces = (a.Covariance.trace() + b.Covariance.trace()).item<double>();
        return Math.Max(0, means + traces - (2 * RootTrace(a.Covariance, b.Covariance)));
    }

    /// <summary>
    /// tr((C1 C2)^½) as the sum of the singular values of C1^½ C2^½: symmetric roots only, so singular covariances
    /// (N at most D) need neither a small constant nor complex numbers, and rounding near 0 is not enlarged by a root.
    /// </summary>
    private static double RootTrace(Tensor c1, Tensor c2) =>
        linalg.svdvals(Root(c1).matmul(Root(c2))).sum().item<double>();

    private static Tensor Root(Tensor c)
    {
        var (values, vectors) = linalg.eigh(c);
        return vectors.mul(values.clamp_min(0).sqrt()).matmul(vectors.t());
    }
}
