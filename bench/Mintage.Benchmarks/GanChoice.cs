using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Gans;
using Mintage.Metrics;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Splitting;
using static TorchSharp.torch;

namespace Mintage.Benchmarks;

/// <summary>
/// Scores GAN options on MNIST's training images alone, which is how the presets were chosen: the GAN is trained on some of the first
/// 40,000, the judge on the next 10,000, and the last 10,000 are what is scored on. The test set is not opened.
/// </summary>
internal static class GanChoice
{
    private const int PoolImages = 40_000, JudgeImages = 10_000, ManifoldImages = 5_000, SyntheticImages = 10_000;

    /// <summary>Trains once and prints a row of a table at each of the given numbers of updates.</summary>
    /// <param name="preset">What the options start from.</param>
    /// <param name="changes">JSON of options that differ, as in a plan: {"learning_rate": 0.001}.</param>
    /// <param name="images">Training images, stratified.</param>
    /// <param name="seed">Root of the draw of the images and of the training.</param>
    /// <param name="evaluateAt">Generator updates at which to score; the last ends the training.</param>
    public static void Run(string preset, string changes, int images, long seed, int[] evaluateAt)
    {
        set_num_threads(1);
        var merged = JsonSerializer.SerializeToNode(GanPresets.Get(preset), Json.Line)!.AsObject();
        foreach (var (key, value) in JsonNode.Parse(changes)!.AsObject()) merged[key] = value?.DeepClone();
        var options = merged.Deserialize<GanOptions>(Json.Line)! with { GeneratorUpdates = evaluateAt[^1] };
        if (options.Faults() is { Count: > 0 } faults) throw UserInputException.FromFaults("options", faults);
        var all = DataSetReference.Parse("mnist:train").Load();
        var pool = Range(all, 0, PoolImages);
        var training = images == PoolImages ? pool : pool.Select(StratifiedSubset.Draw(pool.Labels, images, SeedTree.FromSeed(seed).Child("subset").Random()));
        var test = Range(all, PoolImages + JudgeImages, all.Count);
        using var judge = InDomainExtractor.Train(Range(all, PoolImages, PoolImages + JudgeImages), test, 1, cacheFolder: null);
        using var tensors = new ImageTensors(training);
        using var filter = Filter(tensors);
        var shape = new DcganShape(28, 28, 1, 10, options.LatentDimension, options.Filters);
        using var trainer = new GanTrainer(options, shape, tensors, SeedTree.FromSeed(seed).Child("gan"));
        var cost = TimeSpan.Zero;
        Console.WriteLine("| updates | processor s | CAS | CAS, filtered (kept) | agreement (real images) | coverage / real |\n|---:|---:|---:|---:|---:|---:|");
        foreach (var updates in evaluateAt)
        {
            var start = Process.GetCurrentProcess().TotalProcessorTime;
            while (trainer.Updates < updates) trainer.Step();
            cost += Process.GetCurrentProcess().TotalProcessorTime - start;
            Console.WriteLine($"| {updates:N0} | {cost.TotalSeconds:F0} | {Row(trainer, tensors, shape, pool, test, judge, filter)} |");
        }
    }

    private static string Row(GanTrainer trainer, ImageTensors training, DcganShape shape, LabelledImages pool, LabelledImages test, InDomainExtractor judge, ConvClassifier filter)
    {
        NormStatistics.Recompute(trainer.Average, training.Labels, shape.LatentDimension, SeedTree.FromSeed(1).Child("norm"));
        var labels = Enumerable.Range(0, SyntheticImages * 3 / 2).Select(i => i % 10).ToArray();
        var drawn = GanSampler.Sample(trainer.Average, shape, labels, test.ClassNames, "synthetic", SeedTree.FromSeed(1).Child("samples"));
        var synthetic = Range(drawn, 0, SyntheticImages);
        var right = Agrees(filter, drawn);
        var kept = drawn.Select([.. Enumerable.Range(0, drawn.Count).Where(i => right[i]).Take(SyntheticImages)]);
        var (coverage, reached) = Coverage(judge, Range(test, 0, ManifoldImages), Range(synthetic, 0, ManifoldImages), Range(pool, 0, ManifoldImages));
        return $"{Cas(synthetic, test):P2} | {Cas(kept, test):P2} ({right.Count(r => r) / (double)right.Length:P1}) | {LabelAgreement.Of(judge.Network, synthetic).Agreement:P2} ({judge.Accuracy:P2}) | {coverage / reached:F3}";
    }

    private static double Cas(LabelledImages synthetic, LabelledImages test) => ClassificationAccuracyScore.Of(synthetic, test, SeedTree.FromSeed(1).Child("cas")).Accuracy;

    private static (double Synthetic, double Real) Coverage(InDomainExtractor judge, LabelledImages real, LabelledImages synthetic, LabelledImages other)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var (a, b, c) = (Features(judge, real), Features(judge, synthetic), Features(judge, other));
        return (DensityCoverage.Of(a, b).Coverage, DensityCoverage.Of(a, c).Coverage);
    }

    private static Tensor Features(InDomainExtractor judge, LabelledImages images)
    {
        using var tensors = new ImageTensors(images);
        return cat([.. tensors.Pixels.split(500).Select(part => judge.Network.Features(PixelScale.ToUnit(part)))], 0);
    }

    /// <summary>Sees the GAN's own training images only.</summary>
    private static ConvClassifier Filter(ImageTensors training) =>
        new ClassifierTrainer(new ClassifierOptions { Width = new ClassifierWidth(32, 64, 100) }, SeedTree.FromSeed(2), withCurve: false).Train((28, 28), training, training, 1_500).Network;

    private static bool[] Agrees(ConvClassifier filter, LabelledImages images)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        using var tensors = new ImageTensors(images);
        var predicted = tensors.Pixels.split(500).SelectMany(part => filter.forward(PixelScale.ToUnit(part)).argmax(1).data<long>().ToArray());
        return [.. predicted.Zip(images.Labels, (p, label) => p == label)];
    }

    private static LabelledImages Range(LabelledImages images, int start, int end) => images.Select([.. Enumerable.Range(start, end - start)], $"{start}-{end}");
}
