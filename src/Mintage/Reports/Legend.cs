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
        using (html.In("svg", ("class", "swatch"), ("viewBox", "0 0 30 12"), ("aria-hidden", "true")))
        {
            if (entry.Stroke is { } stroke) html.AddLine([(1, 6), (29, 6)], entry.Style.Colour, 2, stroke);
            html.AddMark(15, 6, entry.Style, 8);
        }
    }
}
