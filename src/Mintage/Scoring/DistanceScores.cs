using Mintage.Metrics;
using Mintage.Results;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Scoring;

/// <summary>
/// Distances of sets of features to one reference, with intervals where there are honest ones: how
/// <c>mintage score</c> and studies measure.
/// </summary>
/// <param name="real">Float32 [N, D]; not disposed.</param>
/// <param name="source">Where the features come from.</param>
/// <param name="seeds">Root of all draws.</param>
internal sealed class DistanceScores(Tensor real, FeatureSource source, SeedTree seeds) : IDisposable
{
    /// <summary>Parts of an interval; fewer where one distance takes seconds.</summary>
    private const int Parts = 50, PartsOfWideFeatures = 10, WideFeatures = 512;

    /// <summary>Fewest images of each set for <see cref="Kernel"/>.</summary>
    public const int FewestForKernel = 4;

    private readonly FeatureStatistics statistics = FeatureStatistics.Of(real, "real images");

    /// <summary>The Fréchet distance.</summary>
    /// <param name="synthetic">[M, D], M at least 2; not disposed.</param>
    public IReadOnlyList<MetricRecord> Frechet(Tensor synthetic)
    {
        using var measured = FeatureStatistics.Of(synthetic, "synthetic images");
        return FrechetDistance.Of(statistics, measured).Records(source);
    }

    /// <summary>The Fréchet distance with its interval.</summary>
    /// <param name="synthetic">[M, D], M at least 2; not disposed.</param>
    public IReadOnlyList<MetricRecord> FrechetWithInterval(Tensor synthetic)
    {
        var options = new SubsampleOptions(statistics.Dimension > WideFeatures ? PartsOfWideFeatures : Parts);
        return [.. Frechet(synthetic).Select(record => record.With(
            FrechetDistance.Interval(record.Value, real, synthetic, seeds.Child("frechet"), options)))];
    }

    /// <summary>
    /// The Fréchet distance extrapolated to infinitely many images; none where there are too few for that.
    /// </summary>
    /// <param name="synthetic">[M, D]; not disposed.</param>
    public IReadOnlyList<MetricRecord> FrechetInfinite(Tensor synthetic) =>
        synthetic.shape[0] < 2 * (FrechetInfinity.DefaultSizes + 1)
            ? []
            : FrechetInfinity.Of(statistics, synthetic, seeds).Records(source);

    /// <summary>The kernel distance with its interval.</summary>
    /// <param name="synthetic">[M, D], M at least 4; not disposed.</param>
    public IReadOnlyList<MetricRecord> Kernel(Tensor synthetic)
    {
        var subsets = KernelSubsets.For((int)real.shape[0], (int)synthetic.shape[0]);
        return KernelDistance.OverSubsets(real, synthetic, subsets, seeds).Records(source);
    }

    /// <inheritdoc/>
    public void Dispose() => statistics.Dispose();
}
