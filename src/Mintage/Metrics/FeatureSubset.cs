using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Random parts of a set, drawn without replacement. Never a bootstrap: an image drawn twice has itself as nearest
/// neighbour at distance 0, shrinks the covariance and adds a kernel's diagonal to its off-diagonal, so that Fréchet
/// distance, kernel distance and all measures of neighbourhood change for no reason but the drawing.
/// </summary>
public static class FeatureSubset
{
    private const int RowsAtOnce = 1024;

    /// <summary>Indices of a random part, ascending.</summary>
    /// <param name="count">Images in the set.</param>
    /// <param name="size">Images in the part, 1 to <paramref name="count"/>.</param>
    /// <param name="seed">The stream to draw from; the same one gives the same part.</param>
    public static int[] Draw(int count, int size, SeedTree seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, count);
        var part = seed.Random().Permutation(count)[..size];
        Array.Sort(part);
        return part;
    }

    /// <summary>The features of these images.</summary>
    /// <param name="features">[N, D]; not disposed.</param>
    /// <param name="indices">Each 0 to N - 1.</param>
    /// <returns>[indices, D] of the same type; the caller disposes it.</returns>
    public static Tensor Rows(Tensor features, ReadOnlySpan<int> indices)
    {
        using var index = tensor(indices.ToArray(), ScalarType.Int64);
        return features.index_select(0, index);
    }

    /// <summary>The same in small batches, one alive at a time.</summary>
    internal static IEnumerable<Tensor> Batches(Tensor features, int[] indices)
    {
        for (var start = 0; start < indices.Length; start += RowsAtOnce)
        {
            using var batch = Rows(features, indices.AsSpan(start, Math.Min(RowsAtOnce, indices.Length - start)));
            yield return batch;
        }
    }
}
