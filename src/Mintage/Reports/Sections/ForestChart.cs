using Mintage.Reports.Charts;
using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>The differences of one size with their intervals, a row per comparison.</summary>
internal static class ForestChart
{
    private const int RowHeight = 48, Frame = 56;
    private const double DotsBelow = 12;
    // of a row's height: the zero line leaves room for the words over each row
    private const double LowestRow = 0.65, BelowRow = 0.46, AboveRow = 0.14;

    /// <summary>One axis for the charts of all sizes: intervals can be compared only by one scale.</summary>
    public static Axis SharedAxis(StudyResults results, IReadOnlyList<ContrastRecord> contrasts) => Axis.Around(
        $"difference in test {results.Measure}, points",
        [.. contrasts.Where(c => c.Shown() is not null)
            .SelectMany(c => c.DifferencesPoints.Append(c.Shown()!.Value)), 0, .. Bands(results)],
        contrasts.SelectMany(c => new[] { c.SimultaneousPoints, c.PointwisePoints }));

    private static IEnumerable<double> Bands(StudyResults results) =>
        results.Sizes.SelectMany(s => new[] { -s.MarginPoints, s.MarginPoints });

    /// <summary>Writes the chart of one size.</summary>
    public static void Write(
        Html html, ReportContext study, SizeRecord size, IReadOnlyList<ContrastRecord> contrasts, Axis axis, string id,
        string title)
    {
        var chart = new Chart(axis, Axis.Bare(-contrasts.Count + 0.35, 0.65), (contrasts.Count * RowHeight) + Frame);
        chart.AddBand(-size.MarginPoints, size.MarginPoints);
        for (var row = 0; row < contrasts.Count; row++)
        {
            chart.AddVertical(0, Stroke.Solid, -row - (row == contrasts.Count - 1 ? LowestRow : BelowRow), -row
                + AboveRow);
            AddRow(chart, contrasts[row], VerdictMark.Of(contrasts[row], study.Results.PlumbingOnly), -row);
        }
        chart.Write(html, id, title);
    }

    private static void AddRow(Chart chart, ContrastRecord contrast, VerdictMark verdict, int row)
    {
        chart.AddRowLabels(
            row, $"{contrast.Arm} against {contrast.Against}{contrast.Where()}", Figures(contrast, verdict));
        if (contrast.Shown() is not { } estimate) return;
        var style = verdict.Style;
        var dot = new SeriesStyle(style.Colour, Mark.Circle, Open: true);
        foreach (var difference in contrast.DifferencesPoints) chart.AddMark(difference, row, dot, 4, DotsBelow);
        // Exploratory comparisons have thin lines and small marks: they must not catch the eye before the family does.
        var (thick, mark) = contrast.InFamily ? (6.0, 11.0) : (1.5, 7.0);
        var shown = contrast.SimultaneousPoints ?? contrast.PointwisePoints;
        if (shown is { } wide)
            chart.AddInterval(wide.Low, wide.High, row, style, thick, opacity: contrast.InFamily ? 0.45 : 1);
        if (contrast is { SimultaneousPoints: not null, PointwisePoints: { } alone })
            chart.AddInterval(alone.Low, alone.High, row, style, 1.5, drop: 6);
        chart.AddMark(estimate, row, style, mark);
    }

    private static string Figures(ContrastRecord contrast, VerdictMark verdict) =>
        contrast.Shown() is not { } points ? verdict.IsOne ? None : verdict.Word
        : (contrast.SimultaneousPoints ?? contrast.PointwisePoints) is { } interval
            ? $"{Points(points)} {Interval(interval)}"
        : $"{Points(points)}, no interval";
}
