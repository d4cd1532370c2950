namespace Mintage.Reports.Charts;

/// <summary>
/// A chart as SVG within the page. Its words are text of the page and in the page's font, so no font of this machine is
/// measured, and equal results give equal bytes everywhere.
/// </summary>
internal sealed partial class Chart
{
    /// <summary>Width in pixels at full size; two charts stand side by side on a desktop screen.</summary>
    public const int Width = 480;

    private const int Right = 14, Bottom = 46, Edge = Width - Right;
    private const double MarkSize = 8;
    private const double GridOpacity = 0.28;
    // of a wide sans serif: at 13 pixels, and at the 15 of phones and paper
    private const int LettersInRow = 62, FewestLettersInRow = 53;

    private readonly Html shapes = new(), words = new(); // words last: nothing may cover them
    private readonly Axis x, y;
    private readonly int height, left, top;

    /// <summary>An empty chart.</summary>
    public Chart(Axis x, Axis y, int height = 300)
    {
        (this.x, this.y, this.height) = (x, y, height);
        // Rows carry their own words, so there is no title of the axis to leave room for.
        (left, top) = y.Ticks.Count == 0 ? (Right, 8) : (50, 30);
        foreach (var tick in x.Ticks)
        {
            DrawUpright(tick.Place, y.Min, y.Max, SeriesStyle.Grey, 1, opacity: GridOpacity);
            AddWord(PixelX(tick.Place), Foot + 17, tick.Label, "middle");
        }
        foreach (var tick in y.Ticks)
        {
            DrawAcross(tick.Place, SeriesStyle.Grey, 1, opacity: GridOpacity);
            AddWord(left - 7, PixelY(tick.Place) + 4, tick.Label, "end");
        }
        DrawAcross(y.Min, SeriesStyle.Grey, 1.5);
        AddWord((left + Edge) / 2.0, height - 8, x.Title, "middle");
        AddWord(2, 14, y.Title, "start");
    }

    private int Foot => height - Bottom;

    /// <summary>Joins points by a line with a mark at its end; values that cannot be shown are passed over.</summary>
    public void AddLine(IEnumerable<(double X, double Y)> points, SeriesStyle style, Stroke stroke)
    {
        var shown = points.Select(p => (X: AtX(p.X), Y: AtY(p.Y))).Where(p => double.IsFinite(p.X + p.Y)).ToList();
        if (shown.Count == 0) return;
        shapes.AddLine(shown, style.Colour, stroke is Stroke.Dashed ? 1.4 : 2, stroke);
        shapes.AddMark(shown[^1].X, shown[^1].Y, style, MarkSize);
    }

    /// <summary>One mark, where wanted some pixels below its place.</summary>
    public void AddMark(double xValue, double yValue, SeriesStyle style, double size, double drop = 0) =>
        shapes.AddMark(AtX(xValue), AtY(yValue) + drop, style, size);

    /// <summary>A labelled dashed line across the chart at one x.</summary>
    public void AddVertical(double xValue, string label)
    {
        AddVertical(xValue, Stroke.Dashed, y.Min, y.Max);
        AddWord(AtX(xValue) + 5, top + 10, label, "start");
    }

    /// <summary>A line of ink at one x between two places on the other axis.</summary>
    public void AddVertical(double xValue, Stroke stroke, double from, double to) =>
        DrawUpright(x.Place(xValue), from, to, SeriesStyle.Ink, stroke is Stroke.Dashed ? 1.4 : 1, stroke);

    /// <summary>A line of the grid at one y.</summary>
    public void AddGridLine(double yValue) => DrawAcross(y.Place(yValue), SeriesStyle.Grey, 1, opacity: GridOpacity);

    /// <summary>A line of ink across the chart at one y.</summary>
    public void AddHorizontal(double yValue, Stroke stroke) =>
        DrawAcross(y.Place(yValue), SeriesStyle.Ink, stroke is Stroke.Dashed ? 1.4 : 1, stroke);

    /// <summary>
    /// Words over a row of the chart, at its left and right edges; a name that would run into the figures is cut. Where
    /// letters are larger, the figures give way to it: they are in the table too.
    /// </summary>
    public void AddRowLabels(double yValue, string name, string figures)
    {
        var (room, above) = (Math.Max(8, LettersInRow - figures.Length), AtY(yValue) - 11);
        AddWord(left, above, name.Length <= room ? name : name[..(room - 1)] + "…", "start");
        AddWord(Edge, above, figures, "end", name.Length + figures.Length > FewestLettersInRow ? "spare" : null);
    }

    /// <summary>Writes the chart as inline SVG.</summary>
    /// <param name="html">The page.</param>
    /// <param name="id">Unique in the page.</param>
    /// <param name="title">Says what the chart shows to those who cannot see it.</param>
    public void Write(Html html, string id, string title)
    {
        var (size, titleId) = ($"0 0 {Width} {height}", $"{id}-title");
        using (html.In("svg", ("class", "chart"), ("viewBox", size), ("role", "img"), ("aria-labelledby", titleId)))
            html.Add("title", title, ("id", titleId)).Markup(shapes.ToString()).Markup(words.ToString());
    }

    private double PixelX(double place) => left + ((place - x.Min) / (x.Max - x.Min) * (Edge - left));

    private double PixelY(double place) => Foot - ((place - y.Min) / (y.Max - y.Min) * (Foot - top));

    private double AtX(double value) => PixelX(x.Place(value));

    private double AtY(double value) => PixelY(y.Place(value));

    private void DrawUpright(double place, double from, double to, string colour, double width,
        Stroke stroke = Stroke.Solid, double opacity = 1) =>
        shapes.AddLine([(PixelX(place), PixelY(from)), (PixelX(place), PixelY(to))], colour, width, stroke, opacity);

    private void DrawAcross(double place, string colour, double width,
        Stroke stroke = Stroke.Solid, double opacity = 1) =>
        shapes.AddLine([(left, PixelY(place)), (Edge, PixelY(place))], colour, width, stroke, opacity);

    private void AddWord(double at, double baseline, string text, string anchor, string? kind = null) => words.Add(
        "text", text, ("x", Svg.Pixel(at)), ("y", Svg.Pixel(baseline)), ("text-anchor", anchor), ("class", kind));
}
