using Mintage.Augmentation;

namespace Mintage.Tests.Augmentation;

public sealed class ClassicalOptionsTests
{
    [Fact]
    public void The_defaults_and_none_have_no_faults()
    {
        Assert.Empty(new ClassicalOptions().Faults());
        Assert.Empty(ClassicalOptions.None.Faults());
        Assert.Empty(new ClassicalOptions { ElasticPixels = 1.4, Mirror = true }.Faults());
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var faults = new ClassicalOptions { MaxShift = -0.1, MaxRotationDegrees = 200, MaxScale = 1, ElasticPixels = double.NaN, ElasticSmoothness = 0 }.Faults();
        Assert.Equal(5, faults.Count);
        Assert.Equal("classical shift must lie between 0 and 0.5 of the side, but is -0.1.", faults[0]);
        Assert.Equal("classical rotation must lie between 0 and 180 degrees, but is 200.", faults[1]);
        Assert.Contains("NaN", faults[3], StringComparison.Ordinal);
    }
}
