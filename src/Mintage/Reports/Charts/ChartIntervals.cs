using Mintage.Results;
using ScottPlot;

namespace Mintage.Reports.Charts;

/// <summary>A point of a series with its interval.</summary>
/// <param name="X">On the x axis.</param>
/// <param name="Y">On the y axis.</param>
/// <param name="Interval">On the y axis; null for none.</param>
internal readonly record struct IntervalPoint(double X, double Y, PointsInterval? Interval);

/// <summary>Intervals, bands and bars of a <see cref="Chart"/>.</summary>
internal sealed partial class Chart
{
    private const double Chevron = 5;
    private const double BandAlpha = 0.13;
    private const double LineAlpha = 0.6;

    private double UnitX => (x.Max - x.Min) / (Width - left - Right);

    private double UnitY => (y.Max - y.Min) / (height - Bottom - top);

    /// <summary>A shaded band over the whole height between two x values.</summary>
    public void AddBand(double fromX, double toX) => AddBox(Within(x, fromX), Within(x, toX), y.Min, y.Max, SeriesStyle.Grey, BandAlpha);

    /// <summary>A shaded band over the whole width between two y values.</summary>
    public void AddBandAcross(double fromY, double toY) => AddBox(x.Min, x.Max, Within(y, fromY), Within(y, toY), SeriesStyle.Grey, BandAlpha);

    /// <summary>A bar along a row, this many pixels high.</summary>
    public void AddBar(double fromX, double toX, double row, SeriesStyle style, double pixels = 14)
    {
        var (from, to) = (x.Place(fromX), x.Place(toX));
        if (!double.IsFinite(from) || !double.IsFinite(to)) return;
        AddBox(from, to, row - (pixels / 2 * UnitY), row + (pixels / 2 * UnitY), style.Colour, 1);
    }

    /// <summary>An interval along a row; where it leaves the axis, an arrowhead says that it goes on.</summary>
    /// <param name="low">Lower end on the x axis.</param>
    /// <param name="high">Upper end on the x axis.</param>
    /// <param name="row">Place on the y axis.</param>
    /// <param name="style">Its colour.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="drop">Pixels below the row.</param>
    /// <param name="alpha">Below 1 where a mark on it must be seen.</param>
    public void AddInterval(double low, double high, double row, SeriesStyle style, float width, double drop = 0, double alpha = 1)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high)) return;
        var (from, to) = (Within(x, low), Within(x, high));
        var (colour, at) = (Color.FromHex(style.Colour).WithAlpha(alpha), row - (drop * UnitY));
        AddSegment(from, at, to, at, colour, width);
        if (x.Place(low) < x.Min) AddChevron(from, at, 1, colour);
        if (x.Place(high) > x.Max) AddChevron(to, at, -1, colour);
    }

    /// <summary>
    /// Points with upright intervals, joined by a thin line. Series that share x values are moved aside by some
    /// pixels, so that they do not cover each other.
    /// </summary>
    public void AddSeries(IReadOnlyList<IntervalPoint> points, SeriesStyle style, double aside, Stroke stroke = Stroke.Solid)
    {
        var shown = points.Select(p => (X: x.Place(p.X) + (aside * UnitX), Y: y.Place(p.Y), p.Interval))
            .Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).ToList();
        var colour = Color.FromHex(style.Colour);
        var width = stroke is Stroke.Dashed ? SvgShapes.DashedWidth : 1.5f;
        for (var i = 1; i < shown.Count; i++)
            AddSegment(shown[i - 1].X, shown[i - 1].Y, shown[i].X, shown[i].Y, colour.WithAlpha(LineAlpha), width);
        foreach (var point in shown)
        {
            if (point.Interval is { } i && double.IsFinite(i.Low) && double.IsFinite(i.High))
                AddSegment(point.X, Within(y, i.Low), point.X, Within(y, i.High), colour, 1.8f);
            AddMarkAt(point.X, point.Y, style, MarkSize);
        }
    }

    /// <summary>A mark some pixels below its row.</summary>
    public void AddMarkBelow(double xValue, double row, SeriesStyle style, float size, double drop) =>
        AddMarkAt(x.Place(xValue), row - (drop * UnitY), style, size);

    /// <summary>A line of ink over the whole width, such as that of no difference.</summary>
    public void AddStrokeAcross(double yValue) => AddSegment(x.Min, y.Place(yValue), x.Max, y.Place(yValue), Color.FromHex(SeriesStyle.Ink), 1);

    private static double Within(Axis axis, double value) => Math.Clamp(axis.Place(value), axis.Min, axis.Max);

    private void AddChevron(double tip, double row, int inward, Color colour)
    {
        AddSegment(tip, row, tip + (inward * Chevron * UnitX), row + (Chevron * UnitY), colour, 2);
        AddSegment(tip, row, tip + (inward * Chevron * UnitX), row - (Chevron * UnitY), colour, 2);
    }

    private void AddBox(double fromX, double toX, double fromY, double toY, string colour, double alpha)
    {
        var box = plot.Add.Rectangle(Math.Min(fromX, toX), Math.Max(fromX, toX), Math.Min(fromY, toY), Math.Max(fromY, toY));
        box.FillColor = Color.FromHex(colour).WithAlpha(alpha);
        box.LineWidth = 0;
    }
}
