using System.Globalization;
using ScottPlot;

namespace Mintage.Reports.Charts;

/// <summary>How a line is drawn.</summary>
internal enum Stroke
{
    /// <summary>Unbroken.</summary>
    Solid,

    /// <summary>Dashed.</summary>
    Dashed,
}

/// <summary>
/// A chart: ScottPlot draws lines and marks, the page sets the words. Words drawn by ScottPlot would be measured
/// and named in a font of this machine (none at all on a bare server), so the same results would give other bytes
/// elsewhere, and letters that the font lacks would be lost.
/// </summary>
internal sealed partial class Chart
{
    /// <summary>Width in pixels at full size; two charts stand side by side on a desktop screen.</summary>
    public const int Width = 480;

    private const float Left = 50, Right = 14, Bottom = 46;
    private const float MarkSize = 8;
    private const int LettersInRow = 62; // of a wide sans serif at 13 pixels

    private readonly Plot plot = new();
    private readonly List<(double X, double Y, string Text, string Anchor)> words = [];
    private readonly Axis x, y;
    private readonly int height;
    private readonly float left, top;

    /// <summary>An empty chart.</summary>
    public Chart(Axis x, Axis y, int height = 300)
    {
        (this.x, this.y, this.height) = (x, y, height);
        // Rows carry their own words, so there is no title of the axis to leave room for.
        (left, top) = y.Ticks.Count == 0 ? (Right, 8) : (Left, 30);
        plot.FigureBackground.Color = plot.DataBackground.Color = Colors.Transparent;
        plot.Layout.Fixed(new PixelPadding(left, Right, Bottom, top));
        plot.Axes.SetLimits(x.Min, x.Max, y.Min, y.Max);
        plot.HideAxesAndGrid();
        foreach (var tick in x.Ticks) AddSegment(tick.Place, y.Min, tick.Place, y.Max, Grid, 1);
        foreach (var tick in y.Ticks) AddSegment(x.Min, tick.Place, x.Max, tick.Place, Grid, 1);
        AddSegment(x.Min, y.Min, x.Max, y.Min, Color.FromHex(SeriesStyle.Grey), 1.5f);
    }

    private static Color Grid => Color.FromHex(SeriesStyle.Grey).WithAlpha(0.28);

