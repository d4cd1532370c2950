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
    public void Every_kind_has_options_and_digits_are_never_mirrored()
    {
        Assert.All(ClassicalKinds.Names, name => Assert.Empty(ClassicalKinds.Find(name)!.Faults()));
        Assert.Equal(new ClassicalOptions(), ClassicalKinds.Find("digits"));
        Assert.False(ClassicalKinds.Find("digits")!.Mirror);
        Assert.True(ClassicalKinds.Find("photos") is { Mirror: true, MirrorVertical: false, QuarterTurns: false, Brightness: > 0 });
        Assert.True(ClassicalKinds.Find("symmetric") is { Mirror: true, MirrorVertical: true, QuarterTurns: true });
        Assert.Null(ClassicalKinds.Find("letters"));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var faults = new ClassicalOptions { MaxShift = -0.1, MaxRotationDegrees = 200, MaxScale = 1, ElasticPixels = double.NaN, ElasticSmoothness = 0, Brightness = 1, Contrast = -1 }.Faults();
        Assert.Equal(7, faults.Count);
        Assert.Equal("classical shift must lie between 0 and 0.5 of the side, but is -0.1.", faults[0]);
        Assert.Equal("classical rotation must lie between 0 and 180 degrees, but is 200.", faults[1]);
        Assert.Contains("NaN", faults[3], StringComparison.Ordinal);
    }
}
