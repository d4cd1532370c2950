using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Finds exact nearest neighbours by Euclidean distance, tile by tile. Besides the features it needs memory for one
/// tile and the result only. Neighbours and distances are those of the plain float64 formula: matrix products only rule
/// out pairs, with a proven bound of their rounding error.
/// </summary>
internal static class NearestNeighbours
{
    /// <summary>Finds the nearest images of another set. No randomness.</summary>
    /// <param name="queries">Float32 or float64 [N, D], CPU, N at least 2; not disposed.</param>
    /// <param name="references">[M, D] of the same type, M at least max(2, k); not disposed.</param>
    /// <param name="k">Neighbours per query, at least 1.</param>
    /// <exception cref="UserInputException">There are too few images, or a feature is not finite.</exception>
    public static Neighbours Of(Tensor queries, Tensor references, int k = 1)
    {
        using var from = new FeatureRows(queries, "images");
        using var to = new FeatureRows(references, "reference images");
        return Of(from, to, k);
    }

    /// <summary>Finds the nearest other images of the same set. An equal image counts, at distance 0; the image itself
    /// does not.</summary>
    /// <param name="features">Float32 or float64 [N, D], CPU, N above k; not disposed.</param>
    /// <param name="k">Neighbours per image, at least 1.</param>
    /// <exception cref="UserInputException">There are too few images, or a feature is not finite.</exception>
    public static Neighbours Within(Tensor features, int k = 1)
    {
        using var rows = new FeatureRows(features, "images");
        return Within(rows, k);
    }

    internal static Neighbours Of(
        FeatureRows queries, FeatureRows references, int k, int tileRows = PairTiles.DefaultRows)
    {
        RequireMore(references, k - 1, k);
        var found = new Neighbours(queries.Count, k);
        PairTiles.Visit(queries, references, tileRows, tile =>
        {
            var products = tile.Products;
            var columnNorms = tile.ColumnNorms;
            var (relative, absolute) = tile.Error;
            for (var r = 0; r < tile.Rows; r++)
            {
                var (row, norm) = (tile.FirstRow + r, tile.RowNorm(r));
                var worst = found.Worst(row);
                for (var c = 0; c < columnNorms.Length; c++)
                {
                    var sum = norm + columnNorms[c];
                    // Written so that NaN after an overflow is not ruled out.
                    if (sum - (2 * products[(r * columnNorms.Length) + c]) - ((sum * relative) + absolute) > worst)
                        continue;
                    var column = tile.FirstColumn + c;
                    if (!found.IsOpen(row, column)) continue;
                    found.Offer(row, column, queries.SquaredDistance(row, references, column));
                    worst = found.Worst(row);
                }
            }
        });
        return found;
    }

    internal static Neighbours Within(FeatureRows rows, int k, int tileRows = PairTiles.DefaultRows)
    {
        RequireMore(rows, k, k);
        var found = new Neighbours(rows.Count, k);
        var worst = new double[rows.Count];
        Array.Fill(worst, double.PositiveInfinity);
        PairTiles.Visit(rows, rows, tileRows, tile =>
        {
            var products = tile.Products;
            var columnNorms = tile.ColumnNorms;
            var (relative, absolute) = tile.Error;
            for (var r = 0; r < tile.Rows; r++)
            {
                var (row, norm) = (tile.FirstRow + r, tile.RowNorm(r));
                for (var c = tile.FirstRow == tile.FirstColumn ? r + 1 : 0; c < columnNorms.Length; c++)
                {
                    var column = tile.FirstColumn + c;
                    var sum = norm + columnNorms[c];
                    if (sum - (2 * products[(r * columnNorms.Length) + c]) - ((sum * relative)
                        + absolute) > Math.Max(worst[row], worst[column]))
                        continue;
                    if (!found.IsOpen(row, column) && !found.IsOpen(column, row)) continue;
                    var squared = rows.SquaredDistance(row, rows, column);
                    found.Offer(row, column, squared);
                    found.Offer(column, row, squared);
                    (worst[row], worst[column]) = (found.Worst(row), found.Worst(column));
                }
            }
        });
        return found;
    }

    private static void RequireMore(FeatureRows rows, int count, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        if (rows.Count <= count)
            throw new UserInputException(
                $"{k} nearest neighbour{(k == 1 ? "" : "s")} need at least {count + 1} {rows.Images}, but there are "
                + $"{rows.Count}. Use a smaller k or add images.");
    }
}
