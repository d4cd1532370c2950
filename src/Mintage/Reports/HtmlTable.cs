namespace Mintage.Reports;

/// <summary>A column's heading; numbers are set flush right.</summary>
internal readonly record struct Column(string Heading, bool IsText = false, bool Leaky = false);

/// <summary>What one cell holds: a string, or anything that writes itself.</summary>
internal readonly record struct Cell(Action<Html> Write)
{
    public static implicit operator Cell(string text) => new(html => html.Text(text));
}

/// <summary>
/// A table with a caption, column headings, and a heading in every row. Where it does not fit it scrolls sideways;
/// a wide one turns into a block per row on a phone, in which every value carries its column's heading.
/// </summary>
internal sealed class HtmlTable(string caption, params Column[] columns)
{
    /// <summary>Columns that fit beside something else on a wide screen.</summary>
    private const int MostInHalf = 5;

    private readonly List<Action<Html>> rows = [];

    /// <summary>True for tables too wide for a phone.</summary>
    public bool IsWide { get; init; }

    /// <summary>A line over the rows that follow, for what they have in common.</summary>
    public void AddGroup(Cell text) => rows.Add(html =>
    {
        using (html.In("tr", ("class", "group")))
        using (html.In("th", ("colspan", $"{columns.Length}"), ("scope", "colgroup")))
        using (html.In("span")) text.Write(html);
    });

    /// <summary>A row; its first cell is its heading.</summary>
    public void AddRow(string? kind, params Cell[] cells) => rows.Add(html =>
    {
        using (html.In("tr", ("class", kind)))
        {
            for (var i = 0; i < cells.Length; i++)
            {
                var style = columns[i].IsText ? "text" : null;
                var label = IsWide ? columns[i].Heading : null;
                using (i == 0
                    ? html.In("th", ("scope", "row"), ("class", style))
                    : html.In("td", ("class", style), ("data-label", label)))
                    cells[i].Write(html);
            }
        }
    });

    /// <summary>Writes the table.</summary>
    public void WriteTo(Html html)
    {
        // A region that scrolls must be reachable by keyboard, and then needs a name.
        var kind = columns.Length > MostInHalf ? "scroll full" : "scroll";
        using (html.In("div", ("class", kind), ("role", "region"), ("tabindex", "0"), ("aria-label", caption)))
        using (html.In("table", ("class", IsWide ? "wide" : null)))
        {
            using (html.In("caption")) html.Add("span", caption);
            using (html.In("thead"))
            using (html.In("tr"))
            {
                foreach (var column in columns)
                {
                    using (html.In("th", ("scope", "col"), ("class", column.IsText ? "text" : null)))
                        Badges.Named(column.Heading, column.Leaky).Write(html);
                }
            }
            using (html.In("tbody"))
                foreach (var row in rows) row(html);
        }
    }
}
