namespace Mintage.Statistics;

/// <summary>Mean squares of a replicates x images table of differences (two-way analysis of variance, one entry per cell).</summary>
/// <param name="Replicates">MS_R, over R - 1: n times the variance of the replicates' means.</param>
/// <param name="Images">MS_I, over n - 1: R times the variance of the images' means.</param>
/// <param name="Interaction">MS_RI, over (R - 1)(n - 1): what neither a replicate nor an image explains.</param>
internal readonly record struct TwoWay(double Replicates, double Images, double Interaction)
{
    /// <summary>Needs at least two replicates and two images.</summary>
    public static TwoWay Of(PairedOutcomes outcomes)
    {
        double r = outcomes.Replicates, n = outcomes.Images, sum = outcomes.Gained - outcomes.Lost;
        var correction = sum * sum / (r * n);
        var total = outcomes.Gained + outcomes.Lost - correction;
        var replicates = Math.Max(0, (outcomes.SumOfSquaredReplicateSums / n) - correction);
        var images = Math.Max(0, (outcomes.SumOfSquaredImageSums / r) - correction);
        return new TwoWay(replicates / (r - 1), images / (n - 1), Math.Max(0, total - replicates - images) / ((r - 1) * (n - 1)));
    }

    /// <summary>Does the same for any table of numbers.</summary>
    /// <param name="table">At least two rows (replicates) and two columns (images).</param>
    public static TwoWay Of(IReadOnlyList<double[]> table)
    {
        var (r, n) = (table.Count, table[0].Length);
        var rows = table.Select(row => row.Average()).ToArray();
        var mean = rows.Average();
        double images = 0, rest = 0;
        for (var i = 0; i < n; i++)
        {
            var column = table.Average(row => row[i]);
            images += (column - mean) * (column - mean);
            for (var k = 0; k < r; k++)
            {
                var residual = table[k][i] - rows[k] - column + mean;
                rest += residual * residual;
            }
        }
        return new TwoWay(n * rows.Sum(row => (row - mean) * (row - mean)) / (r - 1), r * images / (n - 1), rest / ((r - 1.0) * (n - 1)));
    }
}
