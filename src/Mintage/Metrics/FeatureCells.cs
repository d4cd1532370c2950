using Mintage.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Divides a feature space into cells by k-means on one set (k-means++, Arthur and Vassilvitskii 2007, then Lloyd's
/// steps in float64 until no image changes its cell). An image belongs to the cell of the nearest centre.
/// </summary>
internal sealed class FeatureCells : IDisposable
{
    private const int RowsAtOnce = 4096, MostSteps = 100;

    private readonly Tensor centres;

    private FeatureCells(Tensor centres) => this.centres = centres;

    public int Count => (int)centres.shape[0];

    /// <param name="features">Float32 or float64 [N, D], finite; not disposed.</param>
    /// <param name="count">Number of cells, 1 to N.</param>
    /// <param name="seed">Draws the first centres.</param>
    public static FeatureCells Of(Tensor features, int count, SeedTree seed)
    {
        using var _ = no_grad();
        var cells = new FeatureCells(FirstCentres(features, count, seed.Random()));
        int[]? before = null;
        for (var step = 0; step < MostSteps; step++)
        {
            var now = cells.Assign(features);
            if (before is not null && now.AsSpan().SequenceEqual(before)) break;
            cells.MoveTo(features, now);
            before = now;
        }
        return cells;
    }

    /// <summary>Gives the cell of each image.</summary>
    public int[] Assign(Tensor features) => [.. Blocks(features).SelectMany(block => Nearest(block, centres).Cells)];

    /// <inheritdoc/>
    public void Dispose() => centres.Dispose();

    private static Tensor FirstCentres(Tensor features, int count, SeededRandom random)
    {
        var chosen = new List<int> { random.NextInt32((int)features.shape[0]) };
        while (chosen.Count < count)
        {
            using var scope = NewDisposeScope();
            var sofar = FeatureSubset.Rows(features, chosen.ToArray()).to(ScalarType.Float64);
            double[] squared = [.. Blocks(features).SelectMany(block => Nearest(block, sofar).Squared)];
            chosen.Add(Draw(squared, random.NextDouble() * squared.Sum()));
        }
        using var rows = FeatureSubset.Rows(features, chosen.ToArray());
        return rows.to(ScalarType.Float64, copy: true).DetachFromDisposeScope();
    }

    /// <summary>Gives the first index at which the running sum exceeds the threshold, or the last one if rounding
    /// prevents that.</summary>
    private static int Draw(double[] weights, double threshold)
    {
        var i = 0;
        for (var sum = weights[0]; sum <= threshold && i < weights.Length - 1; sum += weights[i]) i++;
        return i;
    }

    /// <summary>Moves each centre to the mean of its images. A centre without images stays.</summary>
    private void MoveTo(Tensor features, int[] assigned)
    {
        using var scope = NewDisposeScope();
        var (sums, counts) = (zeros_like(centres), new double[Count]);
        var start = 0;
        foreach (var block in Blocks(features))
        {
            var cells = assigned.AsSpan(start, (int)block.shape[0]).ToArray();
            using var index = tensor(Array.ConvertAll(cells, c => (long)c));
            using Scalar one = 1;
            sums.index_add_(0, index, block, one);
            foreach (var cell in cells) counts[cell]++;
            start += cells.Length;
        }
        for (var c = 0; c < Count; c++)
        {
            if (counts[c] > 0) centres[c] = sums[c].DivideInPlace(counts[c]);
        }
    }

    private static (int[] Cells, double[] Squared) Nearest(Tensor block, Tensor centres)
    {
        using var scope = NewDisposeScope();
        var squared = block.matmul(centres.t()).MultiplyInPlace(-2).AddInPlace((block * block).sum(1, keepdim: true))
            .AddInPlace((centres * centres).sum(1));
        var (values, indices) = squared.min(1);
        return (Array.ConvertAll(indices.data<long>().ToArray(), i => (int)i),
            Array.ConvertAll(values.data<double>().ToArray(), v => Math.Max(0, v)));
    }

    /// <summary>Gives blocks of rows in float64, one alive at a time.</summary>
    private static IEnumerable<Tensor> Blocks(Tensor features)
    {
        for (long start = 0; start < features.shape[0]; start += RowsAtOnce)
        {
            using var rows = features.slice(0, start, Math.Min(start + RowsAtOnce, features.shape[0]), 1);
            using var block = rows.to(ScalarType.Float64, copy: true);
            yield return block;
        }
    }
}
