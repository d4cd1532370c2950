using System.Xml.Linq;
using Mintage.Reports;
using Mintage.Results;

namespace Mintage.Tests.Reports;

public sealed class FairPageTests
{
    private static readonly StudyResults Sample = SampleFair.Create() with { Gans = [] };

    [Fact]
    public void Equal_results_give_equal_bytes() => Assert.Equal(HtmlReport.Render(Sample, "."), HtmlReport.Render(SampleFair.Create() with { Gans = [] }, "."));

    [Fact]
    public void No_word_of_a_chart_depends_on_the_fonts_of_this_machine() => Assert.DoesNotContain(
        Page.Of(Sample).Root.Descendants("svg").Descendants().Attributes(), a => a.Name.LocalName.StartsWith("font", StringComparison.Ordinal));

    [Fact]
    public void What_a_record_says_is_shown_and_never_run()
    {
        const string Evil = "<script>alert('1')</script>\"&\u001b[2J\a\uFFFD";
        var page = Page.Of(Sample with
        {
            FairArms = [.. Sample.FairArms.Select(a => a with { Arm = Evil + a.Arm, Description = Evil, Gan = a.Gan is null ? null : Evil })],
            Contrasts = [.. Sample.Contrasts.Select(c => c with
            {
                Arm = Evil + c.Arm, Against = Evil, Sentence = Evil, Verdict = Evil, Method = Evil, Evaluation = Evil,
                Classes = [.. c.Classes.Select(k => k with { Class = Evil })],
            })],
            Decompositions = [.. Sample.Decompositions.Select(d => d with { Arm = Evil, Sentence = Evil, Parts = [.. d.Parts.Select(p => p with { Name = Evil, Meaning = Evil })] })],
            Conclusions = [.. Sample.Conclusions.Select(c => c with { Limits = [Evil], Verdicts = [Evil] })],
        });
        Assert.Empty(page.Root.Descendants("script"));
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(page.Text, c => char.IsControl(c) && c is not ('\n' or '\t'));
        Assert.Contains(Evil.Replace('\u001b', '\uFFFD').Replace('\a', '\uFFFD'), page.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_or_not_finite_is_a_dash()
    {
        const double Bad = double.NaN, Worse = double.NegativeInfinity;
        PointsInterval wrong = new(Worse, Bad);
        var page = Page.Of(Sample with
        {
            FairArms = [.. Sample.FairArms.Select((a, i) => a with { Accuracy = Bad, AccuracyPercent = i % 2 == 0 ? wrong : null, AccuracyDeviation = Bad, Outcomes = [.. a.Outcomes.Select(o => o with { Value = Worse, Interval = new(Worse, Bad) })] })],
            Contrasts = [.. Sample.Contrasts.Select((c, i) => c with
            {
                DifferencesPoints = [Bad, .. c.DifferencesPoints], EstimatePoints = i % 2 == 0 ? c.EstimatePoints : Bad, SimultaneousPoints = wrong, PointwisePoints = wrong,
                PValue = Bad, AdjustedPValue = Bad, SmallestDetectablePoints = Worse,
                Outcomes = [.. c.Outcomes.Select(o => o with { Estimate = Bad, Pointwise = new(Worse, Bad) })],
                Classes = [.. c.Classes.Select(k => k with { EstimatePoints = Bad, SimultaneousPoints = wrong })],
            })],
            Decompositions = [.. Sample.Decompositions.Select(d => d with { TotalPoints = Bad, TotalInterval = wrong, Parts = [.. d.Parts.Select(p => p with { Points = Bad, Interval = wrong, PercentOfTotal = Worse })] })],
            Budgets = [.. Sample.Budgets.Select(b => b with { EstimatePoints = Bad, PointwisePoints = wrong })],
        });
        Assert.DoesNotContain("NaN", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_replicate_has_no_interval_and_still_a_page()
    {
        var page = Page.Of(Sample with
        {
            Replicates = 1,
            FairArms = [.. Sample.FairArms.Select(a => a with { AccuracyPercent = null, AccuracyDeviation = null })],
            Contrasts = [.. Sample.Contrasts.Select(c => c with
            {
                DifferencesPoints = [.. c.DifferencesPoints.Take(1)], StandardErrorPoints = null, SimultaneousPoints = null, PointwisePoints = null,
                PValue = null, AdjustedPValue = null, Verdict = c.InFamily ? "not enough evidence" : null, SmallestDetectablePoints = null,
            })],
            Decompositions = [.. Sample.Decompositions.Select(d => d with { TotalInterval = null, Parts = [.. d.Parts.Select(p => p with { Interval = null, PercentOfTotal = null })] })],
        });
        Assert.Contains("+0.74, no interval", page.Section("contrasts").Value, StringComparison.Ordinal);
        Assert.Contains("no improvement was shown", page.Section("finding").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_in_which_nothing_fair_finished_says_so()
    {
        var page = Page.Of(Sample with
        {
            FairArms = [],
            Decompositions = [],
            Contrasts = [.. Sample.Contrasts.Where(c => c.InFamily).Select(c => c with
            {
                Replicates = 0, Steps = null, DifferencesPoints = [], EstimatePoints = null, SimultaneousPoints = null, PointwisePoints = null, Classes = [],
            })],
        });
        Assert.Contains("No comparison at equal steps was completed", page.Section("finding").Value, StringComparison.Ordinal);
        Assert.Contains("nothing finished", page.Section("contrasts").Value, StringComparison.Ordinal);
        Assert.Contains("No arm of the fair protocol finished", page.Section("fair-arms").Value, StringComparison.Ordinal);
    }
}
