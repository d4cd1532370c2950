using Mintage.Studies.Analysis;

namespace Mintage.Tests.Studies;

public sealed class MarginTests
{
    [Theory]
    [InlineData(new double[0], 0.5)] // no control is done
    [InlineData(new[] { 0.2, 0.15 }, 0.5)]
    [InlineData(new[] { 0.008, 0.004 }, 0.1)] // a quarter of the errors of the best control
    [InlineData(new[] { 0.0, 0.004 }, 0.025)] // one test image in 1,000 counts as wrong
    public void It_is_half_a_point_or_a_quarter_of_the_fewest_errors(double[] errors, double points) =>
        Assert.Equal(points, Margin.Points(errors, 1_000), 12);
}
