using BenchmarkDotNet.Attributes;
using Mintage.Metrics;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Benchmarks;

/// <summary>
/// What the tiles cost beside the matrix products in them: exact neighbours and ball counts against the bare products of
/// the same pairs. The time grows with the square of the number of images.
/// </summary>
public class NeighbourBenchmarks
{
    private Tensor real = null!, synthetic = null!;

    [Params(4096)]
    public int Images { get; set; }

    [Params(64, 2048)]
    public int Features { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        TorchRuntime.Start();
        (real, synthetic) = (Normal(1), Normal(2));
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        real.Dispose();
        synthetic.Dispose();
    }

    [Benchmark(Baseline = true, Description = "float32 products of all pairs, alone")]
    public void Products()
    {
        using var columns = synthetic.t();
        for (var row = 0; row < Images; row += 1024)
        {
            using var rows = real.slice(0, row, row + 1024, 1);
            using var products = rows.matmul(columns);
        }
    }

    [Benchmark(Description = "5 nearest neighbours in the other set")]
    public object Nearest() => NearestNeighbours.Of(real, synthetic, 5);

    [Benchmark(Description = "density and coverage (both radii and all pairs)")]
    public object Coverage() => DensityCoverage.Of(real, synthetic);

    [Benchmark(Description = "kernel distance of all pairs (float64)")]
    public double Kernel() => KernelDistance.FullSample(real, synthetic);

    private Tensor Normal(long seed)
    {
        var values = new float[Images * Features];
        SeedTree.FromSeed(seed).Random().FillNormal(values);
        return tensor(values, [Images, Features]);
    }
}
