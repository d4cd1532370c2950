using Mintage.Metrics;
using Mintage.Results;
using Mintage.Tests.Data;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

/// <summary>Precision and recall (closed balls), density and coverage (open balls).</summary>
public sealed class PrecisionRecallTests
{
    private const double Exact = 1e-12; // fractions of counts

    [Fact]
    public void Agree_with_the_originals_on_dense_features()
    {
        var (x, y) = (GoldenData.Matrix("dense_x.npy"), GoldenData.Matrix("dense_y.npy"));
        var golden = GoldenData.Json("dense_results.json").At("precision_recall");
        var pr = PrecisionRecall.Of(x, y);
        Parity.Absolute("precision k=3", golden.Number("pr_torch_fidelity", "precision"), pr.Precision, Exact);
        Parity.Absolute("recall k=3", golden.Number("pr_torch_fidelity", "recall"), pr.Recall, Exact);
        AssertPrdc("PRDC k=5", golden, "prdc", DensityCoverage.Of(x, y));
        AssertPrdc("PRDC k=3", golden, "prdc_at_pr_k", DensityCoverage.Of(x, y, 3));
        AssertPrdc("PRDC k=5, float32", golden, "prdc_after_rounding_input_to_float32", DensityCoverage.Of(x.to(ScalarType.Float32), y.to(ScalarType.Float32)));
    }

    [Fact]
    public void Agree_with_the_originals_where_distances_equal_radii()
    {
        var golden = GoldenData.Json("dense_results.json").At("precision_recall", "ties");
        var (real, fake) = (Points(golden, "real"), Points(golden, "fake"));
        AssertPrdc("PRDC ties k=1, <", golden, "prdc_program_strict", DensityCoverage.Of(real, fake, 1));
        AssertPrdc("PRDC ties k=1, < (own)", golden, "own_strict", DensityCoverage.Of(real, fake, 1));
        var pr = PrecisionRecall.Of(real, fake, 1);
        Parity.Absolute("precision ties k=1, <=", golden.Number("own_not_strict", "precision"), pr.Precision, Exact);
        Parity.Absolute("recall ties k=1, <=", golden.Number("own_not_strict", "recall"), pr.Recall, Exact);
        Parity.Absolute("precision ties k=1, <=, torch-fidelity (float32)", golden.Number("torch_fidelity_not_strict", "precision"), pr.Precision, 1e-7);

        using var realRows = new FeatureRows(real, "real images");
        using var fakeRows = new FeatureRows(fake, "synthetic images");
        var closed = BallCounts.Of(realRows, fakeRows, 1, closed: true, tileRows: 2);
        Parity.Absolute("density ties k=1, <=", golden.Number("own_not_strict", "density"), closed.RealBallsAround.Sum() / 5.0, Exact);
        Parity.Absolute("coverage ties k=1, <=", golden.Number("own_not_strict", "coverage"), closed.RealIsCovered.Count(c => c) / 6.0, Exact);
    }

    [Fact]
    public void Tiles_element_types_and_order_change_no_count()
    {
        // A grid, so that a good part of the distances equals a radius.
        var (x, y) = (Samples.Grid(150, 4, 5, 1), Samples.Grid(130, 4, 5, 2));
        var (pr, dc) = (PrecisionRecall.Of(x, y), DensityCoverage.Of(x, y));
        foreach (var tile in new[] { 1, 13, 128 })
        {
            Assert.Equal(pr, PrecisionRecall.Of(x, y, 3, tile));
            Assert.Equal(dc, DensityCoverage.Of(x, y, 5, tile));
        }
        Assert.Equal(pr, PrecisionRecall.Of(x.to(ScalarType.Float64), y.to(ScalarType.Float64)));
        Assert.Equal(dc, DensityCoverage.Of(Samples.Shuffled(x, 3), Samples.Shuffled(y, 4)));
        var swapped = PrecisionRecall.Of(y, x);
        Assert.Equal((pr.Precision, pr.Recall), (swapped.Recall, swapped.Precision));
    }

    [Fact]
    public void A_set_with_itself_is_complete()
    {
        var x = Samples.Normal(120, 6, 1);
        Assert.Equal((1.0, 1.0), (PrecisionRecall.Of(x, x).Precision, PrecisionRecall.Of(x, x).Recall));
        var itself = DensityCoverage.Of(x, x);
        Assert.Equal((1.0, 1.0, 1.0), (itself.Precision, itself.Recall, itself.Coverage));
        Assert.Equal(1, itself.Density, 1e-12); // each ball holds its centre and k - 1 others
    }

    [Fact]
    public void A_collapsed_generator_is_precise_but_recalls_nothing_and_noise_is_neither()
    {
        var real = Samples.Normal(300, 8, 1);
        var collapsed = real[17] + Samples.Normal(300, 8, 2, deviation: 0.01);
        var noise = Samples.Normal(300, 8, 3, mean: 10);
        var (onePoint, nowhere) = (PrecisionRecall.Of(real, collapsed), PrecisionRecall.Of(real, noise));
        Assert.Equal(1, onePoint.Precision);
        Assert.InRange(onePoint.Recall, 0, 0.01);
        Assert.InRange(DensityCoverage.Of(real, collapsed).Coverage, 0, 0.1);
        Assert.InRange(DensityCoverage.Of(real, collapsed).Density, 0.5, 10); // says nothing against it: hence coverage
        Assert.Equal((0.0, 0.0), (nowhere.Precision, nowhere.Recall));
        Assert.Equal(0, DensityCoverage.Of(real, noise).Density);
    }

    [Fact]
    public void Equal_synthetic_images_are_measured_quickly()
    {
        var (real, one) = (Samples.Normal(3000, 64, 1), zeros(3000, 64));
        Assert.Equal(0, PrecisionRecall.Of(real, one).Recall);
        Assert.InRange(DensityCoverage.Of(real, one).Coverage, 0, 1);
    }

    [Fact]
    public void Unequal_numbers_are_said_and_too_few_refused()
    {
        var x = Samples.Normal(20, 3, 1);
        Assert.Empty(PrecisionRecall.Of(x, x).Warnings);
        var records = DensityCoverage.Of(x, x.slice(0, 0, 10, 1)).Records(new FeatureSource("pixels"));
        Assert.Equal(["density", "coverage"], records.Select(r => r.Name));
        Assert.All(records, r => Assert.Contains("20 real and 10 synthetic", r.Warnings[0]));
        TestImages.Refused(() => PrecisionRecall.Of(x, x.slice(0, 0, 3, 1)), "at least 4 synthetic images, but there are 3");
    }

    private static void AssertPrdc(string what, System.Text.Json.JsonElement golden, string key, DensityCoverageResult ours)
    {
        Parity.Absolute($"{what}: precision", golden.Number(key, "precision"), ours.Precision, Exact);
        Parity.Absolute($"{what}: recall", golden.Number(key, "recall"), ours.Recall, Exact);
        Parity.Absolute($"{what}: density", golden.Number(key, "density"), ours.Density, Exact);
        Parity.Absolute($"{what}: coverage", golden.Number(key, "coverage"), ours.Coverage, Exact);
    }

    private static Tensor Points(System.Text.Json.JsonElement golden, string key) =>
        stack(golden.At(key).EnumerateArray().Select(p => tensor(p.EnumerateArray().Select(v => v.GetDouble()).ToArray())));
}
