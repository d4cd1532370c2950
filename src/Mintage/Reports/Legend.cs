using Mintage.Reports.Charts;

namespace Mintage.Reports;

/// <summary>One line of a legend.</summary>
/// <param name="Style">Look of the series.</param>
/// <param name="Label">Its name.</param>
/// <param name="Stroke">How its line is drawn; null for a mark alone.</param>
internal readonly record struct LegendEntry(SeriesStyle Style, Cell Label, Stroke? Stroke = Charts.Stroke.Solid);

/// <summary>A legend beside a chart, as text of the page: it wraps, can be read aloud and never covers data.</summary>
internal static class Legend
{
    /// <summary>Writes the legend.</summary>
    public static void Write(Html html, IEnumerable<LegendEntry> entries)
    {
        using (html.In("ul", ("class", "legend")))
        {
            foreach (var entry in entries)
            {
                using (html.In("li"))
                {
                    WriteSwatch(html, entry);
                    using (html.In("span")) entry.Label.Write(html);
                }
            }
        }
    }

    private static void WriteSwatch(Html html, LegendEntry entry)
    {
        var colour = entry.Style.Colour == SeriesStyle.Ink ? "currentColor" : entry.Style.Colour;
        using (html.In("svg", ("class", "swatch"), ("viewBox", "0 0 30 12"), ("aria-hidden", "true")))
        {
            if (entry.Stroke is { } stroke)
            {
                html.Add("path", "", ("d", "M1 6H29"), ("stroke", colour), ("stroke-width", "2"),
                    ("stroke-dasharray", stroke is Stroke.Dashed ? "5 4" : null));
            }
            html.Add("path", "", ("d", Outline(entry.Style.Mark)), ("stroke", colour), ("stroke-width", "1.6"),
                ("fill", entry.Style.Open ? "var(--paper)" : colour));
        }
    }

    /// <summary>The outline of a mark around (15, 6).</summary>
    public static string Outline(Mark mark) => mark switch
    {
        Mark.Square => "M11.5 2.5h7v7h-7z",
        Mark.Triangle => "M15 2L19 9.5H11z",
        Mark.Diamond => "M15 1.5L19.5 6 15 10.5 10.5 6z",
        Mark.DownTriangle => "M15 10L19 2.5H11z",
        _ => "M11.5 6a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z",
    };
}
