using BenchmarkDotNet.Attributes;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Studies.Plans;
using static TorchSharp.torch;

namespace Mintage.Benchmarks;

/// <summary>A training step of the classifier on grey images of 28 pixels, beside the same network as nn modules with TorchSharp's Adam; one thread.</summary>
public class ClassifierBenchmarks
{
    private ClassifierStep step = null!;
    private nn.Module<Tensor, Tensor> modules = null!;
    private optim.Optimizer adam = null!;
    private int count;

    [Params("narrow", "wide")]
    public string Width { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var options = new ClassifierOptions { Width = ClassifierPresets.Find(Width)! };
        step = new ClassifierStep(options, 28, 1);
        modules = Modules(options.Width);
        adam = optim.Adam(modules.parameters(), options.LearningRate);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        step.Dispose();
        modules.Dispose();
        adam.Dispose();
    }

    [Benchmark(Baseline = true, Description = "nn modules, TorchSharp's Adam")]
    public float ModulesStep()
    {
        using var scope = NewDisposeScope();
        var (x, labels) = step.Batches.Batch(count++);
        adam.zero_grad();
        var loss = nn.functional.cross_entropy(modules.forward(x), labels);
        loss.backward();
        adam.step();
        return loss.item<float>();
    }

    [Benchmark(Description = "ours")]
    public double Step() => step.Run();

    private static nn.Module<Tensor, Tensor> Modules(ClassifierWidth width) => nn.Sequential(
        nn.Conv2d(1, width.Filters1, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(width.Filters1, width.Filters2, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(width.Filters2 * 49, width.Hidden), nn.ReLU(), nn.Linear(width.Hidden, 10));
}

/// <summary>A training step of both networks on larger images in colour; one thread.</summary>
public class LargeClassifierBenchmarks
{
    private ClassifierStep step = null!;

    [Params(32, 48, 64)]
    public int Size { get; set; }

    [Params("wide CNN", "residual")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Setup() => step = new ClassifierStep(Network == "residual" ? ClassifierOptions.ResidualNetwork : ClassifierOptions.WideCnn, Size, 3);

    [GlobalCleanup]
    public void Cleanup() => step.Dispose();

    [Benchmark]
    public double Step() => step.Run();
}

/// <summary>A classifier that trains on noise, step by step.</summary>
internal sealed class ClassifierStep : IDisposable
{
    private const int Images = 2_560;

    private readonly ImageTensors images;
    private readonly ClassifierSession session;
    private int step;

    public ClassifierStep(ClassifierOptions options, int size, int channels)
    {
        TorchRuntime.Start();
        var (random, seed) = (SeedTree.FromSeed(1).Random(), SeedTree.FromSeed(1));
        byte[] pixels = [.. Enumerable.Range(0, Images * size * size * channels).Select(_ => (byte)random.NextInt32(256))];
        images = new ImageTensors(new LabelledImages(
            "noise", pixels, [.. Enumerable.Range(0, Images).Select(i => i % 10)], size, size, channels, [.. Enumerable.Range(0, 10).Select(i => $"{i}")]));
        Batches = new TrainingBatches(images, options.BatchSize, seed);
        session = new ClassifierSession(options, seed, Batches, int.MaxValue);
    }

    public TrainingBatches Batches { get; }

    public double Run() => session.Step(step++).Loss;

    public void Dispose()
    {
        session.Dispose();
        images.Dispose();
    }
}
