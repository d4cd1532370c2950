using CsCheck;
using Mintage.Data;
using Mintage.Metrics;
using Mintage.Tests.Data;

namespace Mintage.Tests.Metrics;

public sealed class AlignedCorrelationTests
{
    [Fact]
    public void Without_shift_it_is_Pearsons_correlation() => Gen.Long[0, 10_000].Sample(seed =>
    {
        var images = TestImages.Random(2, 4, 5, seed: seed);
        double[] a = [.. images.Image(0).ToArray()], b = [.. images.Image(1).ToArray()];
        var (meanA, meanB) = (a.Average(), b.Average());
        var expected = a.Zip(b).Sum(p => (p.First - meanA) * (p.Second - meanB))
            / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(x => (x - meanB) * (x - meanB)));
        Assert.Equal(expected, AlignedCorrelation.Best(images.Image(0), images.Image(1), images, 0)!.Value, 1e-12);
    });

    [Theory]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    [InlineData(0, -2)]
    [InlineData(2, 2)]
    public void A_shift_within_reach_is_undone(int right, int down)
    {
        var images = TestImages.Random(1, 9, 8, 3);
        var moved = NearCopies.Change(images, right: right, down: down);
        var reach = Math.Max(Math.Abs(right), Math.Abs(down));
        Assert.Equal(1, AlignedCorrelation.Best(images.Image(0), moved.Image(0), images, reach)!.Value, 1e-12);
        Assert.InRange(AlignedCorrelation.Best(images.Image(0), moved.Image(0), images, reach - 1)!.Value, -1, 0.6);
    }

    [Fact]
    public void A_common_tint_does_not_count()
    {
        // Noise around one strong colour: with one mean for all channels these would correlate at 0.99.
        var noise = TestImages.Random(2, 12, 12, 3);
        byte[] pixels = [.. noise.Pixels.Select((value, i) => (byte)((i % 3 == 0 ? 220 : 20) + (value / 16)))];
        var images = new LabelledImages("tinted", pixels, noise.Labels, 12, 12, 3, noise.ClassNames);
        Assert.InRange(AlignedCorrelation.Best(images.Image(0), images.Image(1), images, 0)!.Value, -0.3, 0.3);
    }

    [Fact]
    public void Images_of_one_value_have_none()
    {
        var images = new LabelledImages("x", [7, 7, 7, 7, 1, 2, 3, 4, 255, 255, 255, 255], [0, 0, 0], 2, 2, 1, ["a"]);
        Assert.Null(AlignedCorrelation.Best(images.Image(0), images.Image(1), images, 1));
        Assert.Null(AlignedCorrelation.Best(images.Image(0), images.Image(2), images, 5));
    }
}
