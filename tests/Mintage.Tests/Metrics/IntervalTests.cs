using Mintage.Metrics;
using Mintage.Results;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

public sealed class IntervalTests
{
    private static readonly SeedTree Seed = SeedTree.FromSeed(1);

    [Fact]
    public void Parts_of_a_mean_give_the_standard_error_of_the_mean()
    {
        var (real, synthetic) = (Samples.Normal(400, 1, 1).data<float>().ToArray(), Samples.Normal(200, 1, 2).data<float>().ToArray());
        double Difference(int[] r, int[] s) => r.Average(i => real[i]) - s.Average(i => synthetic[i]);
        var standardError = Math.Sqrt((Variance(real) / 400) + (Variance(synthetic) / 200));
        foreach (var share in new[] { 0.1, 0.5, 0.8 })
        {
            var interval = SubsampleInterval.Of(0, 400, 200, Difference, Seed, new(2000, share))!;
            Assert.Equal(1.96 * standardError, interval.High, 0.05 * 1.96 * standardError); // 2,000 parts: 1.6 % error of a standard deviation
            Assert.Equal(-interval.Low, interval.High, 1e-12);
        }
    }

    [Fact]
    public void The_interval_of_a_Frechet_distance_covers_what_other_draws_of_the_same_size_give()
    {
        double Distance(Tensor x, Tensor y)
        {
            using var a = FeatureStatistics.Of(x);
            using var b = FeatureStatistics.Of(y);
            return FrechetDistance.Between(a, b);
        }

        (Tensor, Tensor) Draw(long i) => (Samples.Normal(150, 2, (2 * i) + 1), Samples.Normal(150, 2, (2 * i) + 2, mean: 0.5));
        var expected = Enumerable.Range(1000, 300).Average(i => Distance(Draw(i).Item1, Draw(i).Item2));
        var covered = Enumerable.Range(0, 100).Count(i =>
        {
            var (x, y) = Draw(i);
            var interval = FrechetDistance.Interval(Distance(x, y), x, y, SeedTree.FromSeed(i), new(30))!;
            return interval.Low <= expected && expected <= interval.High;
        });
        // Larger runs cover 90 % here (the distance is skewed): at least 81 of 100, with 99.7 %.
        Assert.InRange(covered, 81, 99);
    }

    [Fact]
    public void Sets_too_small_for_parts_have_no_interval()
    {
        Assert.Null(SubsampleInterval.Of(1, 19, 1000, (_, _) => 1, Seed));
        Assert.NotNull(SubsampleInterval.Of(1, 20, 1000, (_, _) => 1, Seed));
        Assert.Throws<ArgumentException>(() => SubsampleInterval.Of(1, 100, 100, (_, _) => 1, Seed, new(50, 1)));
    }

    [Fact]
    public void A_part_has_no_image_twice()
    {
        var part = FeatureSubset.Draw(100, 60, Seed);
        Assert.Equal(part.Distinct().Order(), part);
        Assert.Equal(part, FeatureSubset.Draw(100, 60, Seed));
        Assert.Equal(Enumerable.Range(0, 100), FeatureSubset.Draw(100, 100, Seed));
    }

    [Fact]
    public void A_record_shows_its_interval_and_method()
    {
        var record = new FeatureSource("pixels").Record("precision", 0.98, 10, 20, ["Few."]).With(new MetricInterval(0.93, 1.02, "method").Within(0, 1));
        Assert.Equal([0.93, 1.0], record.Interval!);
        Assert.Equal(
            "{\"name\":\"precision\",\"value\":0.98,\"interval\":[0.93,1],\"interval_method\":\"method\",\"n_real\":10,\"n_synthetic\":20,"
            + "\"extractor\":\"pixels\",\"preprocessing\":null,\"weights_sha256\":null,\"warnings\":[\"Few.\"]}",
            System.Text.Json.JsonSerializer.Serialize(record, Json.Line));
        Assert.Null(record.With(null).IntervalMethod);
    }

    private static double Variance(float[] values) => values.Average(v => (v - values.Average()) * (v - values.Average()));
}
