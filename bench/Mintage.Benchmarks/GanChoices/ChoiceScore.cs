using Mintage.Benchmarks.Peers;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Metrics;
using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Benchmarks.GanChoices;

/// <summary>The three parts of MNIST's training images, and what samples of a GAN are worth on the last.</summary>
internal sealed class ChoiceScore : IDisposable
{
    private const int PoolImages = 40_000, JudgeImages = 10_000, ManifoldImages = 5_000, SyntheticImages = 10_000, FilterSteps = 1_500;

    /// <summary>Headings of <see cref="Of"/>.</summary>
    public static readonly string[] Columns = ["CAS", "CAS, filtered (kept)", "agreement (real images)", "coverage / real"];

    private readonly LabelledImages pool, test;
    private readonly InDomainExtractor judge;
    private readonly Classifier filter;

    /// <param name="images">Images to train on, a stratified part of the first 40,000 or all of them.</param>
    /// <param name="seed">Root of the draw.</param>
    public ChoiceScore(int images, SeedTree seed)
    {
        var all = Mnist.Training();
        pool = Range(all, 0, PoolImages);
        Training = Mnist.Part(pool, images, seed);
        test = Range(all, PoolImages + JudgeImages, all.Count);
        judge = InDomainExtractor.Train(Range(all, PoolImages, PoolImages + JudgeImages), test, 1, cacheFolder: null);
        filter = Filter(Training);
    }

    /// <summary>What the GAN may see.</summary>
    public LabelledImages Training { get; }

    /// <summary>Cells of a table's row.</summary>
    public string[] Of(IConditionalGan gan)
    {
        var drawn = gan.Sample([.. Enumerable.Range(0, SyntheticImages * 3 / 2).Select(i => i % test.ClassCount)]);
        var synthetic = Range(drawn, 0, SyntheticImages);
        var right = Agrees(drawn);
        var kept = drawn.Select([.. Enumerable.Range(0, drawn.Count).Where(i => right[i]).Take(SyntheticImages)]);
        var (coverage, reached) = Coverage(Range(test, 0, ManifoldImages), Range(synthetic, 0, ManifoldImages), Range(pool, 0, ManifoldImages));
        return
        [
            $"{Cas(synthetic):P2}", $"{Cas(kept):P2} ({right.Count(r => r) / (double)right.Length:P1})",
            $"{LabelAgreement.Of([judge.Network], synthetic).Share:P2} ({judge.Accuracy:P2})", $"{coverage / reached:F3}",
        ];
    }

    public void Dispose()
    {
        judge.Dispose();
        filter.Dispose();
    }

    private double Cas(LabelledImages synthetic) => ClassificationAccuracyScore.Of(synthetic, test, SeedTree.FromSeed(1).Child("cas")).Accuracy.Share;

    private (double Synthetic, double Real) Coverage(LabelledImages real, LabelledImages synthetic, LabelledImages other)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var (a, b, c) = (Features(real), Features(synthetic), Features(other));
        return (DensityCoverage.Of(a, b).Coverage, DensityCoverage.Of(a, c).Coverage);
    }

    private Tensor Features(LabelledImages images)
    {
        using var tensors = new ImageTensors(images);
        return cat([.. tensors.Pixels.split(500).Select(part => judge.Network.Features(PixelScale.ToUnit(part)))], 0);
    }

    /// <summary>Sees the GAN's own training images only.</summary>
    private static Classifier Filter(LabelledImages training)
    {
        var options = new ClassifierOptions { Width = new ClassifierWidth(32, 64, 100) };
        return new ClassifierTrainer(options, SeedTree.FromSeed(2), withCurve: false).Train(training, training, FilterSteps).Network;
    }

    private bool[] Agrees(LabelledImages images)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        using var tensors = new ImageTensors(images);
        var predicted = tensors.Pixels.split(500).SelectMany(part => filter.forward(PixelScale.ToUnit(part)).argmax(1).data<long>().ToArray());
        return [.. predicted.Zip(images.Labels, (p, label) => p == label)];
    }

    private static LabelledImages Range(LabelledImages images, int start, int end) => images.Select([.. Enumerable.Range(start, end - start)], $"{start}-{end}");
}
