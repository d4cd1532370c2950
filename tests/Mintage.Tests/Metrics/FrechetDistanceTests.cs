using Mintage.Metrics;
using Mintage.Results;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

public sealed class FrechetDistanceTests
{
    private static readonly FeatureSource Inception = new(FeatureSource.InceptionName);

    [Fact]
    public void Agrees_with_the_value_computed_with_fifty_digits()
    {
        using var x = FeatureStatistics.Of(GoldenData.Matrix("dense_x.npy"));
        using var y = FeatureStatistics.Of(GoldenData.Matrix("dense_y.npy"));
        var golden = GoldenData.Json("dense_results.json").At("fid");
        var result = FrechetDistance.Of(x, y);
        Parity.Relative("FID dense, 50 digits", golden.Number("reference_50_digits"), result.Value, 1e-9); // the originals agree with it to 1e-11
        Parity.Relative("FID dense, mean term", golden.Number("stable_parts", "mean_term"), result.MeanTerm, 1e-12);
        Parity.Relative("FID dense, tr C1", golden.Number("stable_parts", "trace_cov_1"), result.RealVariance, 1e-12);
        Parity.Relative("FID dense, tr C2", golden.Number("stable_parts", "trace_cov_2"), result.SyntheticVariance, 1e-12);
        Parity.Relative("FID dense, tr (C1 C2)^1/2", golden.Number("stable_parts", "trace_sqrt"), result.RootTrace, 1e-11);
    }

    [Fact]
    public void Agrees_with_the_original_on_ninety_six_images_with_2048_features()
    {
        using var a = FeatureStatistics.Of(GoldenData.Matrix("features_a_2048.npy"));
        using var b = FeatureStatistics.Of(GoldenData.Matrix("features_b_2048.npy"));
        var golden = GoldenData.Json("inception_results.json").At("fid", "2048");
        var result = FrechetDistance.Of(a, b);
        Parity.Relative("FID(A,B) 2048", golden.Number("a_b", "stable_float64"), result.Value, 1e-9);
        Parity.Relative("FID(A,B) 2048, mean term", golden.Number("a_b", "stable_parts", "mean_term"), result.MeanTerm, 1e-10);
        Parity.Relative("FID(A,B) 2048, tr (C1 C2)^1/2", golden.Number("a_b", "stable_parts", "trace_sqrt"), result.RootTrace, 1e-10);
        Parity.Absolute("FID(A,A) 2048", golden.Number("a_a", "stable_float64"), FrechetDistance.Between(a, a), 1e-10);
        Parity.Relative("FID(A,B) 2048, sqrtm of pytorch-fid", golden.Number("a_b", "pytorch_fid_sqrtm"), result.Value, 1e-4); // the original is too low
        Assert.Contains(result.Warnings, w => w.Contains("96 real images are not more than the 2048 features"));
        Assert.Equal("fid", result.Records(Inception)[0].Name);
        Assert.Equal("frechet-distance", result.Records(new FeatureSource("cnn:1"))[0].Name);
    }

    [Fact]
    public void Centred_rows_and_covariances_give_one_value()
    {
        var (x, y) = (GoldenData.Matrix("dense_x.npy"), GoldenData.Matrix("dense_y.npy"));
        using var a = FeatureStatistics.Of(x.slice(0, 0, 60, 1));
        using var b = FeatureStatistics.Of(y.slice(0, 0, 64, 1));
        using var covarianceA = new FeatureStatistics(60, a.Mean.clone(), a.Covariance.clone());
        using var covarianceB = new FeatureStatistics(64, b.Mean.clone(), b.Covariance.clone());
        using var many = FeatureStatistics.Of(y);
        // Rounded zero eigenvalues are within 1e-15 of the largest, so their roots are within 3e-8: hence 1e-6, not 1e-12.
        var expected = FrechetDistance.Between(a, b);
        Assert.Equal(expected, FrechetDistance.Between(covarianceA, covarianceB), 1e-6 * expected);
        Assert.Equal(FrechetDistance.Between(a, many), FrechetDistance.Between(covarianceA, many), 1e-6);
        Assert.Equal(FrechetDistance.Between(many, a), FrechetDistance.Between(a, many), 1e-9);
    }

    [Fact]
    public void Equal_sets_have_distance_zero_also_when_the_covariance_has_no_full_rank()
    {
        var features = GoldenData.Matrix("dense_x.npy");
        using var whole = FeatureStatistics.Of(features);
        using var few = FeatureStatistics.Of(features.slice(0, 0, 20, 1));
        using var fewAsCovariance = new FeatureStatistics(20, few.Mean.clone(), few.Covariance.clone());
        foreach (var set in new[] { whole, few, fewAsCovariance })
            Assert.InRange(FrechetDistance.Between(set, set), 0, 1e-8 * set.TotalVariance);
        Assert.InRange(FrechetDistance.Between(few, fewAsCovariance), 0, 1e-8 * few.TotalVariance);
    }

    [Fact]
    public void Diagonal_Gaussians_have_their_closed_form()
    {
        using var a = new FeatureStatistics(10, tensor(new[] { 1.0, 2.0 }), diag(tensor(new[] { 4.0, 9.0 })));
        using var b = new FeatureStatistics(10, tensor(new[] { 0.0, 4.0 }), diag(tensor(new[] { 1.0, 25.0 })));
        Assert.Equal(1 + 4 + 1 + 4, FrechetDistance.Between(a, b), 1e-9); // |dm|² + (2-1)² + (3-5)²
        Assert.Equal(FrechetDistance.Between(b, a), FrechetDistance.Between(a, b), 1e-9);
    }

    [Fact]
    public void A_set_of_equal_images_is_measured_and_said()
    {
        using var collapsed = FeatureStatistics.Of(ones(2000, 3));
        using var fewCollapsed = FeatureStatistics.Of(ones(3, 3));
        using var real = FeatureStatistics.Of(GoldenData.Matrix("dense_x.npy").slice(1, 0, 3, 1));
        var result = FrechetDistance.Of(real, collapsed);
        Assert.Equal(result.MeanTerm + real.TotalVariance, result.Value, 1e-12);
        Assert.Equal(result.Value, FrechetDistance.Between(real, fewCollapsed), 1e-12);
        Assert.Contains("All synthetic images have the same features.", result.Warnings);
    }

    [Fact]
    public void The_order_of_the_images_does_not_matter()
    {
        var (x, y) = (GoldenData.Matrix("dense_x.npy"), GoldenData.Matrix("dense_y.npy"));
        using var a = FeatureStatistics.Of(x);
        using var b = FeatureStatistics.Of(y);
        using var shuffledA = FeatureStatistics.Of(Samples.Shuffled(x, 1));
        using var shuffledB = FeatureStatistics.Of(Samples.Shuffled(y, 2));
        Assert.Equal(FrechetDistance.Between(a, b), FrechetDistance.Between(shuffledA, shuffledB), 1e-10);
        Assert.Equal(FrechetDistance.Between(a, b), FrechetDistance.Between(b, a), 1e-10);
    }

    [Fact]
    public void Features_of_two_extractors_are_refused()
    {
        using var a = FeatureStatistics.Of(ones(3, 2));
        using var b = FeatureStatistics.Of(ones(3, 4));
        Assert.Throws<ArgumentException>(() => FrechetDistance.Of(a, b));
    }
}
