using Mintage.Statistics;

namespace Mintage.Tests.Statistics;

public sealed class CalibrationErrorTests
{
    [Fact]
    public void Its_contributions_average_to_the_error_by_its_definition()
    {
        // Bin of 0.9: two images, one right: gap 0.4 over 2 of 4. Bin of 0.5: two images, both right: gap 0.5 over 2 of 4.
        var contributions = CalibrationError.Contributions([0.9f, 0.9f, 0.5f, 0.5f], [true, false, true, true]);
        Assert.Equal((0.5 * 0.4) + (0.5 * 0.5), contributions.Average(), 1e-6);
    }

    [Fact]
    public void Certainty_that_is_right_has_no_error_and_certainty_that_is_wrong_all_of_it()
    {
        Assert.Equal(0, CalibrationError.Contributions([1f, 1f], [true, true]).Average());
        Assert.Equal(1, CalibrationError.Contributions([1f, 1f], [false, false]).Average());
        Assert.Equal(0, CalibrationError.Contributions([0f], [false]).Average()); // the lowest bin holds 0
    }

    [Fact]
    public void Overconfidence_and_underconfidence_do_not_cancel() =>
        Assert.Equal(0.3, CalibrationError.Contributions([0.7f, 0.3f], [true, false]).Average(), 1e-6);

    [Fact]
    public void Nothing_has_no_error_to_speak_of()
    {
        Assert.Throws<ArgumentException>(() => CalibrationError.Contributions([], []));
        Assert.Throws<ArgumentException>(() => CalibrationError.Contributions([0.5f], [true, false]));
    }
}
