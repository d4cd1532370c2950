using Mintage.Reports;
using Mintage.Results;

namespace Mintage.Tests.Reports;

public sealed class VerdictMarkTests
{
    private static readonly ContrastRecord Sample = SampleContrasts.All[0];

    [Theory]
    [InlineData("improves")]
    [InlineData("harms")]
    [InlineData("no relevant effect")]
    [InlineData("not enough evidence")]
    public void Each_verdict_has_a_sign_and_a_colour_of_its_own(string word)
    {
        var verdict = VerdictMark.Of(Sample with { Verdict = word }, plumbingOnly: false);
        Assert.Equal(word, verdict.Word);
        Assert.True(verdict.IsOne);
        Assert.NotEqual("", verdict.Sign);
        Assert.Equal(6, VerdictMark.All.Select(v => v.Sign).Distinct().Count());
        Assert.Equal(6, VerdictMark.All.Select(v => (v.Style.Mark, v.Style.Open)).Distinct().Count());
        Assert.Equal(4, VerdictMark.All.Select(v => v.Style.Colour).Distinct().Count());
    }

    [Fact]
    public void A_comparison_of_unequal_steps_is_void_whatever_its_verdict() =>
        AssertSilent("void: steps differ", Sample with { Steps = null });

    [Fact]
    public void A_comparison_without_a_replicate_has_nothing_to_say() =>
        AssertSilent("nothing finished", Sample with { Replicates = 0, Steps = null });

    [Fact]
    public void An_exploratory_comparison_has_no_verdict() =>
        AssertSilent("exploratory", Sample with { InFamily = false, Verdict = null });

    [Fact]
    public void A_verdict_that_this_version_does_not_know_is_shown_as_it_stands() =>
        AssertSilent("maybe", Sample with { Verdict = "maybe" });

    [Fact]
    public void Plumbing_has_no_verdicts() => Assert.Equal("plumbing only", VerdictMark.Of(Sample, plumbingOnly: true).Word);

    [Fact]
    public void A_void_difference_is_not_shown()
    {
        Assert.NotNull(Sample.Shown());
        Assert.Null((Sample with { Steps = null }).Shown());
        Assert.Null((Sample with { EstimatePoints = double.NaN }).Shown());
    }

    private static void AssertSilent(string word, ContrastRecord contrast)
    {
        var verdict = VerdictMark.Of(contrast, plumbingOnly: false);
        Assert.Equal(word, verdict.Word);
        Assert.False(verdict.IsOne);
        Assert.Equal("silent", verdict.Kind);
    }
}