    /// <summary>Joins points by a line with a mark at its end; values that cannot be shown are passed over.</summary>
    public void AddLine(IEnumerable<(double X, double Y)> points, SeriesStyle style, Stroke stroke)
    {
        var shown = points.Select(p => (X: x.Place(p.X), Y: y.Place(p.Y)))
            .Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).ToList();
        if (shown.Count == 0) return;
        var line = plot.Add.ScatterLine(shown.Select(p => p.X).ToArray(), shown.Select(p => p.Y).ToArray(), Color.FromHex(style.Colour));
        line.LineWidth = stroke is Stroke.Dashed ? SvgShapes.DashedWidth : 2;
        AddMarkAt(shown[^1].X, shown[^1].Y, style, MarkSize);
    }

    /// <summary>One mark.</summary>
    public void AddMark(double xValue, double yValue, SeriesStyle style, float size = MarkSize) =>
        AddMarkAt(x.Place(xValue), y.Place(yValue), style, size);

    /// <summary>A labelled dashed line across the chart at one x.</summary>
    public void AddVertical(double xValue, string label)
    {
        AddVertical(xValue, Stroke.Dashed, y.Min, y.Max);
        words.Add((PixelX(x.Place(xValue)) + 5, top + 10, label, "start"));
    }

    /// <summary>A line at one x between two places on the other axis.</summary>
    public void AddVertical(double xValue, Stroke stroke, double from, double to)
    {
        var place = x.Place(xValue);
        if (double.IsFinite(place))
            AddSegment(place, from, place, to, Color.FromHex(SeriesStyle.Ink), stroke is Stroke.Dashed ? SvgShapes.DashedWidth : 1);
    }

    /// <summary>A line across the chart at one y.</summary>
    public void AddHorizontal(double yValue) => AddSegment(x.Min, y.Place(yValue), x.Max, y.Place(yValue), Grid, 1);

    /// <summary>A dashed line across the chart at one y.</summary>
    public void AddHorizontal(double yValue, SeriesStyle style)
    {
        var place = y.Place(yValue);
        if (double.IsFinite(place)) AddSegment(x.Min, place, x.Max, place, Color.FromHex(style.Colour), SvgShapes.DashedWidth);
    }

    /// <summary>Words over a row of the chart, at its left and right edges; a name that would run into the figures is cut.</summary>
    public void AddRowLabels(double yValue, string name, string figures)
    {
        var (room, top) = (Math.Max(8, LettersInRow - figures.Length), PixelY(y.Place(yValue)) - 11);
        words.Add((left, top, name.Length <= room ? name : name[..(room - 1)] + "…", "start"));
        words.Add((Width - Right, top, figures, "end"));
    }

    /// <summary>Writes the chart as inline SVG.</summary>
    /// <param name="html">The page.</param>
    /// <param name="id">Unique in the page.</param>
    /// <param name="title">Says what the chart shows to those who cannot see it.</param>
    public void Write(Html html, string id, string title)
    {
        using (html.In("svg", ("class", "chart"), ("viewBox", $"0 0 {Width} {height}"), ("role", "img"), ("aria-labelledby", $"{id}-title")))
        {
            html.Add("title", title, ("id", $"{id}-title"));
            html.Markup(SvgShapes.Of(plot.GetSvgXml(Width, height)));
            foreach (var tick in x.Ticks) WriteWord(html, PixelX(tick.Place), height - Bottom + 17, tick.Label, "middle");
            foreach (var tick in y.Ticks) WriteWord(html, left - 7, PixelY(tick.Place) + 4, tick.Label, "end");
            WriteWord(html, left + ((Width - left - Right) / 2), height - 8, x.Title, "middle");
            WriteWord(html, 2, 14, y.Title, "start");
            foreach (var word in words) WriteWord(html, word.X, word.Y, word.Text, word.Anchor);
        }
    }

    private void AddMarkAt(double placeX, double placeY, SeriesStyle style, float size)
    {
        if (!double.IsFinite(placeX) || !double.IsFinite(placeY)) return;
        var mark = plot.Add.Marker(placeX, placeY, Shape(style.Mark, style.Open), size, Color.FromHex(style.Colour));
        mark.MarkerStyle.LineColor = Color.FromHex(style.Colour);
        mark.MarkerStyle.LineWidth = style.Open ? 2 : 0;
    }

    private void AddSegment(double x1, double y1, double x2, double y2, Color colour, float width)
    {
        var line = plot.Add.Line(x1, y1, x2, y2);
        (line.LineColor, line.LineWidth, line.MarkerSize) = (colour, width, 0);
    }

    private double PixelX(double place) => left + ((place - x.Min) / (x.Max - x.Min) * (Width - left - Right));

    private double PixelY(double place) => height - Bottom - ((place - y.Min) / (y.Max - y.Min) * (height - Bottom - top));

    private static void WriteWord(Html html, double left, double top, string text, string anchor) => html.Add(
        "text", text, ("x", Pixel(left)), ("y", Pixel(top)), ("text-anchor", anchor));

    private static string Pixel(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static MarkerShape Shape(Mark mark, bool open) => (mark, open) switch
    {
        (Mark.Square, false) => MarkerShape.FilledSquare,
        (Mark.Square, true) => MarkerShape.OpenSquare,
        (Mark.Triangle, false) => MarkerShape.FilledTriangleUp,
        (Mark.Triangle, true) => MarkerShape.OpenTriangleUp,
        (Mark.Diamond, false) => MarkerShape.FilledDiamond,
        (Mark.Diamond, true) => MarkerShape.OpenDiamond,
        (Mark.DownTriangle, false) => MarkerShape.FilledTriangleDown,
        (Mark.DownTriangle, true) => MarkerShape.OpenTriangleDown,
        (_, false) => MarkerShape.FilledCircle,
        (_, true) => MarkerShape.OpenCircle,
    };
}
