using Mintage.Reports.Charts;
using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>The study's measure of one size under the fair protocol, a row per arm, with intervals.</summary>
internal static class FairArmsChart
{
    private const int RowHeight = 40, Frame = 56;

    /// <summary>Writes the charts of all sizes.</summary>
    public static void WriteAll(Html html, ReportContext study)
    {
        using (html.In("figure"))
        {
            html.Add(
                "figcaption",
                $"Test {study.Measure} of every arm"
                + (study.HasIntervals
                    ? $" with its 95 % interval {study.IntervalScope}; an arrowhead: it goes on outside the chart"
                    : "")
                + ". Vertical lines: real (solid) and classical (dashed)."
                + (study.HasIntervals ? " Arms share replicates and test images, so two of them can differ clearly "
                    + "though their intervals overlap: differences are judged above." : "")
                + (study.Results.Sizes.Count > 1 ? " Each size has an axis of its own." : ""));
            using (html.In("div", ("class", "pair")))
            {
                for (var i = 0; i < study.Results.Sizes.Count; i++)
                    Write(html, study, study.Results.Sizes[i], $"fair-accuracy-{i}");
            }
        }
    }

    private static void Write(Html html, ReportContext study, SizeRecord size, string id)
    {
        var arms = study.FairArmsOf(size);
        if (arms.Count == 0) return;
        var accuracy =
            Axis.Around(
                $"test {study.Measure}, %", arms.Select(a => a.Of(study.Measure)),
                arms.Select(a => a.IntervalOf(study.Measure)));
        var chart = new Chart(accuracy, Axis.Bare(-arms.Count + 0.4, 0.6), (arms.Count * RowHeight) + Frame);
        for (var row = 0; row < arms.Count; row++)
        {
            AddReference(chart, study, arms, "real", Stroke.Solid, -row);
            AddReference(chart, study, arms, "classical", Stroke.Dashed, -row);
            AddRow(chart, study, arms[row], -row);
        }
        using (html.In("div"))
        {
            html.Add("h3", $"{size.Name}: {Count(size.Images)} real images");
            chart.Write(
                html, id,
                $"Test {study.Measure} by arm, size {size.Name}; the figures are in the table below.");
        }
    }

    /// <summary>The figure of a control in every row, broken where the row's words stand.</summary>
    private static void AddReference(
        Chart chart, ReportContext study, IReadOnlyList<FairArmRow> arms, string control, Stroke stroke, int row)
    {
        if (arms.FirstOrDefault(a => a.Arm == control) is { } arm)
            chart.AddVertical(arm.Of(study.Measure), stroke, row - 0.45, row + 0.16);
    }

    private static void AddRow(Chart chart, ReportContext study, FairArmRow arm, int row)
    {
        var style = study.Styles.Of(arm);
        chart.AddRowLabels(
            row, FairArmsSection.Mark(arm) is { } mark ? $"{arm.Arm} ({mark.Word})" : arm.Arm,
            Percent(arm.Of(study.Measure) / 100));
        if (arm.IntervalOf(study.Measure) is { } interval)
            chart.AddInterval(interval.Low, interval.High, row, style, 2.5);
        chart.AddMark(arm.Of(study.Measure), row, style, 9);
    }
}
