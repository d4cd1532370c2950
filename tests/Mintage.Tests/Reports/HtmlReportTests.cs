using System.Xml.Linq;
using Mintage.Reports;
using Mintage.Results;

namespace Mintage.Tests.Reports;

public sealed class HtmlReportTests
{
    [Fact]
    public void Equal_results_give_equal_bytes()
    {
        using var study = new SampleStudy();
        HtmlReport.Write(study.Results, study.Folder);
        var first = File.ReadAllBytes(Path.Combine(study.Folder, HtmlReport.FileName));
        HtmlReport.Write(SampleResults.Create(), study.Folder);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(study.Folder, HtmlReport.FileName)));
    }

    [Fact]
    public void No_word_of_a_chart_depends_on_the_fonts_of_this_machine()
    {
        var charts = Page.Of(SampleResults.Create()).Root.Descendants("svg").ToList();
        Assert.NotEmpty(charts);
        Assert.DoesNotContain(charts.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("font", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_needs_no_other_file_and_no_network()
    {
        using var study = new SampleStudy();
        var page = Page.Of(study.Results, study.Folder);
        var attributes = page.Root.Descendants().Attributes().ToList();
        Assert.All(attributes.Where(a => a.Name == "src"), a => Assert.StartsWith("data:image/png;base64,", a.Value));
        Assert.All(attributes.Where(a => a.Name == "href"), a => Assert.StartsWith("#", a.Value));
        Assert.DoesNotContain(page.Root.Descendants(), e => e.Name.LocalName is "script" or "link" or "iframe" or "object");
        Assert.DoesNotContain("url(", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_a_record_says_is_shown_and_never_run()
    {
        const string Evil = "<script>alert('1')</script>\"&\u001b[2J\a\uFFFD";
        var sample = SampleResults.Create();
        var page = Page.Of(sample with
        {
            Profile = Evil,
            Protocols = [Evil],
            Data = sample.Data with { Name = Evil, ClassNames = [Evil, .. sample.Data.ClassNames.Skip(1)] },
            Sizes = [.. sample.Sizes.Select(s => s with { Name = Evil + s.Name })],
            Arms = [.. sample.Arms.Select(a => a with { Size = Evil + a.Size, Arm = Evil + a.Arm, Description = Evil })],
            Fits = [.. sample.Fits.Select(f => f with { Size = Evil + f.Size, Arm = Evil + f.Arm })],
            FoldTable = [.. sample.FoldTable.Select(f => f with { Size = Evil, Arm = Evil })],
            Gans = [.. sample.Gans.Select(g => g with { Name = Evil, Size = Evil, Objective = Evil, SheetFile = Evil })],
            Scores = [.. sample.Scores.Select(s => s with { Source = Evil, Metric = s.Metric with { Name = Evil, Extractor = Evil, Warnings = [Evil] } })],
            Notes = [Evil],
        });
        Assert.Empty(page.Root.Descendants("script"));
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(page.Text, c => char.IsControl(c) && c is not ('\n' or '\t'));
        Assert.Contains(Evil.Replace('\u001b', '\uFFFD').Replace('\a', '\uFFFD'), page.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_that_proves_the_plumbing_only_says_so_before_anything_else(bool plumbingOnly)
    {
        var page = Page.Of(SampleResults.Create() with { PlumbingOnly = plumbingOnly });
        var banner = page.Text.IndexOf("Plumbing only", StringComparison.Ordinal);
        if (plumbingOnly) Assert.InRange(banner, 0, page.Text.IndexOf("id=\"finding\"", StringComparison.Ordinal));
        else Assert.Equal(-1, banner);
    }

    [Fact]
    public void What_is_missing_or_not_finite_is_a_dash()
    {
        var sample = SampleResults.Create();
        const double Bad = double.NaN, Worse = double.NegativeInfinity;
        var page = Page.Of(sample with
        {
            Arms = [.. sample.Arms.Select(a => a with { Accuracy = Bad, TrainLoss = Worse, TestLoss = Bad })],
            FoldTable = [.. sample.FoldTable.Select(f => f with { Accuracy = Bad, AccuracyDeviation = null, Loss = Worse, RealAccuracy = Bad })],
            Gans = [.. sample.Gans.Select(g => g with { Figures = g.Figures with { Epochs = Bad, Curve = [.. g.Figures.Curve.Select(e => e with { GeneratorLoss = Bad })] } })],
            Scores = [.. sample.Scores.Select(s => s with { Metric = s.Metric with { Value = Bad } })],
            Fits = [.. sample.Fits.Select(f => f with { Figures = f.Figures with { ClassAccuracy = [null, Bad], Curve = [.. f.Figures.Curve.Select(p => p with { Loss = Bad })] } })],
        });
        Assert.DoesNotContain("NaN", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_with_nothing_to_say_are_left_out()
    {
        var page = Page.Of(SampleResults.Create() with { FoldTable = [], Scores = [], Gans = [], Notes = [] });
        string[] silent = ["folds", "scores", "gans", "notes"];
        Assert.Empty(page.Root.Descendants("section").Select(s => (string?)s.Attribute("id")).Intersect(silent));
    }

    [Fact]
    public void A_study_in_which_nothing_finished_still_renders()
    {
        var page = Page.Of(SampleResults.Create() with { Arms = [], Fits = [], FoldTable = [], Scores = [], Gans = [] });
        Assert.Contains("nothing to compare with", page.Section("finding").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_arm_of_the_records_has_its_row_with_the_articles_figure_beside_ours()
    {
        StudyResults sample = SampleResults.Create();
        var rows = Page.Of(sample).RowHeadings("arms").Select(h => h.Parent!).ToList();
        Assert.Equal(sample.Arms.Count, rows.Count);
        var cells = rows[2].Elements("td").Select(c => c.Value).ToList();
        Assert.Equal(["1,010", "3,000", "10,000", "96.89\u00A0%", "97.72\u00A0%", "+3.84", "+5.09", "+0.63", "0.0612", "0.1087"], cells);
        Assert.Equal("control", (string?)rows[1].Attribute("class"));
    }
}
