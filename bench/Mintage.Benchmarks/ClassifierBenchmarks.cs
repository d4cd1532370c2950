using BenchmarkDotNet.Attributes;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Studies.Plans;
using static TorchSharp.torch;

namespace Mintage.Benchmarks;

/// <summary>A training step of the classifier, beside the same network as nn modules with TorchSharp's Adam; one thread.</summary>
public class ClassifierBenchmarks
{
    private const int Images = 10_000, BatchSize = 128;

    private ImageTensors images = null!;
    private TrainingBatches batches = null!;
    private ClassifierTrainer trainer = null!;
    private ConvClassifier network = null!;
    private FusedAdam optimiser = null!;
    private nn.Module<Tensor, Tensor> modules = null!;
    private optim.Optimizer adam = null!;
    private int step;

    [Params("narrow", "wide")]
    public string Width { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        TorchRuntime.Start();
        var random = SeedTree.FromSeed(1).Random();
        byte[] pixels = [.. Enumerable.Range(0, Images * 784).Select(_ => (byte)random.NextInt32(256))];
        images = new ImageTensors(new LabelledImages("noise", pixels, [.. Enumerable.Range(0, Images).Select(i => i % 10)], 28, 28, 1, [.. Enumerable.Range(0, 10).Select(i => $"{i}")]));
        var (options, seed) = (new ClassifierOptions { Width = ClassifierPresets.Find(Width)! }, SeedTree.FromSeed(1));
        (trainer, batches) = (new ClassifierTrainer(options, seed), new TrainingBatches(images, BatchSize, seed));
        network = trainer.NewNetwork((28, 28), batches);
        optimiser = new FusedAdam(network.parameters(), options.LearningRate);
        modules = Modules(options.Width);
        adam = optim.Adam(modules.parameters(), options.LearningRate);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        network.Dispose();
        modules.Dispose();
        adam.Dispose();
        images.Dispose();
    }

    [Benchmark(Baseline = true, Description = "nn modules, TorchSharp's Adam")]
    public float ModulesStep()
    {
        using var scope = NewDisposeScope();
        var (x, labels) = batches.Batch(step++);
        adam.zero_grad();
        var loss = nn.functional.cross_entropy(modules.forward(x), labels);
        loss.backward();
        adam.step();
        return loss.item<float>();
    }

    [Benchmark(Description = "ours")]
    public double Step() => trainer.Step(network, optimiser, batches, step++).Loss;

    private static nn.Module<Tensor, Tensor> Modules(ClassifierWidth width) => nn.Sequential(
        nn.Conv2d(1, width.Filters1, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(width.Filters1, width.Filters2, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(width.Filters2 * 49, width.Hidden), nn.ReLU(), nn.Linear(width.Hidden, 10));
}
