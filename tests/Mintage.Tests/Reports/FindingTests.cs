using Mintage.Reports;
using Mintage.Results;

namespace Mintage.Tests.Reports;

public sealed class FindingTests
{
    private static readonly StudyResults Sample = SampleResults.Create();

    [Fact]
    public void The_finding_sets_the_articles_gain_beside_ours_the_controls_and_what_is_left()
    {
        var finding = Of(Sample);
        Assert.Contains("gets 93.05\u00A0% of the test images right; the article's got 92.63\u00A0%.", finding, StringComparison.Ordinal);
        Assert.Contains("the article gained +5.09\u00A0(cgan) and +5.37\u00A0(wgan) points.", finding, StringComparison.Ordinal);
        Assert.Contains("Under the article's protocol this study measured +3.84\u00A0(cgan) and +3.66\u00A0(wgan) points.", finding, StringComparison.Ordinal);
        Assert.Contains("4.4 times as many optimiser steps", finding, StringComparison.Ordinal);
        Assert.Contains("+3.21 points, which is 84\u00A0% of the gain of cgan and 88\u00A0% of the gain of wgan.", finding, StringComparison.Ordinal);
        Assert.Contains("What is left for the synthetic images at equal steps is +0.63\u00A0(cgan) and +0.45\u00A0(wgan) points.", finding, StringComparison.Ordinal);
        Assert.Contains("(leaky), +1.22\u00A0(cgan-60k, leaky)", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_control_that_gains_more_than_the_arm_gives_all_of_the_gain() =>
        Assert.Contains("all of the gain of cgan", Of(With(a => a.IsControl ? a with { GainPoints = 4 } : a)), StringComparison.Ordinal);

    [Fact]
    public void A_gain_that_is_not_above_zero_has_no_share() =>
        Assert.DoesNotContain("of the gain of", Of(With(a => a.GainPoints is null || a.IsControl ? a : a with { GainPoints = -0.4 })), StringComparison.Ordinal);

    [Fact]
    public void Without_a_control_the_finding_says_that_two_effects_are_mixed()
    {
        var finding = Of(Sample with { Arms = [.. Sample.Arms.Where(a => !a.IsControl).Select(a => a with { GainOverControlPoints = null })] });
        Assert.Contains("No step-matched control was run", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_steps_are_not_called_unequal()
    {
        var finding = Of(With(a => a with { Steps = 1010 }));
        Assert.DoesNotContain("times as many", finding, StringComparison.Ordinal);
        Assert.Contains("Under the article's protocol", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaky_arms_are_followed_only_where_there_are_no_others()
    {
        var finding = Of(Sample with { Arms = [.. Sample.Arms.Where(a => a.Leaky || a.SyntheticImages == 0)] });
        Assert.Contains("measured +4.43\u00A0(cgan-60k, leaky)", finding, StringComparison.Ordinal);
        Assert.Contains("extra real images are worth that only the GAN saw", finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "no interval and no verdict")]
    [InlineData(3, "too few for a verdict")]
    [InlineData(5, "makes no test")]
    public void The_caveats_say_what_the_number_of_replicates_allows(int replicates, string words) =>
        Assert.Contains(words, Caveats.Of(SampleResults.Create(replicates)).First(), StringComparison.Ordinal);

    [Fact]
    public void Replicates_that_did_not_finish_are_counted() =>
        Assert.Contains("Of “real” at size “reduced”, 1 of 3 replicates finished.", Caveats.Of(Sample with { Replicates = 3 }));

    private static string Of(StudyResults results) => Finding.Of(results, Finding.Order(results).First());

    private static StudyResults With(Func<ArmRow, ArmRow> change) => Sample with { Arms = [.. Sample.Arms.Select(change)] };
}
