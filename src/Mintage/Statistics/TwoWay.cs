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
}
