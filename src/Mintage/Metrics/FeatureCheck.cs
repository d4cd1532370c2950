using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>Checks features before a metric reads them.</summary>
internal static class FeatureCheck
{
    private const long RowsAtOnce = 4096;

    /// <summary>Features must be a matrix of float32 or float64 with at least one column.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void Matrix(Tensor features, string parameter)
    {
        if (features.dim() != 2 || features.shape[1] < 1)
            throw new ArgumentException(
                $"features must be [N, D] with D at least 1, not [{string.Join(", ", features.shape)}]", parameter);
        if (features.dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"features must be float32 or float64, not {features.dtype}", parameter);
    }

    /// <summary>Two sets must have features of one width.</summary>
    /// <exception cref="ArgumentException">They have not: they come from different extractors.</exception>
    public static void SameDimension(long first, long second)
    {
        if (first != second)
            throw new ArgumentException(
                $"both sets must have features of one extractor, but one has {first} and the other {second} per image");
    }

    /// <exception cref="UserInputException">There are too few images.</exception>
    public static void Enough(long count, string images, int minimum = 2)
    {
        if (count < minimum)
            throw new UserInputException(
                $"At least {minimum} {images} are needed, but there {(count == 1 ? "is" : "are")} {count}. Give more "
                + "images.");
    }

    /// <summary>No feature may be NaN or infinite; the message names the first image that has one.</summary>
    /// <param name="features">[N, D].</param>
    /// <param name="images">Name of the set in messages, e.g. "synthetic images".</param>
    /// <param name="firstIndex">Index of the first row in the whole set.</param>
    /// <exception cref="UserInputException">A feature is NaN or infinite.</exception>
    public static void Finite(Tensor features, string images, long firstIndex = 0)
    {
        using var _ = no_grad();
        for (long start = 0; start < features.shape[0]; start += RowsAtOnce)
        {
            using var scope = NewDisposeScope();
            var good = features.slice(0, start, Math.Min(start + RowsAtOnce, features.shape[0]), 1).isfinite().all(1);
            if (good.all().item<bool>()) continue;
            var row = firstIndex + start + good.to(ScalarType.Int32).argmin().item<long>();
            throw new UserInputException(
                $"All features must be finite, but image {row} (from 0) of the {images} has a feature that is NaN or "
                + "infinite. Check the weights of the extractor, and that image.");
        }
    }
}
