using Mintage.Reports.Charts;
using Mintage.Results;

namespace Mintage.Reports.Sections;

/// <summary>
/// An interval as a small picture beside its figures: zero, the band of what is not relevant, the interval.
/// </summary>
/// <param name="axis">The axis that all strips of the page share.</param>
/// <param name="relevantPoints">Half the width of the band.</param>
internal sealed class IntervalStrip(Axis axis, double relevantPoints)
{
    private const int Width = 200, Height = 22, Middle = Height / 2;

    /// <summary>
    /// Writes the strip. It repeats figures of its line, so it is hidden from those who hear the page.
    /// </summary>
    public void Write(Html html, ContrastRecord contrast, VerdictMark verdict)
    {
        using (html.In("svg", ("class", "strip"), ("viewBox", $"0 0 {Width} {Height}"), ("aria-hidden", "true")))
        {
            html.AddBox(X(-relevantPoints), 0, X(relevantPoints), Height, SeriesStyle.Ink, 0.1);
            html.AddLine([(X(0), 0), (X(0), Height)], SeriesStyle.Ink, 1);
            if (contrast.Shown() is not { } estimate) return;
            if (contrast.SimultaneousPoints is { } i && double.IsFinite(i.High - i.Low))
                html.AddBox(X(i.Low), Middle - 3, X(i.High), Middle + 3, verdict.Style.Colour, 0.5);
            html.AddMark(X(estimate), Middle, verdict.Style, 8);
        }
    }

    private double X(double points) =>
        Math.Clamp((axis.Place(points) - axis.Min) / (axis.Max - axis.Min), 0, 1) * Width;
}
