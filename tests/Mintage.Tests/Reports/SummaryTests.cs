using Mintage.Reports;
using Mintage.Results;

namespace Mintage.Tests.Reports;

public sealed class SummaryTests
{
    private static readonly StudyResults Sample = SampleFair.Create();

    [Fact]
    public void Every_arm_that_was_trained_is_there_the_articles_first() => Assert.Equal(
        ["real", "real at 1010 steps", "cgan", "wgan", "cgan-60k", "wgan-60k", "classical", "classical+cgan", "classical+wgan",
            .. Sample.FairArms.Where(a => a.Size == Sample.Sizes[0].Name).Select(a => a.Arm).Skip(6)],
        Rows().Select(r => r.Arm));

    [Fact]
    public void The_measure_of_the_study_and_the_named_control_are_shown()
    {
        var arm = Sample.FairArms[0] with
        {
            Arm = "class-weights",
            Measures = [new("accuracy", 90, null), new("balanced accuracy", 80, null)],
            Gain = new("class-weights", "real", 4.92, new(1, 9), 95),
        };
        var row = Summary.Rows(Sample with { Measure = "balanced accuracy", FairArms = [arm] }, Sample.Sizes[0]).Single(r => r.Arm == "class-weights");
        Assert.Equal((0.8, "real", 4.92, "exploratory"), (row.Fair, row.Against, row.GainPoints, row.Verdict));
    }

    [Fact]
    public void A_row_sets_the_article_ours_and_the_fair_figure_side_by_side() => Assert.Equal(
        new SummaryRow("cgan", false, 0.9772, 0.9689, 0.97, "real", Contrast("cgan").EstimatePoints, Contrast("cgan").SimultaneousPoints, "improves"),
        Rows().Single(r => r.Arm == "cgan"));

    [Fact]
    public void Leaky_arms_stay_marked_and_have_no_fair_figure()
    {
        var row = Rows().Single(r => r.Arm == "cgan-60k");
        Assert.True(row.Leaky);
        Assert.Null(row.Fair);
        Assert.Null(row.Verdict);
    }

    [Fact]
    public void A_void_comparison_has_no_figures()
    {
        var row = Summary.Rows(Sample, Sample.Sizes[1]).Single(r => r.Arm == "classical+cgan");
        Assert.Equal("void: steps differ", row.Verdict);
        Assert.Null(row.GainPoints);
        Assert.Null(row.Gain);
    }

    [Fact]
    public void Plumbing_has_no_verdicts() => Assert.All(
        Summary.Rows(Sample with { PlumbingOnly = true }, Sample.Sizes[0]).Where(r => r.Verdict is not null), r => Assert.Equal("plumbing only", r.Verdict));

    [Fact]
    public void A_study_of_the_articles_protocol_alone_has_nothing_fair_to_say()
    {
        Assert.True(Summary.HasFair(Sample));
        Assert.False(Summary.HasFair(SampleResults.Create()));
    }

    private static IReadOnlyList<SummaryRow> Rows() => Summary.Rows(Sample, Sample.Sizes[0]);

    private static ContrastRecord Contrast(string arm) => Sample.Contrasts.First(c => c.Arm == arm);
}
