using Mintage.Augmentation;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Augmentation;

public sealed class ElasticFieldTests
{
    [Theory]
    [InlineData(28, 28, 1.5, 4)]
    [InlineData(28, 56, 1, 2)]
    [InlineData(64, 40, 2, 6)]
    public void Every_pixel_moves_as_far_and_as_smoothly_as_asked(int height, int width, double pixels, double smoothness)
    {
        const int Images = 1000;
        var unit = Math.Min(height, width) / 28.0;
        using var scope = NewDisposeScope();
        var moved = InPixels(new ClassicalOptions { ElasticPixels = pixels, ElasticSmoothness = smoothness }, height, width, Images);

        var expected = pixels * unit * pixels * unit;
        var variance = (moved * moved).mean([0]);
        // A variance from 1,000 draws is off by 4.5 %; of thousands of (correlated) pixels the extremes reach some 4.5 deviations.
        Assert.InRange(variance.min().item<float>(), 0.79 * expected, expected);
        Assert.InRange(variance.max().item<float>(), expected, 1.22 * expected);
        Assert.InRange(variance.mean().item<float>(), 0.98 * expected, 1.02 * expected);

        foreach (var apart in new[] { 1, 4, 8 })
        {
            var (left, right) = (moved.slice(2, 0, width - apart, 1), moved.slice(2, apart, width, 1));
            var correlation = (left * right).mean().item<float>() / expected;
            // White noise smoothed by a Gaussian of deviation s has the correlation exp(-d^2 / 4s^2).
            Assert.Equal(Math.Exp(-Math.Pow(apart / (smoothness * unit), 2) / 4), correlation, 0.03);
        }
        Assert.InRange((moved.select(3, 0) * moved.select(3, 1)).mean().item<float>() / expected, -0.03, 0.03);
    }

    /// <summary>Displacements of many images, in pixels, [B, H, W, 2].</summary>
    private static Tensor InPixels(ClassicalOptions options, int height, int width, int images)
    {
        var field = new ElasticField(options, height, width);
        var noise = new float[images * field.NoisePerImage];
        SeedTree.FromSeed(1).Random().FillNormal(noise);
        return field.Of(noise, CPU) * tensor([width / 2f, height / 2f]);
    }
}
