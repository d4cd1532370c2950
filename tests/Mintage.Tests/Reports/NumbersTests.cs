using Mintage.Reports;

namespace Mintage.Tests.Reports;

public sealed class NumbersTests
{
    [Fact]
    public void Numbers_are_printed_as_the_report_promises()
    {
        Assert.Equal("93.05\u00A0%", Numbers.Percent(0.9305));
        Assert.Equal("+3.21", Numbers.Points(3.21));
        Assert.Equal("−0.07", Numbers.Points(-0.07));
        Assert.Equal("0.00", Numbers.Points(0));
        Assert.Equal("0.2312", Numbers.Loss(0.23119));
        Assert.Equal("60,000", Numbers.Count(60000));
        Assert.Equal("−13.16\u00A0%", Numbers.SignedPercent(-13.16));
        Assert.Equal("[−0.20,\u00A0+0.82]", Numbers.Interval(new(-0.2, 0.82)));
        Assert.Equal("[96.02,\u00A096.81]", Numbers.PercentInterval(new(96.02, 96.81)));
        Assert.Equal("0.043", Numbers.PValue(0.0432));
        Assert.Equal("<\u00A00.001", Numbers.PValue(0.0004));
        Assert.Equal("3.33", Numbers.Dose(10 / 3.0));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_number_is_a_dash(double? value)
    {
        Assert.Equal("–", Numbers.Percent(value));
        Assert.Equal("–", Numbers.Points(value));
        Assert.Equal("–", Numbers.Loss(value));
        Assert.Equal("–", Numbers.Like(1, value));
        Assert.Equal("–", Numbers.PValue(value));
        Assert.Equal("–", Numbers.Interval(value is { } v ? new(v, 1) : null));
    }

    [Theory]
    [InlineData(21.9, 7.5, "7.50")]
    [InlineData(1234.5, 7.5, "8")]
    [InlineData(0.0213, 0.0075, "0.00750")]
    public void The_largest_of_a_table_sets_the_decimals_of_all(double largest, double value, string expected) =>
        Assert.Equal(expected, Numbers.Like(largest, value));

    [Theory]
    [InlineData(0.3, 0.1, "0.3")]
    [InlineData(2000, 1000, "2,000")]
    [InlineData(1e-6, 1e-6, "1e−6")]
    [InlineData(0, 0.5, "0.0")]
    public void An_axis_mark_has_the_decimals_of_its_step(double value, double step, string expected) =>
        Assert.Equal(expected, Numbers.Tick(value, step));
}
