using Mintage.Results;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Fréchet distance between two Gaussians fitted to features: |m1 - m2|² + tr(C1 + C2 - 2 (C1 C2)^½), Dowson and Landau
/// 1982; as a measure of generated images Heusel et al. 2017, arXiv:1706.08500. Lower is better. It is biased upwards
/// for small N, by an amount that depends on the generator. It is the FID only on features of the Inception V3 network
/// of 2015-12-05.
/// </summary>
/// <remarks>
/// tr (C1 C2)^½ is the sum of the singular values of F1ᵀ F2 with F Fᵀ = C (nuclear norm; for small sets F is the
/// centred rows, Mathiasen and Hvilshøj 2020, arXiv:2009.14075). Covariances without full rank then need neither a
/// small constant on the diagonal nor complex numbers, and no root enlarges rounding errors near 0. pytorch-fid's sqrtm
/// gives values about 3e-5 too low (relatively) for 96 images with 2,048 features.
/// </remarks>
internal static class FrechetDistance
{
    /// <summary>Computes the distance alone: dimensionless, not negative, 0 for equal statistics (up to
    /// rounding).</summary>
    /// <param name="a">Statistics of D features; not disposed.</param>
    /// <param name="b">Statistics of the same D; not disposed.</param>
    public static double Between(FeatureStatistics a, FeatureStatistics b) => Of(a, b).Value;

    /// <summary>Computes the distance with its parts and limits. No randomness.</summary>
    /// <param name="real">Statistics of real images; not disposed.</param>
    /// <param name="synthetic">Statistics of synthetic images with the same D; not disposed.</param>
    /// <exception cref="ArgumentException">D differs.</exception>
    public static FrechetResult Of(FeatureStatistics real, FeatureStatistics synthetic)
    {
        FeatureCheck.SameDimension(real.Dimension, synthetic.Dimension);
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var shift = real.Mean - synthetic.Mean;
        return new FrechetResult
        {
            MeanTerm = shift.dot(shift).item<double>(),
            RealVariance = real.TotalVariance,
            SyntheticVariance = synthetic.TotalVariance,
            RootTrace = linalg.svdvals(real.Factor.t().matmul(synthetic.Factor)).sum().item<double>(),
            NReal = real.Count,
            NSynthetic = synthetic.Count,
            Dimension = real.Dimension,
        };
    }

    /// <summary>
    /// Computes a 95 % interval over other draws of the same numbers of images, see <see cref="SubsampleInterval"/>;
    /// null if there are too few images. It costs as much as 50 distances: seconds for 100 features, many minutes for
    /// 2,048.
    /// </summary>
    /// <param name="value">The distance of the whole sets.</param>
    /// <param name="real">Float32 or float64 [N, D]; not disposed.</param>
    /// <param name="synthetic">[M, D]; not disposed.</param>
    /// <param name="seed">Draws the parts.</param>
    /// <param name="options">Number and size of the parts.</param>
    public static MetricInterval? Interval(
        double value, Tensor real, Tensor synthetic, SeedTree seed, SubsampleOptions? options = null) =>
        SubsampleInterval.Of(value, (int)real.shape[0], (int)synthetic.shape[0], (realPart, syntheticPart) =>
        {
            using var a = FeatureStatistics.Of(FeatureSubset.Batches(real, realPart), "real images");
            using var b = FeatureStatistics.Of(FeatureSubset.Batches(synthetic, syntheticPart), "synthetic images");
            return Between(a, b);
        }, seed, options)?.Within(0, double.PositiveInfinity);
}

/// <summary>A Fréchet distance and its parts.</summary>
internal sealed record FrechetResult
{
    public required double MeanTerm { get; init; }

    public required double RealVariance { get; init; }

    public required double SyntheticVariance { get; init; }

    public required double RootTrace { get; init; }

    public required int NReal { get; init; }

    public required int NSynthetic { get; init; }

    public required int Dimension { get; init; }

    public double TraceTerm => RealVariance + SyntheticVariance - (2 * RootTrace);

    /// <summary>The distance. Values below 0, which come from rounding, are set to 0.</summary>
    public double Value => Math.Max(0, MeanTerm + TraceTerm);

    /// <summary>Limits of the value, as full sentences.</summary>
    public IReadOnlyList<string> Warnings =>
        [.. Rank(NReal, "real"), .. Rank(NSynthetic, "synthetic"), .. Spread(RealVariance, "real"),
        .. Spread(SyntheticVariance, "synthetic")];

    /// <summary>Makes the record: "fid" on the Inception network, "frechet-distance" on any other.</summary>
    public IReadOnlyList<MetricRecord> Records(FeatureSource source) =>
        [source.Record(source.IsInception ? "fid" : "frechet-distance", Value, NReal, NSynthetic, Warnings)];

    private IEnumerable<string> Rank(int count, string which)
    {
        if (count <= Dimension)
            yield return $"{count} {which} images are not more than the {Dimension} features: the covariance has no "
                + "full rank and the distance is much too large; compare it only with distances at the same numbers "
                + "of images.";
    }

    private static IEnumerable<string> Spread(double variance, string which)
    {
        if (variance == 0) yield return $"All {which} images have the same features.";
    }
}
