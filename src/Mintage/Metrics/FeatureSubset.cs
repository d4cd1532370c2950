using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Draws random parts of a set without replacement. A bootstrap would be wrong here: an image drawn twice is its own
/// nearest neighbour at distance 0, shrinks the covariance and adds a kernel's diagonal to its off-diagonal, so Fréchet
/// distance, kernel distance and all neighbourhood measures would change because of the drawing alone.
/// </summary>
internal static class FeatureSubset
{
    private const int RowsAtOnce = 1024;

    /// <summary>Draws the indices of a random part, ascending.</summary>
    /// <param name="count">Number of images in the set.</param>
    /// <param name="size">Number of images in the part, 1 to <paramref name="count"/>.</param>
    /// <param name="seed">The stream to draw from. The same stream gives the same part.</param>
    public static int[] Draw(int count, int size, SeedTree seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, count);
        var part = seed.Random().Permutation(count)[..size];
        Array.Sort(part);
        return part;
    }

    /// <summary>Gathers the features of these images.</summary>
    /// <param name="features">[N, D]; not disposed.</param>
    /// <param name="indices">Each 0 to N - 1.</param>
    /// <returns>[indices, D] of the same type; the caller disposes it.</returns>
    public static Tensor Rows(Tensor features, ReadOnlySpan<int> indices)
    {
        using var index = tensor(indices.ToArray(), ScalarType.Int64);
        return features.index_select(0, index);
    }

    /// <summary>Gathers the features in small batches, one alive at a time.</summary>
    internal static IEnumerable<Tensor> Batches(Tensor features, int[] indices)
    {
        for (var start = 0; start < indices.Length; start += RowsAtOnce)
        {
            using var batch = Rows(features, indices.AsSpan(start, Math.Min(RowsAtOnce, indices.Length - start)));
            yield return batch;
        }
    }
}
