namespace Mintage.Metrics;

/// <summary>
/// Counts which images lie in the balls around the images of the other set. A ball reaches to its centre's k-th nearest
/// neighbour in its own set. Exact: a pair too close to a radius for the matrix product is recomputed in float64.
/// </summary>
internal sealed class BallCounts
{
    private BallCounts(int real, int synthetic)
    {
        RealBallsAround = new int[synthetic];
        RealIsCovered = new bool[real];
        RealIsInSyntheticBall = new bool[real];
    }

    /// <summary>For every synthetic image, the number of real balls around it.</summary>
    public int[] RealBallsAround { get; }

    /// <summary>For every real image, true if its ball contains a synthetic image.</summary>
    public bool[] RealIsCovered { get; }

    /// <summary>For every real image, true if it lies in a synthetic ball.</summary>
    public bool[] RealIsInSyntheticBall { get; }

    /// <summary>Counts over all pairs.</summary>
    /// <param name="real">Real images.</param>
    /// <param name="synthetic">Synthetic images, same D and type.</param>
    /// <param name="k">The neighbour that gives the radius, at least 1.</param>
    /// <param name="closed">True if an image exactly at the radius lies inside.</param>
    /// <param name="tileRows">Rows and columns of a tile.</param>
    public static BallCounts Of(FeatureRows real, FeatureRows synthetic, int k, bool closed, int tileRows)
    {
        var realRadii = SquaredRadii(real, k, tileRows);
        var syntheticRadii = SquaredRadii(synthetic, k, tileRows);
        var counts = new BallCounts(real.Count, synthetic.Count);
        PairTiles.Visit(real, synthetic, tileRows, tile =>
        {
            var products = tile.Products;
            var columnNorms = tile.ColumnNorms;
            var (relative, absolute) = tile.Error;
            for (var r = 0; r < tile.Rows; r++)
            {
                var (row, norm) = (tile.FirstRow + r, tile.RowNorm(r));
                for (var c = 0; c < columnNorms.Length; c++)
                {
                    var column = tile.FirstColumn + c;
                    var (largest, sum) = (Math.Max(realRadii[row], syntheticRadii[column]), norm + columnNorms[c]);
                    var squared = sum - (2 * products[(r * columnNorms.Length) + c]);
                    var error = (sum * relative) + absolute;
                    if (squared - error > largest) continue;
                    if (!IsClear(squared, error, realRadii[row]) || !IsClear(squared, error, syntheticRadii[column]))
                        squared = real.SquaredDistance(row, synthetic, column);
                    counts.Add(row, column, IsInside(squared, realRadii[row], closed),
                        IsInside(squared, syntheticRadii[column], closed));
                }
            }
        });
        return counts;
    }

    private void Add(int real, int synthetic, bool inRealBall, bool inSyntheticBall)
    {
        if (inRealBall) RealBallsAround[synthetic]++;
        RealIsCovered[real] |= inRealBall;
        RealIsInSyntheticBall[real] |= inSyntheticBall;
    }

    /// <summary>Compares squares, because two different squares may have roots that round to the same number.</summary>
    private static bool IsInside(double squared, double squaredRadius, bool closed) =>
        closed ? squared <= squaredRadius : squared < squaredRadius;

    /// <summary>False for NaN, which an overflowed product gives.</summary>
    private static bool IsClear(double squared, double error, double squaredRadius) =>
        Math.Abs(squared - squaredRadius) > error;

    private static double[] SquaredRadii(FeatureRows rows, int k, int tileRows)
    {
        var neighbours = NearestNeighbours.Within(rows, k, tileRows);
        return [.. Enumerable.Range(0, rows.Count).Select(i => neighbours.SquaredDistance(i, k - 1))];
    }
}
