using Mintage.Data;
using Mintage.Metrics;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Tests.Data;
using SkiaSharp;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

public sealed class MemorisationTests
{
    private static readonly SeedTree Seed = SeedTree.FromSeed(1);
    private static readonly FeatureSource Pixels = new("pixels");

    [Fact]
    public void The_test_for_data_copying_agrees_with_the_reference()
    {
        var golden = GoldenData.Json("statistics.json").At("data_copying");
        var training = Points(golden, "training_points_T");
        var (q, p) = (NearestNeighbours.Of(Points(golden, "generated_points_Q"), training).Distances(), NearestNeighbours.Of(Points(golden, "test_points_P"), training).Distances());
        foreach (var (key, ours) in new[] { ("distances_Q", q), ("distances_P", p) })
            Parity.Absolute($"C_T, {key}, largest difference", 0, golden.Numbers(key).Zip(ours, (a, b) => Math.Abs(a - b)).Max(), 1e-14);

        var whole = DataCopying.Whole(q, p);
        Parity.Absolute("C_T, whole, U", golden.Number("whole", "u"), whole.U, 0);
        Parity.Relative("C_T, whole, z of the paper", golden.Number("whole", "z_paper"), whole.Z, 1e-12);

        var cells = DataCopying.OverCells([.. q.Zip(golden.Integers("generated_cells"))], [.. p.Zip(golden.Integers("test_cells"))], 3, golden.Number("tau"));
        for (var c = 0; c < 3; c++)
        {
            Parity.Relative($"C_T, cell {c}, z of the paper", golden.Numbers("cells", "z_paper")[c], cells.Cells[c].Score!.Z, 1e-12);
            Parity.Relative($"C_T, cell {c}, weight", golden.Numbers("cells", "weight")[c], cells.Cells[c].Weight, 1e-12);
        }
        Assert.Equal(golden.At("cells", "used").EnumerateArray().Select(u => u.GetBoolean()), cells.Cells.Select(c => c.IsUsed));
        Parity.Relative("C_T of the paper", golden.Number("c_t_paper"), cells.Statistic!.Value, 1e-12);
    }

    [Fact]
    public void Copies_are_found_out_and_new_images_are_not_blamed()
    {
        var (training, holdout) = (Samples.Normal(300, 6, 1), Samples.Normal(200, 6, 2));
        var copies = training.slice(0, 0, 200, 1) + Samples.Normal(200, 6, 3, deviation: 0.02);
        var (copying, honest) = (Memorisation.Of(training, holdout, copies, Seed), Memorisation.Of(training, holdout, Samples.Normal(200, 6, 4), Seed));

        Assert.InRange(copying.Holdout!.OverCells.Statistic!.Value, -30, -8);
        Assert.InRange(honest.Holdout!.OverCells.Statistic!.Value, -3, 3);
        Assert.InRange(copying.Holdout.NearCopies, 195, 200); // one held-out image may lie as near by chance
        Assert.InRange(honest.Holdout!.NearCopies, 0, 8); // 1 expected; ranks of two samples of 200, so 8 is 0.4 %
        Assert.Equal(1, copying.Holdout.NearerToTraining);
        Assert.Equal(0.6, honest.Holdout.NearerToTraining, 0.1); // 300 of 500
        Assert.Equal(0.6, honest.Holdout.NearerByChance, 1e-12);
        Assert.InRange(copying.AuthenticShare, 0, 0.02);
        Assert.InRange(Math.Abs(honest.AuthenticShare - honest.Holdout.AuthenticShare), 0, 0.15); // two samples of one distribution
        Assert.All(copying.ClosestPairs, pair => Assert.Equal(pair.SyntheticIndex, pair.TrainingIndex));
        Assert.All(copying.ClosestPairs, pair => Assert.InRange(pair.Distance, 0, 0.1 * pair.TrainingDistance));
        Assert.True(copying.ClosestPairs[0].Distance < honest.Holdout.ClosestDistance);
        Assert.Equal(copying.ClosestPairs.OrderBy(pair => pair.Distance), copying.ClosestPairs);
        Assert.Equal(0, copying.ExactCopies);
    }

    [Fact]
    public void Images_that_stray_from_the_data_score_above_zero()
    {
        var result = Memorisation.Of(Samples.Normal(300, 6, 1), Samples.Normal(200, 6, 2), Samples.Normal(200, 6, 3, deviation: 3), Seed);
        Assert.InRange(result.Holdout!.Whole.Z, 5, 50);
        Assert.InRange(result.AuthenticShare, 0.9, 1);
    }

