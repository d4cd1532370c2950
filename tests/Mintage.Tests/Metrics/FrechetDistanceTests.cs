using System.Text.Json;
using Mintage.Data;
using Mintage.Metrics;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

public sealed class FrechetDistanceTests
{
    [Fact]
    public void Agrees_with_the_value_computed_with_fifty_digits()
    {
        using var x = FeatureStatistics.Of(Golden("dense_x.npy"));
        using var y = FeatureStatistics.Of(Golden("dense_y.npy"));
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "dense_results.json")));
        var expected = double.Parse(results.RootElement.GetProperty("fid").GetProperty("reference_50_digits").ToString());
        Assert.Equal(expected, FrechetDistance.Between(x, y), 1e-9 * expected); // the originals agree with it to 1e-11
    }

    [Fact]
    public void Equal_sets_have_distance_zero_also_when_the_covariance_has_no_full_rank()
    {
        var features = Golden("dense_x.npy");
        using var whole = FeatureStatistics.Of(features);
        using var few = FeatureStatistics.Of(features.slice(0, 0, 20, 1));
        var trace = whole.Covariance.trace().item<double>();
        Assert.InRange(FrechetDistance.Between(whole, whole), 0, 1e-8 * trace);
        Assert.InRange(FrechetDistance.Between(few, few), 0, 1e-8 * trace);
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
    public void Too_few_or_non_finite_features_are_refused()
    {
        Assert.Throws<ArgumentException>(() => FeatureStatistics.Of(zeros(1, 3)));
        Assert.Throws<ArgumentException>(() => FeatureStatistics.Of(tensor(new[] { 1.0, double.NaN }).view(2, 1)));
    }

    private static Tensor Golden(string file)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Golden", file));
        var array = NpyArray.Read(stream);
        return tensor(array.Values<double>(), [.. array.Shape.Select(s => (long)s)]);
    }
}
