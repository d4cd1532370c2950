using System.Globalization;

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
/// The shapes that charts, legends and strips are made of. What is not finite has no place and is not drawn.
/// </summary>
internal static class Svg
{
    /// <summary>A place or length in pixels.</summary>
    public static string Pixel(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A line through points.</summary>
    public static void AddLine(this Html html, IEnumerable<(double X, double Y)> points, string colour, double width,
        Stroke stroke = Stroke.Solid, double opacity = 1)
    {
        var shown = points.Where(p => double.IsFinite(p.X + p.Y)).ToList();
        if (shown.Count < 2) return;
        html.Add("path", "", ("d", Path(shown)), ("fill", "none"), ("stroke", colour), ("stroke-width", Pixel(width)),
            ("stroke-dasharray", stroke is Stroke.Dashed ? "5 4" : null), ("stroke-opacity", BelowOne(opacity)));
    }

    /// <summary>A filled box between two corners.</summary>
    public static void AddBox(this Html html, double x1, double y1, double x2, double y2, string colour, double opacity)
    {
        if (!double.IsFinite(x1 + y1 + x2 + y2)) return;
        html.Add("rect", "", ("x", Pixel(Math.Min(x1, x2))), ("y", Pixel(Math.Min(y1, y2))),
            ("width", Pixel(Math.Abs(x2 - x1))), ("height", Pixel(Math.Abs(y2 - y1))),
            ("fill", colour), ("fill-opacity", BelowOne(opacity)));
    }

    /// <summary>The mark of a series around a point; what is leaky is drawn hollow.</summary>
    public static void AddMark(this Html html, double x, double y, SeriesStyle style, double size)
    {
        if (!double.IsFinite(x + y)) return;
        (string Name, string? Value)[] paint =
        [
            ("fill", style.Open ? "var(--paper)" : style.Colour),
            ("stroke", style.Open ? style.Colour : null),
            ("stroke-width", !style.Open ? null : size < 6 ? "1.4" : "2"),
        ];
        if (style.Mark is Mark.Circle)
            html.Add("circle", "", [("cx", Pixel(x)), ("cy", Pixel(y)), ("r", Pixel(size / 2)), .. paint]);
        else
            html.Add("path", "", [("d", $"{Path(Outline(style.Mark, x, y, size / 2))}z"), .. paint]);
    }

    /// <summary>The outline of a mark that looks about as large as a disc of this radius.</summary>
    private static IEnumerable<(double X, double Y)> Outline(Mark mark, double x, double y, double radius)
    {
        var (wide, flat) = (1.25 * radius, 0.95 * radius);
        (double X, double Y)[] corners = mark switch
        {
            Mark.Triangle => [(0, -wide), (wide, flat), (-wide, flat)],
            Mark.DownTriangle => [(0, wide), (wide, -flat), (-wide, -flat)],
            Mark.Diamond => [(0, -wide), (wide, 0), (0, wide), (-wide, 0)],
            _ => [(-flat, -flat), (flat, -flat), (flat, flat), (-flat, flat)],
        };
        return corners.Select(c => (x + c.X, y + c.Y));
    }

    private static string Path(IEnumerable<(double X, double Y)> points) =>
        "M" + string.Join('L', points.Select(p => $"{Pixel(p.X)} {Pixel(p.Y)}"));

    private static string? BelowOne(double opacity) => opacity < 1 ? Pixel(opacity) : null;
}
