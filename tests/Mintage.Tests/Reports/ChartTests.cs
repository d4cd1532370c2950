using System.Globalization;
using System.Xml.Linq;
using Mintage.Reports;
using Mintage.Reports.Charts;

namespace Mintage.Tests.Reports;

public sealed class ChartTests
{
    private const double Rounding = 0.011; // two numbers of two decimals

    private static readonly Axis Tens = Axis.Linear("tens", [0, 10], fromZero: true);
    private static readonly SeriesStyle Blue = new("#0072B2", Mark.Circle);
    private static readonly SeriesStyle Hollow = new("#D55E00", Mark.Diamond, Open: true);

    private readonly Chart chart = new(Tens, Tens);

    [Fact]
    public void Marks_stand_where_the_words_of_the_axes_say()
    {
        foreach (var value in new[] { 0.0, 5, 10 }) chart.AddMark(value, value, Blue, 8);
        var svg = Drawn();
        foreach (var (mark, value) in svg.Elements("circle").Zip(["0", "5", "10"]))
        {
            var words = svg.Elements("text").Where(t => t.Value == value).ToList();
            Assert.Equal(Number(words[0], "x"), Number(mark, "cx"));
            Assert.Equal(Number(words[1], "y") - 4, Number(mark, "cy"), Rounding); // the middle of a digit
        }
        Assert.Equal(50, Number(svg.Elements("circle").First(), "cx"));
    }

    [Fact]
    public void A_line_passes_over_what_has_no_place_and_ends_in_its_mark()
    {
        (double, double)[] points = [(0, 0), (5, double.NaN), (double.PositiveInfinity, 5), (10, 10), (double.NaN, 1)];
        chart.AddLine(points, Blue, Stroke.Dashed);
        var svg = Drawn();
        var line = Assert.Single(svg.Elements("path"), p => p.Attribute("stroke-dasharray") is not null);
        var mark = svg.Element("circle")!;
        Assert.Equal(2, Corners(line).Length);
        Assert.Equal((Number(mark, "cx"), Number(mark, "cy")), Corners(line)[1]);
    }

    [Fact]
    public void Nothing_is_drawn_of_what_has_no_place()
    {
        var before = Drawn().ToString();
        chart.AddMark(double.NaN, 1, Blue, 8);
        chart.AddLine([(double.NaN, 1)], Blue, Stroke.Solid);
        chart.AddVertical(double.NaN, Stroke.Solid, 0, 1);
        chart.AddHorizontal(double.NegativeInfinity, Stroke.Dashed);
        chart.AddBand(double.NaN, 1);
        chart.AddBar(0, double.NaN, 1, Blue, 9);
        chart.AddInterval(double.NegativeInfinity, 5, 1, Blue, 2);
        chart.AddSeries([new(double.NaN, 1, null)], Blue, aside: 0);
        Assert.Equal(before, Drawn().ToString());
    }

    [Theory]
    [InlineData(2, 8, 0)]
    [InlineData(-5, 8, 1)]
    [InlineData(-5, 50, 2)]
    public void An_arrowhead_says_that_an_interval_goes_on_outside(double low, double high, int arrowheads)
    {
        chart.AddInterval(low, high, 5, Blue, 2);
        var drawn = Paths("stroke", Blue.Colour).ConvertAll(Corners);
        Assert.Equal(1 + arrowheads, drawn.Count);
        Assert.Equal(arrowheads, drawn.Count(corners => corners.Length == 3));
        Assert.All(drawn.SelectMany(corners => corners), corner => Assert.InRange(corner.X, 50, Chart.Width - 14));
    }

    [Fact]
    public void Series_that_share_places_stand_aside_with_their_intervals()
    {
        chart.AddSeries([new(5, 5, new(4, 60))], Blue, aside: -4);
        chart.AddSeries([new(5, 5, new(4, 60))], Blue, aside: 5);
        var places = Drawn().Elements("circle").Select(c => Number(c, "cx")).ToList();
        Assert.Equal(9, places[1] - places[0], Rounding);
        var intervals = Paths("stroke", Blue.Colour).ConvertAll(Corners);
        Assert.Equal(places, intervals.Select(i => i[0].X));
        Assert.All(intervals, i => Assert.Equal(30, i[1].Y)); // the upper edge
    }

    [Fact]
    public void Ink_is_the_colour_of_the_page_and_what_is_leaky_is_hollow()
    {
        chart.AddHorizontal(5, Stroke.Solid);
        chart.AddMark(5, 5, Hollow, 8);
        Assert.Single(Paths("stroke", "currentColor"));
        var mark = Assert.Single(Paths("stroke", Hollow.Colour));
        Assert.Equal("var(--paper)", (string?)mark.Attribute("fill"));
        Assert.Equal(4, Corners(mark).Length);
    }

    [Fact]
    public void Every_mark_is_drawn_in_its_own_shape_of_about_one_size()
    {
        foreach (var mark in Enum.GetValues<Mark>()) chart.AddMark(5, 5, new("#009E73", mark), 8);
        var shapes = Paths("fill", "#009E73").ConvertAll(Corners);
        Assert.Equal(Enum.GetValues<Mark>().Length - 1, shapes.Count); // one is a circle
        Assert.Equal(shapes.Count, shapes.Select(s => string.Join(' ', s)).Distinct().Count());
        Assert.All(shapes, s => Assert.InRange(s.Max(c => c.X) - s.Min(c => c.X), 7, 10.1));
        Assert.All(shapes, s => Assert.InRange(s.Max(c => c.Y) - s.Min(c => c.Y), 7, 10.1));
    }

    private XElement Drawn()
    {
        var html = new Html();
        chart.Write(html, "id", "title");
        return XElement.Parse(html.ToString());
    }

    private List<XElement> Paths(string attribute, string value) =>
        [.. Drawn().Elements("path").Where(p => (string?)p.Attribute(attribute) == value)];

    private static double Number(XElement element, string attribute) => Parse(element.Attribute(attribute)!.Value);

    private static (double X, double Y)[] Corners(XElement path) =>
    [
        .. from point in path.Attribute("d")!.Value.Trim('M', 'z').Split('L')
           let numbers = point.Split(' ')
           select (Parse(numbers[0]), Parse(numbers[1])),
    ];

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
