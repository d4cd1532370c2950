using System.Diagnostics;
using Mintage.Benchmarks.Peers;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Benchmarks.GanSteps;

/// <summary>How long one update of a design takes; what a child process reports.</summary>
/// <param name="Seconds">Of one generator update with its discriminator updates.</param>
/// <param name="Images">Real images that the discriminator sees in it; none for the matrix product.</param>
/// <param name="MultiplyAdds">In it, where <see cref="GanWork"/> counts them.</param>
internal sealed record StepTime(double Seconds, int Images, long? MultiplyAdds)
{
    /// <summary>The contender that is no GAN: a float32 product of two square matrices of this side.</summary>
    public const string MatrixProduct = "matmul-1024";

    private const long Side = 1024;
    private const int WarmUp = 5, TrainingImages = 3_000;

    /// <summary>Times updates in this process, which must not have started torch before.</summary>
    public static StepTime Measure(string name, int threads, int updates)
    {
        if (name == MatrixProduct)
        {
            TorchRuntime.Start(threads);
            Tensor a = ones(Side, Side), b = ones(Side, Side);
            return new StepTime(Time(() => a.matmul(b).Dispose(), updates), 0, Side * Side * Side);
        }
        var design = GanDesign.Named(name);
        design.StartTorch(threads);
        var seed = SeedTree.FromSeed(1);
        using var gan = design.Build(Mnist.Part(Mnist.Training(), TrainingImages, seed), seed);
        return new StepTime(Time(() => gan.Step(), updates), gan.ImagesPerUpdate, GanWork.Of(design));
    }

    /// <summary>Of several measurements of one design.</summary>
    public static StepTime Median(List<StepTime> times) => times[0] with { Seconds = Benchmarks.Median.Of([.. times.Select(t => t.Seconds)]) };

    private static double Time(Action step, int updates)
    {
        for (var i = 0; i < WarmUp; i++) step();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < updates; i++) step();
        return Clock.SecondsSince(start) / updates;
    }
}
