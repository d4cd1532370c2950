using Mintage.Reports.Charts;
using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>
/// Test accuracies of one size, a row per arm, with the article's figure beside ours. Dots, not bars: a bar must
/// start at zero, and then a difference of three points could not be seen.
/// </summary>
internal static class AccuracyChart
{
    private const int RowHeight = 44, Frame = 54;

    private static readonly SeriesStyle Article = new(SeriesStyle.Ink, Mark.Diamond, Open: true);
    private static readonly SeriesStyle Baseline = new(SeriesStyle.Ink, Mark.Circle);

    /// <summary>Writes the charts of all sizes and their legend.</summary>
    public static void WriteAll(Html html, ReportContext study)
    {
        if (study.Results.Arms.Count == 0) return;
        var published = study.Results.Arms.Any(a => a.ArticleAccuracy is not null);
        using (html.In("figure"))
        {
            html.Add(
                "figcaption",
                "Test accuracy of every arm (coloured marks; hollow where leaky)"
                + (published ? " and the article's figure for it" : "") + ". Vertical lines: real alone "
                + "(solid) and the step-matched control (dashed)."
                + (study.Results.Sizes.Count > 1 ? " Each size has an axis of its own." : "")
                + (study.Results.Replicates > 1 ? " Small marks: single replicates." : ""));
            if (published)
                Legend.Write(html, [new(Baseline, "this study", null), new(Article, "the article", null)]);
            using (html.In("div", ("class", "pair")))
            {
                for (var i = 0; i < study.Results.Sizes.Count; i++)
                    Write(html, study, study.Results.Sizes[i], $"accuracy-{i}");
            }
        }
    }

    private static void Write(Html html, ReportContext study, SizeRecord size, string id)
    {
        var arms = study.ArmsOf(size);
        if (arms.Count == 0) return;
        var fits = study.WholeFits(size.Name).ToList();
        var values = arms.SelectMany(a => new[] { a.Accuracy, a.ArticleAccuracy ?? a.Accuracy })
            .Concat(fits.Select(f => f.Figures.Accuracy));
        var chart = new Chart(Axis.Linear("test accuracy, %", values.Select(v => v * 100)),
            Axis.Bare(-arms.Count + 0.4, 0.6), (arms.Count * RowHeight) + Frame);
        for (var row = 0; row < arms.Count; row++)
        {
            AddReferences(chart, arms, -row);
            AddRow(chart, study, arms[row], -row, fits);
        }
        using (html.In("div"))
        {
            html.Add("h3", $"{size.Name}: {Count(size.Images)} real images");
            chart.Write(html, id, $"Test accuracy by arm at size {size.Name}; the figures are in the table above.");
        }
    }

    /// <summary>Real and control in every row, broken where the row's words stand.</summary>
    private static void AddReferences(Chart chart, IReadOnlyList<ArmRow> arms, int row)
    {
        if (arms.FirstOrDefault(a => a.GainPoints is null) is { } real)
            chart.AddVertical(real.Accuracy * 100, Stroke.Solid, row - 0.4, row + 0.2);
        if (arms.FirstOrDefault(a => a.IsControl) is { } control)
            chart.AddVertical(control.Accuracy * 100, Stroke.Dashed, row - 0.4, row + 0.2);
    }

    private static void AddRow(Chart chart, ReportContext study, ArmRow arm, int row, List<FitRecord> fits)
    {
        var style = study.Styles[arm.Arm, arm.Leaky];
        chart.AddGridLine(row);
        chart.AddRowLabels(row, arm.Leaky ? $"{arm.Arm} (leaky)" : arm.Arm,
            Percent(arm.Accuracy) + (arm.ArticleAccuracy is null ? "" : $", article {Percent(arm.ArticleAccuracy)}"));
        if (arm.ArticleAccuracy is { } article) chart.AddMark(article * 100, row, Article, 9);
        if (arm.Replicates > 1)
        {
            foreach (var fit in fits.Where(f => f.Arm == arm.Arm && f.Leaky == arm.Leaky))
                chart.AddMark(fit.Figures.Accuracy * 100, row, style, 4);
        }
        chart.AddMark(arm.Accuracy * 100, row, style, 10);
    }
}
