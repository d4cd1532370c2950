using Mintage.Statistics;
using Mintage.Studies.Analysis;

namespace Mintage.Tests.Studies;

public sealed class FailureStressTests
{
    private static readonly double[] Gains = [0.010, 0.012, 0.011, 0.013, 0.009, 0.011, 0.012, 0.010];

    [Fact]
    public void A_failed_replicate_counts_as_no_gain_or_as_the_worst_that_was_seen()
    {
        Assert.True(FailureStress.Holds(Verdict.Improves, Gains, 0, 0.05, 0.005));
        Assert.True(FailureStress.Holds(Verdict.Improves, Gains, 1, 0.05, 0.005));
        Assert.True(FailureStress.Holds(Verdict.Improves, Gains, 3, 0.05, 0.005)); // 0.8 points, standard error 0.15
        Assert.False(FailureStress.Holds(Verdict.Improves, [.. Gains, -0.02], 3, 0.05, 0.005)); // each counts as -2 points
        Assert.False(FailureStress.Holds(Verdict.Improves, Gains[..3], 3, 0.05, 0.005));
    }

    [Fact]
    public void Harm_is_stressed_the_other_way_and_no_relevant_effect_both_ways()
    {
        Assert.True(FailureStress.Holds(Verdict.Harms, [.. Gains.Select(g => -g)], 1, 0.05, 0.005));
        Assert.False(FailureStress.Holds(Verdict.Harms, [.. Gains[..3].Select(g => -g)], 3, 0.05, 0.005));
        double[] small = [0.0001, -0.0001, 0.0002, -0.0002, 0.0001];
        Assert.True(FailureStress.Holds(Verdict.NoRelevantEffect, small, 1, 0.05, 0.001));
        Assert.False(FailureStress.Holds(Verdict.NoRelevantEffect, [.. small, 0.003], 2, 0.05, 0.001));
    }

    [Theory]
    [InlineData(Verdict.NotEnoughEvidence, true)]
    [InlineData(Verdict.Improves, false)]
    public void One_in_ten_takes_the_best_of_a_gain_away(Verdict verdict, bool holds) =>
        Assert.Equal(holds, FailureStress.HoldsIfOneInTenFailed(verdict, [0.001, 0.001, 0.002, 0.03], 0.05, 0.005));

    [Theory]
    [InlineData(5, 0.451)]
    [InlineData(10, 0.259)]
    [InlineData(20, 0.139)]
    public void That_none_failed_allows_many_failures(int gans, double share) => Assert.Equal(share, FailureStress.MostUnseen(gans), 1e-3);
}
