using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Mean and covariance of the features of one set of images, in float64. A set with no more images than features is
/// stored as its centred rows, which are smaller than the covariance and have no rounded zero eigenvalues.
/// </summary>
/// <remarks>Not thread-safe: costly results are computed on first use and cached. The owner disposes it.</remarks>
internal sealed class FeatureStatistics : IDisposable
{
    private Tensor? covariance, factor;

    /// <summary>Takes over statistics that were computed elsewhere, and disposes both tensors.</summary>
    /// <param name="count">Number of images, at least 2.</param>
    /// <param name="mean">Float64 [D].</param>
    /// <param name="covariance">Float64 [D, D], symmetric, divisor N - 1.</param>
    public FeatureStatistics(int count, Tensor mean, Tensor covariance)
        : this(count, mean) => this.covariance = covariance;

    private FeatureStatistics(int count, Tensor mean) => (Count, Mean) = (count, mean);

    /// <summary>Number of images N.</summary>
    public int Count { get; }

    /// <summary>Number of features per image, D.</summary>
    public int Dimension => (int)Mean.shape[0];

    /// <summary>Float64 [D]; belongs to this object.</summary>
    public Tensor Mean { get; }

    /// <summary>Float64 [D, D], divisor N - 1 (as numpy.cov and pytorch-fid); belongs to this object.</summary>
    public Tensor Covariance => covariance ??= Keep(() => factor!.matmul(factor.t()));

    /// <summary>Sum of the variances of all features.</summary>
    public double TotalVariance
    {
        get
        {
            using var scope = NewDisposeScope();
            return (covariance?.trace() ?? (factor! * factor!).sum()).item<double>();
        }
    }

    /// <summary>
    /// Float64 [D, R] whose product with its own transpose is the covariance: the centred rows, or the scaled
    /// eigenvectors. Eigenvalues that float64 cannot tell from 0 (below D times the rounding unit of the largest) are
    /// left out.
    /// </summary>
    internal Tensor Factor => factor ??= Keep(() => Root(covariance!));

    /// <summary>Computes the statistics of feature rows.</summary>
    /// <param name="features">Float32 or float64 [N, D], N at least 2; not disposed.</param>
    /// <param name="images">Name of the set in messages, e.g. "synthetic images".</param>
    /// <exception cref="UserInputException">N is below 2 or a feature is not finite.</exception>
    public static FeatureStatistics Of(Tensor features, string images = "images") => Of([features], images);

    /// <summary>
    /// Computes the statistics of feature rows that come in batches, in one pass. Needs memory for max(1024, D) rows
    /// and two covariances. The division into batches does not change a bit of the result.
    /// </summary>
    /// <param name="batches">Float32 or float64 [B, D] each, at least 2 rows together; not disposed, and not used after
    /// the next one is requested.</param>
    /// <param name="images">Name of the set in messages.</param>
    /// <exception cref="UserInputException">There are fewer than 2 rows or a feature is not finite.</exception>
    public static FeatureStatistics Of(IEnumerable<Tensor> batches, string images = "images")
    {
        FeatureMoments? moments = null;
        try
        {
            foreach (var batch in batches)
            {
                FeatureCheck.Matrix(batch, nameof(batches));
                moments ??= new FeatureMoments((int)batch.shape[1], images);
                moments.Add(batch);
            }
            FeatureCheck.Enough(moments is null ? 0 : 2, images);
            return moments!.Finish();
        }
        finally
        {
            moments?.Dispose();
        }
    }

    /// <summary>Stores a small set as its centred rows.</summary>
    /// <param name="mean">Float64 [D]; taken over.</param>
    /// <param name="centred">Float64 [N, D], N at most D; not disposed.</param>
    internal static FeatureStatistics OfCentredRows(Tensor mean, Tensor centred)
    {
        var count = (int)centred.shape[0];
        return new FeatureStatistics(
            count, mean)
        { factor = Keep(() => centred.t().clone().DivideInPlace(Math.Sqrt(count - 1))) };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Mean.Dispose();
        covariance?.Dispose();
        factor?.Dispose();
    }

    private static Tensor Root(Tensor c)
    {
        var (values, vectors) = linalg.eigh(c);
        var dimension = c.shape[0];
        var ascending = values.data<double>().ToArray();
        var zero = dimension * Math.ScaleB(1, -52) * Math.Max(0, ascending[^1]);
        var first = ascending.Count(value => value <= zero);
        return vectors.slice(1, first, dimension, 1).mul(values.slice(0, first, dimension, 1).sqrt());
    }

    /// <summary>Computes, without gradients, a tensor that no scope of the caller disposes.</summary>
    private static Tensor Keep(Func<Tensor> compute)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        return compute().DetachFromDisposeScope();
    }
}
