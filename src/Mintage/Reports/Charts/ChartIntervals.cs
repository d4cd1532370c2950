using Mintage.Results;

namespace Mintage.Reports.Charts;

/// <summary>A point of a series with its interval.</summary>
/// <param name="X">On the x axis.</param>
/// <param name="Y">On the y axis.</param>
/// <param name="Interval">On the y axis; null for none.</param>
internal readonly record struct IntervalPoint(double X, double Y, PointsInterval? Interval);

/// <summary>Intervals, bands and bars of a <see cref="Chart"/>.</summary>
internal sealed partial class Chart
{
    private const double Arrowhead = 5;
    private const double BandOpacity = 0.13;
    private const double LineOpacity = 0.6;

    /// <summary>A shaded band over the whole height between two x values.</summary>
    public void AddBand(double fromX, double toX) =>
        shapes.AddBox(WithinX(fromX), top, WithinX(toX), Foot, SeriesStyle.Grey, BandOpacity);

    /// <summary>A bar along a row, this many pixels high.</summary>
    public void AddBar(double fromX, double toX, double row, SeriesStyle style, double pixels) =>
        shapes.AddBox(AtX(fromX), AtY(row) - (pixels / 2), AtX(toX), AtY(row) + (pixels / 2), style.Colour, 1);

    /// <summary>An interval along a row; where it leaves the axis, an arrowhead says that it goes on.</summary>
    /// <param name="low">Lower end on the x axis.</param>
    /// <param name="high">Upper end on the x axis.</param>
    /// <param name="row">Place on the y axis.</param>
    /// <param name="style">Its colour.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="drop">Pixels below the row.</param>
    /// <param name="opacity">Below 1 where a mark on it must be seen.</param>
    public void AddInterval(double low, double high, double row, SeriesStyle style, double width,
        double drop = 0, double opacity = 1)
    {
        if (!double.IsFinite(high - low)) return;
        var at = AtY(row) + drop;
        shapes.AddLine([(WithinX(low), at), (WithinX(high), at)], style.Colour, width, opacity: opacity);
        if (x.Place(low) < x.Min) AddArrowhead(left, Arrowhead);
        if (x.Place(high) > x.Max) AddArrowhead(Edge, -Arrowhead);

        void AddArrowhead(double tip, double inward) => shapes.AddLine(
            [(tip + inward, at - Arrowhead), (tip, at), (tip + inward, at + Arrowhead)],
            style.Colour, 2, opacity: opacity);
    }

    /// <summary>
    /// Points with upright intervals, joined by a thin line. Series that share x values are moved aside by some
    /// pixels, so that they do not cover each other.
    /// </summary>
    public void AddSeries(
        IEnumerable<IntervalPoint> points, SeriesStyle style, double aside, Stroke stroke = Stroke.Solid)
    {
        var shown = points.Select(p => (X: AtX(p.X) + aside, Y: AtY(p.Y), p.Interval))
            .Where(p => double.IsFinite(p.X + p.Y)).ToList();
        var width = stroke is Stroke.Dashed ? 1.4 : 1.5;
        shapes.AddLine(shown.Select(p => (p.X, p.Y)), style.Colour, width, stroke, LineOpacity);
        foreach (var point in shown)
        {
            if (point.Interval is { } i && double.IsFinite(i.High - i.Low))
                shapes.AddLine([(point.X, WithinY(i.Low)), (point.X, WithinY(i.High))], style.Colour, 1.8);
            shapes.AddMark(point.X, point.Y, style, MarkSize);
        }
    }

    private double WithinX(double value) => Math.Clamp(AtX(value), left, Edge);

    private double WithinY(double value) => Math.Clamp(AtY(value), top, Foot);
}
