using Mintage.Results;
using Mintage.Statistics;

namespace Mintage.Studies.Analysis;

/// <summary>Tests that describe a comparison and decide nothing.</summary>
internal static class DescriptiveAnalysis
{
    private const int Resamples = 2_000, LeastForBca = 3;

    /// <summary>All that apply; null without a pair.</summary>
    /// <param name="study">Gives the bootstrap its seed.</param>
    /// <param name="comparison">The two arms.</param>
    public static DescriptiveTests? Of(StudyGraph study, Comparison comparison)
    {
        if (comparison.Pairs.Count == 0) return null;
        var differences = comparison.Differences;
        var seed = study.Seeds.Child("bootstrap");
        var hasSpread = differences.Distinct().Count() > 1;
        return new DescriptiveTests
        {
            McNemar = [.. comparison.Pairs.Select(McNemarOf)],
            WilcoxonPValue = hasSpread ? WilcoxonSignedRank.Of(differences).TwoSided : null,
            BootstrapPoints = differences.Count > 1 && comparison.Outcomes(_ => true) is { } outcomes
                ? Points.Of(PairedBootstrap.Percentile(outcomes, Resamples, seed))
                : null,
            BootstrapBcaPoints = differences.Count >= LeastForBca && hasSpread
                ? Points.Of(Bootstrap.Of(differences, values => values.Average(), Bootstrap.Draw(differences.Count, Resamples, seed)).Bca)
                : null,
        };
    }

    private static McNemarRecord McNemarOf((FinishedFit Arm, FinishedFit Against) pair)
    {
        var (arm, against) = (pair.Arm.Correct, pair.Against.Correct);
        var (onlyArm, onlyAgainst) = (0, 0);
        for (var i = 0; i < arm.Length; i++)
        {
            if (arm[i] && !against[i]) onlyArm++;
            else if (against[i] && !arm[i]) onlyAgainst++;
        }
        var test = McNemar.Of(onlyArm, onlyAgainst);
        return new McNemarRecord(pair.Arm.Plan.Replicate, onlyArm, onlyAgainst, test.ExactPValue, test.CorrectedPValue);
    }
}
