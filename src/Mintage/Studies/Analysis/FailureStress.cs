using Mintage.Statistics;

namespace Mintage.Studies.Analysis;

/// <summary>
/// Whether a verdict survives failed trainings. A replicate whose GAN failed may not simply drop out: GANs fail where
/// they are bad. It counts as the worst difference that was seen, or as none if that is worse.
/// </summary>
internal static class FailureStress
{
    /// <summary>One GAN in so many is assumed to fail where none did.</summary>
    public const int AssumedOneIn = 10;

    /// <summary>
    /// How often GANs may fail, at most (95 %), where none of some failed: at that rate the chance of seeing none is 5
    /// %.
    /// </summary>
    public static double MostUnseen(int gans) => 1 - Math.Pow(0.05, 1.0 / gans);

    /// <summary>Whether a verdict holds with failed replicates beside those that finished.</summary>
    /// <param name="verdict">Not enough evidence claims nothing and holds.</param>
    /// <param name="differences">Of the finished replicates, as fractions.</param>
    /// <param name="failed">Failed replicates.</param>
    /// <param name="alpha">Level of one comparison.</param>
    /// <param name="margin">Differences that do not matter, as a fraction.</param>
    public static bool Holds(
        Verdict verdict, IReadOnlyList<double> differences, int failed, double alpha, double margin)
    {
        if (failed == 0 || differences.Count == 0) return true;
        var (worst, best) = (Math.Min(0, differences.Min()), Math.Max(0, differences.Max()));
        return verdict switch
        {
            Verdict.Improves => With(worst) is { Low: > 0 },
            Verdict.Harms => With(best) is { High: < 0 },
            Verdict.NoRelevantEffect => IsInside(With(worst)) && IsInside(With(best)),
            _ => true,
        };

        Interval? With(double value) =>
            Effects.PairedT([.. differences, .. Enumerable.Repeat(value, failed)]).Interval(1 - alpha);

        bool IsInside(Interval? i) => i is { } found && found.Low >= -margin && found.High <= margin;
    }

    /// <summary>Whether a verdict would hold if one GAN in ten had failed, where it did best.</summary>
    public static bool HoldsIfOneInTenFailed(
        Verdict verdict, IReadOnlyList<double> differences, double alpha, double margin)
    {
        var failed = (differences.Count + AssumedOneIn - 1) / AssumedOneIn;
        return Holds(verdict, [.. differences.Order().Take(differences.Count - failed)], failed, alpha, margin);
    }
}
