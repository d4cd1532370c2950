using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>Sums of the cubic kernel (a·b / D + 1)³ over the pairs of two sets, in float64.</summary>
/// <param name="N">Images of the first set.</param>
/// <param name="M">Images of the second set.</param>
/// <param name="First">Sum over ordered pairs of different images of the first set, and sum over each image with
/// itself.</param>
/// <param name="Second">The same sums for the second set.</param>
/// <param name="Between">Sum over all pairs of one image of each set.</param>
internal sealed record KernelSums(
    int N, int M, (double Pairs, double Selves) First, (double Pairs, double Selves) Second, double Between)
{
    /// <summary>The unbiased estimate of the squared maximum mean discrepancy. No image is paired with
    /// itself.</summary>
    public double Unbiased =>
        (First.Pairs / ((double)N * (N - 1)))
            + (Second.Pairs / ((double)M * (M - 1))) - (2 * Between / ((double)N * M));

    /// <summary>Computes all sums, tile by tile.</summary>
    public static KernelSums Of(FeatureRows x, FeatureRows y, int tileRows)
    {
        FeatureCheck.SameDimension(x.Dimension, y.Dimension);
        return new KernelSums(x.Count, y.Count, Within(x, tileRows), Within(y, tileRows), Tiles(x, y, tileRows)
            .Sum(tile => tile.All));
    }

    private static (double Pairs, double Selves) Within(FeatureRows x, int tileRows)
    {
        var (pairs, selves) = (0.0, 0.0);
        foreach (var (onDiagonal, all, diagonal) in Tiles(x, x, tileRows))
        {
            pairs += onDiagonal ? all - diagonal : 2 * all;
            selves += onDiagonal ? diagonal : 0;
        }
        return (pairs, selves);
    }

    /// <summary>Sums over tiles; if both sets are the same object, over those on and above the diagonal.</summary>
    private static IEnumerable<(bool OnDiagonal, double All, double Diagonal)> Tiles(
        FeatureRows x, FeatureRows y, int tileRows)
    {
        for (var row = 0; row < x.Count; row += tileRows)
        {
            using var rows = x.Float64Slab(row, Math.Min(row + tileRows, x.Count));
            for (var column = ReferenceEquals(x, y) ? row : 0; column < y.Count; column += tileRows)
            {
                var (all, diagonal) = Tile(rows, y, column, Math.Min(column + tileRows, y.Count));
                yield return (row == column, all, diagonal);
            }
        }
    }

    private static (double All, double Diagonal) Tile(Tensor rows, FeatureRows y, int first, int last)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var linear = rows.matmul(y.Float64Slab(first, last).t()).DivideInPlace(y.Dimension).AddInPlace(1);
        var kernel = (linear * linear).mul_(linear);
        return (kernel.sum().item<double>(), kernel.diagonal().sum().item<double>());
    }
}
