using Mintage.Metrics;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Tests.Data;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

public sealed class FrechetInfinityTests
{
    private static readonly SeedTree Seed = SeedTree.FromSeed(1);

    [Fact]
    public void The_curve_ends_at_the_whole_set_and_falls_with_the_number_of_images()
    {
        using var real = FeatureStatistics.Of(Samples.Normal(3000, 10, 1));
        var synthetic = Samples.Normal(1500, 10, 2);
        using var whole = FeatureStatistics.Of(synthetic);
        var curve = FrechetCurve.Of(real, synthetic, [20, 100, 500, 1500], Seed);
        Assert.Equal(FrechetDistance.Between(real, whole), curve[3].Value);
        Assert.Equal(curve.OrderByDescending(p => p.Value), curve);
        Assert.Equal(curve[1].Value, FrechetCurve.Of(real, synthetic, [100], Seed)[0].Value); // sizes do not disturb one another
    }

    [Fact]
    public void Extrapolation_removes_most_of_the_bias()
    {
        // The real side is exact, and both distributions are one: all that is measured is bias.
        using var real = new FeatureStatistics(int.MaxValue, zeros(16, dtype: ScalarType.Float64), eye(16, dtype: ScalarType.Float64));
        var results = Enumerable.Range(0, 20).Select(i => FrechetInfinity.Of(real, Samples.Normal(1600, 16, i + 10), SeedTree.FromSeed(i))).ToArray();
        var (extrapolated, measured) = (results.Average(r => r.Value), results.Average(r => r.Points[^1].Value));
        Assert.InRange(Math.Abs(extrapolated), 0, 0.15 * measured);
        Assert.All(results, r => Assert.True(r.Slope > 0));
    }

    [Fact]
    public void Sizes_are_evenly_spaced_up_to_the_whole_set()
    {
        using var real = FeatureStatistics.Of(Samples.Normal(50, 2, 1));
        var synthetic = Samples.Normal(200, 2, 2);
        var result = FrechetInfinity.Of(real, synthetic, Seed, sizes: 5, smallest: 40);
        Assert.Equal([40, 80, 120, 160, 200], result.Points.Select(p => p.NSynthetic));
        Assert.Equal(100, FrechetInfinity.Of(real, synthetic, Seed).Points[0].NSynthetic);
        Assert.Empty(result.Warnings);
        Assert.Equal("fid-infinity", result.Records(new FeatureSource(FeatureSource.InceptionName))[0].Name);
    }

    [Fact]
    public void Points_on_a_line_give_that_line()
    {
        // Features of one value each: the distance is the squared mean plus both variances minus twice their roots' product.
        using var real = new FeatureStatistics(1000, tensor(new[] { 0.0 }), tensor(new[] { 0.0 }).view(1, 1));
        var synthetic = tensor(Enumerable.Range(0, 64).Select(i => i % 2 == 0 ? 1f : -1f).ToArray(), [64, 1]);
        var result = FrechetInfinity.Of(real, synthetic, Seed, sizes: 2, smallest: 32);
        var (few, whole) = (result.Points[0], result.Points[1]);
        Assert.Equal(few.Value, result.Value + (result.Slope / few.NSynthetic), 1e-12);
        Assert.Equal(whole.Value, result.Value + (result.Slope / whole.NSynthetic), 1e-12);
    }

    [Fact]
    public void Sizes_near_the_dimension_are_said_and_impossible_ones_refused()
    {
        using var real = FeatureStatistics.Of(Samples.Normal(100, 30, 1));
        var synthetic = Samples.Normal(100, 30, 2);
        Assert.Contains("not more than twice the 30 features", FrechetInfinity.Of(real, synthetic, Seed).Warnings[0]);
        TestImages.Refused(() => FrechetInfinity.Of(real, synthetic.slice(0, 0, 10, 1), Seed), "15 numbers of images from 5 to 10");
        TestImages.Refused(() => FrechetCurve.Of(real, synthetic, [50, 1, 101], Seed), "2 to 100", "1, 101");
    }
}
