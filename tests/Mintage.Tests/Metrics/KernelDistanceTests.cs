using Mintage.Metrics;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Tests.Data;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

public sealed class KernelDistanceTests
{
    [Fact]
    public void Agrees_with_the_originals_on_the_full_sample()
    {
        var (x, y) = (GoldenData.Matrix("dense_x.npy"), GoldenData.Matrix("dense_y.npy"));
        var golden = GoldenData.Json("dense_results.json").At("kid");
        Parity.Absolute("KID, full sample", golden.Number("unbiased_full_sample"), KernelDistance.FullSample(x, y), 1e-10);
        var equal = KernelDistance.FullSample(x, y.slice(0, 0, 500, 1));
        Parity.Absolute("KID, 500 each, torch-fidelity", golden.Number("equal_size", "torch_fidelity"), equal, 1e-10);
        Parity.Absolute("KID, 500 each, clean-fid", golden.Number("equal_size", "clean_fid"), equal, 1e-10);
        Parity.Absolute("KID, full sample of float32 features", golden.Number("unbiased_full_sample"), KernelDistance.FullSample(x.to(ScalarType.Float32), y.to(ScalarType.Float32)), 1e-6);

        // The biased estimate is made by nobody here; it shows that the diagonals are what they should be.
        using var xRows = new FeatureRows(x, "real images");
        using var yRows = new FeatureRows(y, "synthetic images");
        var sums = KernelSums.Of(xRows, yRows, 128);
        var biased = ((sums.First.Pairs + sums.First.Selves) / (500.0 * 500)) + ((sums.Second.Pairs + sums.Second.Selves) / (700.0 * 700)) - (2 * sums.Between / (500.0 * 700));
        Parity.Absolute("KID sums, biased", golden.Number("biased_full_sample"), biased, 1e-10);
    }

    [Fact]
    public void Agrees_with_torch_fidelity_on_its_subsets()
    {
        var golden = GoldenData.Json("dense_results.json").At("kid", "subsets");
        int[][] Indices(string key) => [.. golden.At(key).EnumerateArray().Select(row => row.EnumerateArray().Select(i => i.GetInt32()).ToArray())];
        var ours = KernelDistance.OverIndices(GoldenData.Matrix("dense_x.npy"), GoldenData.Matrix("dense_y.npy"), Indices("indices_x"), Indices("indices_y"));
        foreach (var (expected, value) in golden.Numbers("value_of_each_subset").Zip(ours.SubsetValues)) Assert.Equal(expected, value, 1e-10);
        Parity.Absolute("KID, 20 subsets of 100, largest difference of one", 0, golden.Numbers("value_of_each_subset").Zip(ours.SubsetValues, (a, b) => Math.Abs(a - b)).Max(), 1e-10);
        Parity.Absolute("KID, 20 subsets of 100, mean", golden.Number("torch_fidelity_mean"), ours.Mean, 1e-10);
        Parity.Absolute("KID, 20 subsets of 100, std", golden.Number("torch_fidelity_std"), ours.SubsetStandardDeviation, 1e-10);
        Assert.InRange(golden.Number("torch_fidelity_mean"), ours.Interval.Low, ours.Interval.High);
    }

    [Fact]
    public void Is_symmetric_and_depends_on_neither_order_nor_tiles()
    {
        var (x, y) = (Samples.Normal(90, 12, 1), Samples.Normal(70, 12, 2, mean: 0.3));
        var value = KernelDistance.FullSample(x, y);
        Assert.Equal(value, KernelDistance.FullSample(y, x), 1e-12);
        Assert.Equal(value, KernelDistance.FullSample(Samples.Shuffled(x, 3), Samples.Shuffled(y, 4)), 1e-12);
        using var xRows = new FeatureRows(x, "real images");
        using var yRows = new FeatureRows(y, "synthetic images");
        foreach (var tile in new[] { 1, 17, 64 }) Assert.Equal(value, KernelSums.Of(xRows, yRows, tile).Unbiased, 1e-12);
    }

    [Fact]
    public void Is_unbiased_at_any_number_of_images_and_may_be_negative()
    {
        double[] few = [.. Enumerable.Range(0, 300).Select(i => KernelDistance.FullSample(Samples.Normal(10, 5, 2 * i), Samples.Normal(15, 5, (2 * i) + 1)))];
        var mean = few.Average();
        var error = Math.Sqrt(few.Average(v => (v - mean) * (v - mean)) / few.Length);
        Assert.InRange(mean, -3 * error, 3 * error);
        Assert.Contains(few, v => v < 0);
    }

    [Fact]
    public void Subsets_come_from_the_seed()
    {
        var (x, y) = (Samples.Normal(60, 4, 1), Samples.Normal(80, 4, 2));
        var one = KernelDistance.OverSubsets(x, y, new(10, 20), SeedTree.FromSeed(1));
        Assert.Equal(one.SubsetValues, KernelDistance.OverSubsets(x, y, new(10, 20), SeedTree.FromSeed(1)).SubsetValues);
        Assert.NotEqual(one.SubsetValues, KernelDistance.OverSubsets(x, y, new(10, 20), SeedTree.FromSeed(2)).SubsetValues);
        var record = one.Records(new FeatureSource(FeatureSource.InceptionName, "pytorch-fid", "6726825d"))[0];
        Assert.Equal(("kid", 60, 80), (record.Name, record.NReal, record.NSynthetic));
        Assert.Contains("10 subsets of 20", record.IntervalMethod);
    }

    [Fact]
    public void Subsets_that_resample_nothing_are_refused()
    {
        var (x, y) = (Samples.Normal(60, 4, 1), Samples.Normal(80, 4, 2));
        TestImages.Refused(() => KernelDistance.OverSubsets(x, y, new(), SeedTree.FromSeed(1)), "smaller than both sets", "1000", "60 real and 80 synthetic", "at most 30");
        TestImages.Refused(() => KernelDistance.OverSubsets(x, y, new(10, 60), SeedTree.FromSeed(1)), "every draw would be the whole set");
        TestImages.Refused(() => KernelDistance.OverSubsets(x, y, new(10, 1), SeedTree.FromSeed(1)), "at least 2 images");
        Assert.Equal(new KernelSubsets(100, 30), KernelSubsets.For(60, 80));
        Assert.Equal(new KernelSubsets(100, 1000), KernelSubsets.For(2000, 50_000));
    }

    [Fact]
    public void The_interval_covers_the_true_distance_about_as_often_as_it_says()
    {
        // The true value: independent sets of 20,000 images, whose own error is a tenth of the intervals' length.
        var truth = KernelDistance.FullSample(Samples.Normal(20_000, 3, 1), Samples.Normal(20_000, 3, 2, mean: 0.4));
        var covered = Enumerable.Range(0, 150).Count(i =>
        {
            var interval = KernelDistance.OverSubsets(Samples.Normal(160, 3, (2 * i) + 3), Samples.Normal(160, 3, (2 * i) + 4, mean: 0.4), new(40, 40), SeedTree.FromSeed(i)).Interval;
            return interval.Low <= truth && truth <= interval.High;
        });
        // Larger runs cover 92.7 % here (the estimate is skewed): 129 to 149 times of 150, with 99.7 %.
        Assert.InRange(covered, 129, 149);
    }
}
