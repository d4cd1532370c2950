using Mintage.Statistics;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>Standard errors that were considered and not taken, for the comparison in docs/decisions/0007-inference.md.</summary>
internal static class AlternativeErrors
{
    public static readonly string[] Names =
    [
        "two-way, t and normal (chosen)", "two-way, Satterthwaite", "two-way, never below MS_I, t and normal",
        "s^2/R + Var_i/n, Satterthwaite", "s^2/R + Var_i/n, t of R-1", "replicates only: paired t", "images only: normal",
    ];

    /// <summary>Two-sided p value of a true effect.</summary>
    public static double PValue(int alternative, PairedOutcomes outcomes, double effect)
    {
        double r = outcomes.Replicates, n = outcomes.Images, least = 1 / (n * n);
        var squares = TwoWay.Of(outcomes);
        double replicates = squares.Replicates / (r * n), images = squares.Images / (r * n);
        var persistent = Math.Max(0, (squares.Images - squares.Interaction) / (r * n));
        replicates = Math.Max(replicates, least - persistent);
        var difference = outcomes.Mean - effect;
        switch (alternative)
        {
            case 0:
                return (Effects.TwoPart(outcomes) with { Estimate = difference }).PValue()!.Value;
            case 1:
                return Satterthwaite(difference, replicates, persistent, r, n);
            case 2:
                var variance = Math.Max(replicates + persistent, images);
                return new ReferenceDistribution(r - 1, replicates / variance).TwoSidedTail(difference / Math.Sqrt(variance));
            case 3:
                return Satterthwaite(difference, replicates, images, r, n);
            case 4:
                return StudentT.TwoSidedTail(difference / Math.Sqrt(replicates + images), r - 1);
            case 5:
                return StudentT.TwoSidedTail(difference / Math.Sqrt(replicates), r - 1);
            case 6:
                return StandardNormal.TwoSidedTail(difference / Math.Sqrt(Math.Max(images, least)));
            default:
                throw new ArgumentOutOfRangeException(nameof(alternative));
        }
    }

    private static double Satterthwaite(double difference, double replicates, double images, double r, double n)
    {
        var variance = replicates + images;
        var freedom = variance * variance / ((replicates * replicates / (r - 1)) + (images * images / (n - 1)));
        return StudentT.TwoSidedTail(difference / Math.Sqrt(variance), freedom);
    }
}
