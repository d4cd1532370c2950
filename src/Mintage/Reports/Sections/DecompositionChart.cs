using Mintage.Reports.Charts;
using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>
/// A waterfall per arm: every part starts where the one above it ends, the last bar is the whole gain.
/// </summary>
internal static class DecompositionChart
{
    private const int RowHeight = 40, Frame = 56;

    private static readonly SeriesStyle Total = new(SeriesStyle.Ink, Mark.Circle);

    /// <summary>Writes the charts of all arms; those of one size share their axis.</summary>
    public static void WriteAll(Html html, ReportContext study)
    {
        using (html.In("figure"))
        {
            html.Add(
                "figcaption",
                "Where the gain under the article's protocol comes from. Bars: points that a part adds (to the right) "
                + "or costs (to the left), each starting where the one above ends. Thin lines: 95 % intervals of the "
                + "part."
                + (study.Results.Decompositions.Select(d => d.Size).Distinct()
                .Count() > 1 ? " Each size has an axis of its own." : ""));
            using (html.In("div", ("class", "pair")))
            {
                var index = 0;
                foreach (var size in study.Results.Decompositions.GroupBy(d => d.Size))
                {
                    var ends = size.SelectMany(Ends).ToList();
                    var axis =
                        Axis.Around("points over the article's baseline", ends.Select(e => e.End)
                        .Append(0), ends.Select(e => e.Interval));
                    foreach (var decomposition in size) Write(html, decomposition, axis, $"parts-{index++}");
                }
            }
        }
    }

    private static void Write(Html html, DecompositionRecord decomposition, Axis axis, string id)
    {
        var parts = decomposition.Parts;
        var chart = new Chart(axis, Axis.Bare(-parts.Count - 0.6, 0.6), ((parts.Count + 1) * RowHeight) + Frame);
        chart.AddVertical(0, Stroke.Solid, -parts.Count - 0.6, 0.6);
        var from = 0.0;
        for (var i = 0; i < parts.Count; i++)
        {
            AddRow(chart, -i, parts[i].Name, Figures(parts[i]), from, parts[i].Points, parts[i].Interval,
                StyleOf(parts[i].Name));
            from += parts[i].Points;
        }
        AddRow(chart, -parts.Count, "whole gain",
            $"{Points(decomposition.TotalPoints)} {Interval(decomposition.TotalInterval)}", 0,
            decomposition.TotalPoints, decomposition.TotalInterval, Total);
        using (html.In("div"))
        {
            using (html.In("h3")) Badges.Named($"{decomposition.Arm}, {decomposition.Size}", decomposition.Leaky)
                .Write(html);
            chart.Write(
                html, id,
                $"Parts of the gain of {decomposition.Arm} at size {decomposition.Size}; the figures are in the "
                + "table below.");
        }
    }

    private static void AddRow(Chart chart, int row, string name, string figures, double from, double points,
        PointsInterval? interval, SeriesStyle style)
    {
        chart.AddRowLabels(row, name, figures);
        chart.AddBar(from, from + points, row, style, 9);
        if (interval is { } i) chart.AddInterval(from + i.Low, from + i.High, row, style, 1.5, drop: 8);
    }

    private static string Figures(DecompositionPart part) =>
        $"{Points(part.Points)} {Interval(part.Interval)}"
            + (part.PercentOfTotal is { } percent ? $" = {Share(percent / 100)}" : "");

    /// <summary>Where bars begin and end, the whole gain's with its interval.</summary>
    private static IEnumerable<(double End, PointsInterval? Interval)> Ends(DecompositionRecord decomposition)
    {
        var from = 0.0;
        foreach (var part in decomposition.Parts)
        {
            yield return (from + part.Points, part.Interval is { } i ? new(from + i.Low, from + i.High) : null);
            from += part.Points;
        }
        yield return (decomposition.TotalPoints, decomposition.TotalInterval);
    }

    /// <summary>Grey for what has nothing to do with a GAN; orange, as the badge, for the leak.</summary>
    private static SeriesStyle StyleOf(string part) => part switch
    {
        "extra steps" => new(SeriesStyle.Grey, Mark.Square),
        "fair GAN" => new("#0072B2", Mark.Square),
        "leak" => new("#D55E00", Mark.Square),
        _ => new("#A67400", Mark.Square),
    };
}
