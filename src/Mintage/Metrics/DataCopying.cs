using Mintage.Statistics;

namespace Mintage.Metrics;

/// <summary>
/// The C_T test for data copying, Meehan, Chaudhuri and Dasgupta 2020, arXiv:2004.05675. It asks in each cell of the
/// feature space if synthetic images are nearer to the training images than held-out real images are. The cells'
/// Mann-Whitney scores are averaged, weighted by their shares of held-out images. Near 0: like a new sample of the real
/// images; below about -3: copies of training images; above about 3: too far from them.
/// </summary>
/// <remarks>
/// Distances are to the nearest of all training images, as in the paper (its program searches within the cell).
/// A generator may copy in one place and stray in another, so read the cells too.
/// </remarks>
internal static class DataCopying
{
    /// <summary>Runs the test without cells.</summary>
    /// <param name="synthetic">Distance of each synthetic image to its nearest training image.</param>
    /// <param name="holdout">The same for held-out real images.</param>
    public static MannWhitney Whole(ReadOnlySpan<double> synthetic, ReadOnlySpan<double> holdout) =>
        MannWhitney.Of(synthetic, holdout);

    /// <summary>Runs the test over cells.</summary>
    /// <param name="synthetic">Distance to the nearest training image, and cell, of each synthetic image.</param>
    /// <param name="holdout">The same for held-out real images.</param>
    /// <param name="cells">Number of cells.</param>
    /// <param name="smallestShare">
    /// A cell is used if it holds more than this share of the synthetic images, and a held-out one (tau in the paper).
    /// </param>
    public static DataCopyingResult OverCells(
        IReadOnlyList<(double Distance, int Cell)> synthetic, IReadOnlyList<(double Distance, int Cell)> holdout,
        int cells, double smallestShare)
    {
        var scores = new DataCopyingCell[cells];
        for (var cell = 0; cell < cells; cell++)
        {
            double[] q = Of(synthetic, cell), p = Of(holdout, cell);
            scores[cell] = new DataCopyingCell(
                Weight: p.Length / (double)holdout.Count,
                IsUsed: p.Length > 0 && q.Length / (double)synthetic.Count > smallestShare,
                Score: p.Length == 0 || q.Length == 0 ? null : MannWhitney.Of(q, p));
        }
        return new DataCopyingResult { Cells = scores };
    }

    private static double[] Of(IReadOnlyList<(double Distance, int Cell)> images, int cell) =>
        [.. images.Where(i => i.Cell == cell).Select(i => i.Distance)];
}

/// <param name="Weight">Its share of the held-out images, 0 to 1.</param>
/// <param name="IsUsed">True if it counts in the average.</param>
/// <param name="Score">Compares synthetic with held-out distances; null if the cell lacks either.</param>
internal sealed record DataCopyingCell(double Weight, bool IsUsed, MannWhitney? Score);

/// <summary>The C_T statistic and its cells.</summary>
internal sealed record DataCopyingResult
{
    public required IReadOnlyList<DataCopyingCell> Cells { get; init; }

    /// <summary>C_T by the paper's formula, in standard deviations; null if no cell could be used.</summary>
    public double? Statistic
    {
        get
        {
            var used = Cells.Where(cell => cell.IsUsed).ToArray();
            return used.Length == 0
                ? null
                : used.Sum(cell => cell.Weight * cell.Score!.Z) / used.Sum(cell => cell.Weight);
        }
    }
}