    [Fact]
    public void Exact_copies_are_counted_and_said()
    {
        var training = Samples.Normal(50, 4, 1);
        var result = Memorisation.Of(training, null, cat([training.slice(0, 7, 10, 1), Samples.Normal(20, 4, 2)], 0), Seed, new(Pairs: 5));
        Assert.Equal(3, result.ExactCopies);
        Assert.Equal([(0, 7), (1, 8), (2, 9)], result.ClosestPairs.Take(3).Select(p => (p.SyntheticIndex, p.TrainingIndex)));
        Assert.Equal(5, result.ClosestPairs.Count);
        Assert.Contains("3 synthetic images have exactly the features of a training image.", result.Warnings);
        Assert.Contains(result.Warnings, w => w.StartsWith("Without held-out", StringComparison.Ordinal));
        Assert.Equal(["auth-pct"], result.Records(Pixels).Select(r => r.Name));
    }

    [Fact]
    public void Records_say_what_to_expect_and_which_cells_were_left_out()
    {
        var result = Memorisation.Of(Samples.Normal(60, 3, 1), Samples.Normal(40, 3, 2), Samples.Normal(30, 3, 3), Seed, new(Cells: 4));
        var records = result.Records(Pixels);
        Assert.Equal(["auth-pct", "auth-pct-holdout", "nearer-to-training", "c-t", "near-copies"], records.Select(r => r.Name));
        Assert.Equal("0.6 is expected without copying, from 60 training and 40 held-out images.", records[2].Warnings[0]);
        Assert.Contains("cell", records[3].Warnings[0]); // 30 synthetic images cannot fill four cells with more than 20
        Assert.Equal(records[3].Value, Memorisation.Of(Samples.Normal(60, 3, 1), Samples.Normal(40, 3, 2), Samples.Normal(30, 3, 3), Seed, new(Cells: 4)).Records(Pixels)[3].Value);
    }

    [Fact]
    public void Cells_are_the_clusters_where_there_are_clusters()
    {
        var clusters = cat([.. Enumerable.Range(0, 3).Select(c => Samples.Normal(40 + (10 * c), 5, c, mean: 20 * c))], 0);
        using var cells = FeatureCells.Of(clusters, 3, Seed);
        var assigned = cells.Assign(clusters);
        Assert.Equal([40, 50, 60], assigned.GroupBy(c => c).Select(g => g.Count()));
        Assert.Equal(assigned, FeatureCells.Of(clusters, 3, Seed).Assign(clusters));
        Assert.Equal([0, 0, 0], FeatureCells.Of(ones(3, 2), 2, Seed).Assign(ones(3, 2)));
    }

    [Fact]
    public void The_sheet_shows_each_synthetic_image_at_the_left_of_its_training_image()
    {
        var (synthetic, training) = (TestImages.Random(3, 4, 3, seed: 1), TestImages.Random(5, 4, 3, seed: 2));
        var png = PairSheet.Png(synthetic, training, [new(2, 4, 1, 1), new(0, 1, 2, 1), new(1, 0, 3, 1)], pairsPerRow: 2, scale: 1);
        using var picture = SKBitmap.Decode(png);
        const int Margin = 6, CellWidth = 3 + 2, CellHeight = 4 + 2;
        Assert.Equal(((2 * Margin) - 2 + (5 * CellWidth), (2 * Margin) - 2 + (2 * CellHeight)), (picture.Width, picture.Height));
        void AssertAt(int row, int column, byte expected) => Assert.Equal(expected, picture.GetPixel(Margin + (column * CellWidth), Margin + (row * CellHeight)).Red);
        AssertAt(0, 0, synthetic.Image(2)[0]);
        AssertAt(0, 1, training.Image(4)[0]);
        AssertAt(0, 2, 255);
        AssertAt(0, 3, synthetic.Image(0)[0]);
        AssertAt(1, 0, synthetic.Image(1)[0]);
        AssertAt(1, 1, training.Image(0)[0]);
        TestImages.Refused(() => PairSheet.Png(synthetic, TestImages.Random(5, 5, 3), [new(0, 0, 1, 1)]), "5x3x1", "4x3x1");
    }

    [Fact]
    public void Image_sets_that_cannot_be_compared_are_refused()
    {
        var images = TestImages.Random(4, 5, 6);
        ScoreInput.Require(images, images);
        TestImages.Refused(() => ScoreInput.Require(images, TestImages.Random(4, 5, 6, channels: 3)), "5x6x1", "5x6x3");
        TestImages.Refused(() => ScoreInput.Require(images, images.Select([0], "one")), "At least 2 images in 'one'");
        TestImages.Refused(() => ScoreInput.Require(new LabelledImages("black", new byte[40], [0, 0, 0, 0], 2, 5, 1, ["a"]), TestImages.Random(4, 2, 5)), "every pixel of all 4 images in 'black' has the value 0");
    }

    private static Tensor Points(System.Text.Json.JsonElement golden, string key) =>
        stack(golden.At(key).EnumerateArray().Select(p => tensor(p.EnumerateArray().Select(v => v.GetDouble()).ToArray())));
}
