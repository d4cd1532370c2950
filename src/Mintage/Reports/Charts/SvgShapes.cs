using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Mintage.Reports.Charts;

/// <summary>Makes ScottPlot's stand-alone SVG file fit to stand in a page with others.</summary>
internal static class SvgShapes
{
    /// <summary>
    /// Skia's SVG writer cannot write dashes (it prints a complaint and draws the line unbroken), so lines of this
    /// width, which nothing else has, become dashed here.
    /// </summary>
    public const float DashedWidth = 1.4f;

    private static readonly string DashedWidthText = DashedWidth.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The shapes of an SVG file without its frame. Clip paths go: the axes hold all data, a mark on the edge should
    /// be whole, and their ids would clash between charts. Names lose their XML namespace (HTML knows svg), and ink
    /// becomes the colour of the page's text, which is light on dark paper.
    /// </summary>
    public static string Of(string svg)
    {
        var shapes = new StringBuilder();
        var drawn = XDocument.Parse(svg).Descendants().Where(e => !e.HasElements && e.Parent?.Name.LocalName is "svg" or "g");
        foreach (var shape in drawn)
        {
            shape.Name = shape.Name.LocalName;
            if ((string?)shape.Attribute("stroke-width") == DashedWidthText) shape.SetAttributeValue("stroke-dasharray", "5 4");
            foreach (var attribute in shape.Attributes().Where(a => a.Value == SeriesStyle.Ink)) attribute.Value = "currentColor";
            shapes.Append(shape.ToString(SaveOptions.DisableFormatting));
        }
        return shapes.ToString();
    }
}
