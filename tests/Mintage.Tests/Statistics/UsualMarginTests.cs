using Mintage.Statistics;

namespace Mintage.Tests.Statistics;

public sealed class UsualMarginTests
{
    [Theory]
    [InlineData(new double[0], 0.005)] // no control is done
    [InlineData(new[] { 0.2, 0.15 }, 0.005)]
    [InlineData(new[] { 0.008, 0.004 }, 0.001)] // a quarter of the errors of the best control
    [InlineData(new[] { 0.0, 0.004 }, 0.00025)] // one test image in 1,000 counts as wrong
    public void It_is_half_a_point_or_a_quarter_of_the_fewest_errors(double[] errors, double margin) =>
        Assert.Equal(margin, UsualMargin.Of(errors, 1_000), 1e-14);
}
