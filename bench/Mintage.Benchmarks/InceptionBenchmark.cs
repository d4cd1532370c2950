using System.Diagnostics;
using Mintage.Metrics;
using Mintage.Networks.Inception;
using Mintage.Runtime;
using Mintage.Tests.Networks.Inception;
using static TorchSharp.torch;

namespace Mintage.Benchmarks;

/// <summary>
/// <c>inception</c>: features per second, from the network as pytorch-fid runs it to ours, one step at a time. Each step
/// runs in a process of its own, because allocator and threads are set once per process; the steps take turns, so that
/// what else the machine does hits all of them.
/// </summary>
internal static class InceptionBenchmark
{
    private const int Rounds = 5, Cores = 2;

    /// <param name="Name">What was added to the step before.</param>
    /// <param name="Build">The network.</param>
    /// <param name="Batch">Images at once.</param>
    /// <param name="Threads">Threads per operation.</param>
    /// <param name="Workers">Batches at once.</param>
    /// <param name="OwnPreparation">Ours; else pytorch-fid's, by libtorch's own resizing of three channels.</param>
    /// <param name="KeepBlocks">Whether the allocator is tuned as in Mintage, or as in Python.</param>
    private sealed record Step(string Name, InceptionBuild Build, int Batch, int Threads = Cores, int Workers = 1, bool OwnPreparation = true, bool KeepBlocks = true);

    private static readonly InceptionBuild Folded = new(ChannelsLast: false), Ours = new(), Half = new(Precision: ScalarType.BFloat16);

    private static readonly Step[] Steps =
    [
        new("as pytorch-fid runs it: unfolded, batches of 50, 2 threads", InceptionBuild.Original, 50, OwnPreparation: false, KeepBlocks: false),
        new("+ allocator keeps freed blocks", InceptionBuild.Original, 50, OwnPreparation: false),
        new("+ one channel of a grey image resized instead of three", InceptionBuild.Original, 50),
        new("+ batch norms folded", Folded, 50),
        new("+ channels-last", Ours, 50),
        new("+ batches of 16", Ours, 16),
        new("+ 2 workers of 1 thread (the default of Mintage on 2 cores)", Ours, 16, Threads: 1, Workers: Cores),
        new("bfloat16 instead of float32", Half, 16, Threads: 1, Workers: Cores),
    ];

    /// <summary>Runs all steps in turn and prints images per second.</summary>
    public static void Run()
    {
        var speeds = Steps.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var step = 0; step < Steps.Length; step++) speeds[step].Add(1 / SecondsOf(step));
        }
        Console.WriteLine($"96 images of 28 x 28, {Rounds} rounds, {Cores} cores; images per second");
        Console.WriteLine($"{"step",-64} {"best",7} {"ratio",6} {"median",7} {"ratio",6}");
        for (var step = 0; step < Steps.Length; step++)
            Console.WriteLine($"{Steps[step].Name,-64} {speeds[step].Max(),7:F2} {speeds[step].Max() / speeds[0].Max(),6:F2} {Median.Of(speeds[step]),7:F2} {Median.Of(speeds[step]) / Median.Of(speeds[0]),6:F2}");
    }

    /// <summary>Runs one step in this process and prints its seconds per image.</summary>
    public static void RunStep(int index)
    {
        var step = Steps[index];
        LibTorch.Load();
        if (step.KeepBlocks) TorchRuntime.Start(step.Threads);
        else set_num_threads(step.Threads);
        using var network = InceptionV3.Load(FormulaWeights.File, step.Build);
        using var pixels = InceptionGolden.Images("a");
        Extract(step, network, pixels.slice(0, 0, step.Batch * step.Workers, 1)); // warm-up
        var start = Stopwatch.GetTimestamp();
        Extract(step, network, pixels);
        Console.WriteLine((Clock.SecondsSince(start) / pixels.shape[0]).ToString("R"));
    }

    private static void Extract(Step step, InceptionV3 network, Tensor pixels)
    {
        if (step.OwnPreparation)
        {
            new InceptionFeatures(network, Workers: step.Workers) { Batch = step.Batch }.Of(pixels).Dispose();
            return;
        }
        for (long start = 0; start < pixels.shape[0]; start += step.Batch)
        {
            using var scope = NewDisposeScope();
            var images = pixels.slice(0, start, Math.Min(start + step.Batch, pixels.shape[0]), 1).expand(-1, 3, -1, -1).to(ScalarType.Float32) / 255f;
            var size = InceptionV3.InputSize;
            network.call((2 * nn.functional.interpolate(images, size: [size, size], mode: InterpolationMode.Bilinear, align_corners: false)) - 1);
        }
    }

    private static double SecondsOf(int step) => double.Parse(OwnProcess.Run("inception", "--step", $"{step}"));
}
