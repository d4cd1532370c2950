using Mintage.Reports;
using Mintage.Results;

namespace Mintage.Tests.Reports;

public sealed class ComparisonPageTests
{
    private static readonly StudyResults First = SampleFair.Create();

    [Fact]
    public void Arms_are_matched_by_size_and_name_and_what_one_lacks_is_empty()
    {
        var other = First with
        {
            FairArms = [.. First.FairArms.Where(a => a.Arm != "classical").Select(a => a with { Accuracy = a.Accuracy - 0.01, Measures = [] })],
        };
        var comparison = Compare(First, other);
        var real = comparison.Arms.Single(a => a is { Size: "reduced", Arm: "real" });
        Assert.Equal((96.26, 95.26, -1), (real.A!.Percent, real.B!.Percent, Math.Round(real.DifferencePoints!.Value, 9)));
        var classical = comparison.Arms.Single(a => a is { Size: "reduced", Arm: "classical" });
        Assert.Null(classical.B);
        Assert.Null(classical.DifferencePoints);
        Assert.Equal(First.Contrasts.Count(c => c.InFamily), comparison.Verdicts.Count);
        Assert.All(comparison.Verdicts, v => Assert.Equal(v.A, v.B));
    }

    [Fact]
    public void All_figures_are_of_the_first_studys_measure()
    {
        MeasureFigure[] measures = [new("accuracy", 90, null), new("balanced accuracy", 80, null)];
        var other = First with
        {
            Measure = "balanced accuracy",
            FairArms = [.. First.FairArms.Select(a => a with { Measures = measures })],
            Contrasts = [.. First.Contrasts.Select(c => c with { Measure = "balanced accuracy", Measures = [new("accuracy", 1.5, null)] })],
        };
        var comparison = Compare(First, other);
        Assert.All(comparison.Arms, a => Assert.Equal(90, a.B!.Percent));
        Assert.All(comparison.Verdicts, v => Assert.Equal(1.5, v.B!.Points));
        Assert.Contains("about balanced accuracy", ComparisonPage.Caution(comparison), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_a_chart_for_each_size_and_escapes_names()
    {
        const string Evil = "<script>alert(1)</script>";
        var html = ComparisonPage.Render(ComparisonPage.Compare(First, First, Evil, "b", [Evil]));
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Equal(First.Sizes.Count, html.Split("class=\"chart\"").Length - 1);
    }

    private static StudyComparison Compare(StudyResults a, StudyResults b) => ComparisonPage.Compare(a, b, "a", "b", []);
}
