using System.Text;
using Mintage.Metrics;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Tests.Data;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

public sealed class InceptionScoreTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(7)]
    public void Agrees_with_the_original_in_every_split(int splits)
    {
        var p = GoldenData.Matrix("isc_probabilities.npy");
        var golden = GoldenData.Json("dense_results.json").At("inception_score", $"splits_{splits}");
        foreach (var ours in new[] { InceptionScore.OfProbabilities(p, splits), InceptionScore.OfLogits(p.log() + 3, splits) })
        {
            Parity.Absolute($"IS, {splits} splits, mean", golden.Number("mean"), ours.Mean, 1e-12);
            Parity.Absolute($"IS, {splits} splits, std", golden.Number("std"), ours.StandardDeviation, 1e-12);
            foreach (var (expected, score) in golden.Numbers("each").Zip(ours.Scores)) Assert.Equal(expected, score, 1e-12);
        }
    }

    [Theory]
    [InlineData("a", 1)]
    [InlineData("a", 4)]
    [InlineData("b", 1)]
    [InlineData("b", 4)]
    public void Agrees_with_the_original_on_logits_without_bias(string set, int splits)
    {
        var logits = GoldenData.Matrix($"features_{set}_2048.npy").to(ScalarType.Float64).matmul(FormulaWeights().t());
        var golden = GoldenData.Json("inception_results.json").At("sets", set, "inception_score_pytorch_fid_input", $"splits_{splits}");
        var ours = InceptionScore.OfLogits(logits, splits);
        // The original's features and logits are float32: compare what is above 1, relatively.
        Parity.Relative($"IS - 1, set {set}, {splits} splits", golden.Number("inception_score_mean") - 1, ours.Mean - 1, 1e-4);
        Parity.Absolute($"IS std, set {set}, {splits} splits", golden.Number("inception_score_std"), ours.StandardDeviation, 1e-7);
        Assert.Contains("too low", ours.Warnings[0]);
    }

    [Fact]
    public void Lies_between_one_and_the_number_of_classes()
    {
        var certain = eye(10).repeat(20, 1); // zeros: 0 log 0 is 0
        Assert.Equal(10, InceptionScore.OfProbabilities(certain, 1).Mean, 1e-12);
        Assert.Equal(1, InceptionScore.OfProbabilities(full([200, 10], 0.1), 10).Mean, 1e-6); // 0.1 in float32
    }

    [Fact]
    public void Images_sorted_by_class_need_a_random_order()
    {
        var sorted = eye(10).repeat_interleave(tensor(60L), 0);
        Assert.Equal(1, InceptionScore.OfProbabilities(sorted, 10).Mean, 1e-12);
        var shuffled = InceptionScore.OfProbabilities(sorted, 10, SeedTree.FromSeed(1));
        Assert.InRange(shuffled.Mean, 8, 10);
        Assert.Equal(shuffled.Scores, InceptionScore.OfProbabilities(sorted, 10, SeedTree.FromSeed(1)).Scores);
    }

    [Fact]
    public void Is_named_after_the_network_and_refuses_what_it_cannot_split()
    {
        var result = InceptionScore.OfProbabilities(GoldenData.Matrix("isc_probabilities.npy"), 2);
        Assert.Equal("inception-score", result.Records(new FeatureSource(FeatureSource.InceptionName))[0].Name);
        Assert.Equal("classifier-score", result.Records(new FeatureSource("cnn:1"))[0].Name);
        Assert.Empty(result.Warnings);
        TestImages.Refused(() => InceptionScore.OfLogits(zeros(5, 3), 6), "6 splits need at least 6 synthetic images, but there are 5");
        TestImages.Refused(() => InceptionScore.OfLogits(zeros(5, 3) / 0), "image 0", "NaN");
    }

    /// <summary>fc.weight [1008, 2048] of the formula network: SplitMix64 started by the FNV-1a hash of the key, seed 1.</summary>
    private static Tensor FormulaWeights()
    {
        var state = Encoding.UTF8.GetBytes("fc.weight").Aggregate(0xcbf29ce484222325UL, (h, b) => (h ^ b) * 0x100000001b3UL) + 1;
        var values = new double[1008 * 2048];
        for (var i = 0; i < values.Length; i++)
        {
            state += 0x9e3779b97f4a7c15UL;
            var z = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9UL;
            z = (z ^ (z >> 27)) * 0x94d049bb133111ebUL;
            var u = ((long)((z ^ (z >> 31)) >> 40) - (1 << 23)) / (float)(1 << 23);
            values[i] = u * (float)Math.Sqrt(0.375);
        }
        Assert.Equal(0.34550780057907104, values[0]);
        return tensor(values, [1008, 2048]);
    }
}
