using Mintage.Reports.Charts;

namespace Mintage.Tests.Reports;

public sealed class AxisTests
{
    [Fact]
    public void A_linear_axis_holds_its_values_and_marks_round_numbers()
    {
        var axis = Axis.Linear("accuracy, %", [92.63, 98.0, double.NaN]);
        Assert.InRange(axis.Place(92.63), axis.Min, axis.Max);
        Assert.InRange(axis.Place(98.0), axis.Min, axis.Max);
        Assert.Equal(["94", "96", "98"], axis.Ticks.Select(t => t.Label));
    }

    [Fact]
    public void A_logarithmic_axis_marks_one_two_and_five()
    {
        var axis = Axis.Log("images", [100, 5000]);
        Assert.Equal(["100", "200", "500", "1,000", "2,000", "5,000"], axis.Ticks.Select(t => t.Label));
        Assert.True(double.IsNaN(axis.Place(0)));
    }

    [Fact]
    public void An_accuracy_axis_has_a_place_for_one_hundred()
    {
        var axis = Axis.Accuracy("accuracy, %", [80, 99.5, 100]);
        Assert.InRange(axis.Place(100), axis.Place(99.5), axis.Max);
        Assert.Equal("100", axis.Ticks[^1].Label);
        Assert.Equal(axis.Place(98) - axis.Place(96), axis.Place(90) - axis.Place(80), 1e-12);
    }

    [Fact]
    public void An_interval_a_hundred_times_wider_than_the_values_does_not_squeeze_them_together()
    {
        var axis = Axis.Around("points", [-0.5, 0, 0.5, 0.8], [new(-60, 60)]);
        Assert.InRange(axis.Min, -3.5, -3.1);
        Assert.InRange(axis.Max, 3.4, 3.8);
    }

    [Fact]
    public void An_interval_little_wider_than_the_values_is_shown_whole()
    {
        var axis = Axis.Around("points", [-0.5, 0, 0.5], [new(-0.7, 0.9), null]);
        Assert.InRange(-0.7, axis.Min, axis.Max);
        Assert.InRange(0.9, axis.Min, axis.Max);
    }

    [Fact]
    public void An_axis_of_doses_has_a_place_for_zero_and_marks_every_dose()
    {
        var axis = Axis.FromZeroUp("dose", [0, 4, 1, 0.25, 1], d => $"x{d}");
        Assert.Equal(["x0", "x0.25", "x1", "x4"], axis.Ticks.Select(t => t.Label));
        Assert.Equal(axis.Place(0.25) - axis.Place(0), axis.Place(0.75) - axis.Place(0.25), 1e-12);
        Assert.True(double.IsNaN(axis.Place(-1)));
    }

    [Fact]
    public void Marks_that_would_run_into_each_other_are_left_out() =>
        Assert.Equal(["100", "1000"], Axis.LogAt("images", [100, 101, 1000], n => $"{n}").Ticks.Select(t => t.Label));

    [Theory]
    [InlineData]
    [InlineData(5.0)]
    [InlineData(0.0, 0.0)]
    [InlineData(-3e9, 4e12)]
    [InlineData(1e-12, 1e-3)]
    [InlineData(double.NaN, double.PositiveInfinity)]
    public void Any_values_give_an_axis_with_few_marks_inside_it(params double[] values)
    {
        foreach (var axis in new[] { Axis.Linear("", values), Axis.Linear("", values, fromZero: true), Axis.Log("", values), Axis.Around("", values, [null]) })
        {
            Assert.True(axis.Min < axis.Max);
            Assert.InRange(axis.Ticks.Count, 1, 12);
            Assert.All(axis.Ticks, t => Assert.InRange(t.Place, axis.Min, axis.Max));
        }
    }

    [Fact]
    public void Zero_on_an_axis_with_negative_values_has_no_sign() =>
        Assert.Contains("0.00", Axis.Linear("loss", [-0.035, 0.1]).Ticks.Select(t => t.Label));
}
