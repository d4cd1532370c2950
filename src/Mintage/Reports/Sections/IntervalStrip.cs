using System.Globalization;
using Mintage.Reports.Charts;
using Mintage.Results;

namespace Mintage.Reports.Sections;

/// <summary>An interval as a small picture beside its figures: zero, the band of what is not relevant, the interval.</summary>
/// <param name="axis">The axis that all strips of the page share.</param>
/// <param name="relevantPoints">Half the width of the band.</param>
internal sealed class IntervalStrip(Axis axis, double relevantPoints)
{
    private const double Width = 200, Height = 22, Middle = Height / 2;

    /// <summary>Writes the strip. It repeats figures of its line, so it is hidden from those who hear the page.</summary>
    public void Write(Html html, ContrastRecord contrast, Verdict verdict)
    {
        using (html.In("svg", ("class", "strip"), ("viewBox", "0 0 200 22"), ("aria-hidden", "true")))
        {
            AddRectangle(html, -relevantPoints, relevantPoints, 0, Height, "currentColor", "0.1");
            html.Add("path", "", ("d", $"M{Pixel(X(0))} 0V22"), ("stroke", "currentColor"), ("stroke-width", "1"));
            if (contrast.Shown() is not { } estimate) return;
            if (contrast.SimultaneousPoints is { } i && double.IsFinite(i.Low) && double.IsFinite(i.High))
                AddRectangle(html, i.Low, i.High, Middle - 3, 6, verdict.Style.Colour, "0.5");
            html.Add("path", "", ("d", Legend.Outline(verdict.Style.Mark)), ("fill", verdict.Style.Colour),
                ("transform", $"translate({Pixel(X(estimate) - 15)} {Pixel(Middle - 6)})"));
        }
    }

    private void AddRectangle(Html html, double low, double high, double top, double height, string colour, string opacity) => html.Add("rect", "",
        ("x", Pixel(X(low))), ("y", Pixel(top)), ("width", Pixel(X(high) - X(low))), ("height", Pixel(height)), ("fill", colour), ("fill-opacity", opacity));

    private double X(double points) => Math.Clamp((axis.Place(points) - axis.Min) / (axis.Max - axis.Min), 0, 1) * Width;

    private static string Pixel(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
