using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>Mean and covariance of features, in float64.</summary>
/// <param name="Count">Number of images.</param>
/// <param name="Mean">Float64 [D].</param>
/// <param name="Covariance">Float64 [D, D], divisor N - 1 (as numpy.cov and pytorch-fid).</param>
public sealed record FeatureStatistics(int Count, Tensor Mean, Tensor Covariance) : IDisposable
{
    /// <summary>Statistics of feature rows.</summary>
    /// <param name="features">Any float type, [N, D], CPU, N at least 2; not disposed.</param>
    /// <exception cref="ArgumentException">N is below 2 or a feature is not finite.</exception>
    public static FeatureStatistics Of(Tensor features)
    {
        var count = (int)features.shape[0];
        if (count < 2) throw new ArgumentException($"a covariance needs at least 2 images, there are {count}", nameof(features));
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var x = features.to(ScalarType.Float64);
        if (!x.isfinite().all().item<bool>()) throw new ArgumentException("every feature must be finite, but some are not", nameof(features));
        var mean = x.mean([0]);
        var centred = x - mean;
        var covariance = centred.t().matmul(centred).div_(count - 1);
        return new FeatureStatistics(count, mean.DetachFromDisposeScope(), covariance.DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Mean.Dispose();
        Covariance.Dispose();
    }
}
