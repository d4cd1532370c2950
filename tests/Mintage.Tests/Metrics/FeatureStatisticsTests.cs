using Mintage.Metrics;
using Mintage.Runtime;
using Mintage.Tests.Data;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

public sealed class FeatureStatisticsTests
{
    [Fact]
    public void Mean_and_covariance_are_those_of_the_two_pass_formula()
    {
        var x = Features(3000, 5);
        using var statistics = FeatureStatistics.Of(x);
        var centred = x - x.mean([0]);
        Assert.True(statistics.Mean.allclose(x.mean([0]), rtol: 1e-13, atol: 0));
        Assert.True(statistics.Covariance.allclose(centred.t().matmul(centred) / 2999, rtol: 1e-11, atol: 1e-13));
        Assert.Equal(statistics.Covariance.trace().item<double>(), statistics.TotalVariance, 1e-12);
    }

    [Fact]
    public void Batches_of_any_size_give_the_same_bits()
    {
        foreach (var (count, width) in new[] { (2500, 4), (1024, 4), (1025, 4), (30, 40), (1500, 1300) })
        {
            var x = Features(count, width);
            using var whole = FeatureStatistics.Of(x);
            foreach (var size in new[] { 7, 333, 1024 })
            {
                using var parts = FeatureStatistics.Of(x.split(size, 0));
                Assert.True(whole.Mean.equal(parts.Mean).all().item<bool>());
                Assert.True(whole.Covariance.equal(parts.Covariance).all().item<bool>());
            }
        }
    }

    [Fact]
    public void A_mean_far_from_zero_costs_no_digits()
    {
        var x = Features(4000, 3);
        using var near = FeatureStatistics.Of(x);
        using var far = FeatureStatistics.Of(x.add(1e6));
        // Adding 1e6 rounds each value to 1e-10; sums of squares at 1e12 would leave an error of about 1e-4.
        Assert.True(far.Covariance.allclose(near.Covariance, rtol: 1e-8, atol: 1e-10));
    }

    [Fact]
    public void Few_images_with_many_features_need_no_covariance()
    {
        using var statistics = FeatureStatistics.Of(Features(20, 50));
        Assert.Equal(20, statistics.Factor.shape[1]);
        Assert.Equal(statistics.Covariance.trace().item<double>(), statistics.TotalVariance, 1e-12);
    }

    [Fact]
    public void Too_few_images_are_refused()
    {
        TestImages.Refused(() => FeatureStatistics.Of(zeros(1, 3), "real images"), "At least 2 real images", "there is 1");
        TestImages.Refused(() => FeatureStatistics.Of(Array.Empty<Tensor>()), "At least 2 images", "there are 0");
    }

    [Fact]
    public void The_image_whose_features_are_not_finite_is_named()
    {
        var x = zeros(3000, 3);
        x[2345, 1] = float.NaN;
        TestImages.Refused(() => FeatureStatistics.Of(x.split(100, 0), "synthetic images"), "image 2345 ", "NaN");
        x[2345, 1] = float.PositiveInfinity;
        TestImages.Refused(() => FeatureStatistics.Of(x), "image 2345");
    }

    [Fact]
    public void What_is_no_feature_matrix_is_the_callers_fault()
    {
        Assert.Throws<ArgumentException>(() => FeatureStatistics.Of(zeros(3)));
        Assert.Throws<ArgumentException>(() => FeatureStatistics.Of(zeros(3, 3, dtype: ScalarType.Int64)));
        Assert.Throws<ArgumentException>(() => FeatureStatistics.Of([zeros(3, 3), zeros(3, 4)]));
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        var x = Features(2500, 6);
        var before = LiveTensors.Settled();
        FeatureStatistics.Of(x).Dispose();
        using (var statistics = FeatureStatistics.Of(x)) _ = FrechetDistance.Between(statistics, statistics) + statistics.TotalVariance;
        Assert.Equal(before, LiveTensors.Now);
    }

    private static Tensor Features(int count, int width)
    {
        var values = new float[count * width];
        SeedTree.FromSeed(count).Random().FillNormal(values);
        return tensor(values, [count, width]).to(ScalarType.Float64);
    }
}
