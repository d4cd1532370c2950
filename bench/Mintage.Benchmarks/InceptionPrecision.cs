using Mintage.Metrics;
using Mintage.Networks.Inception;
using Mintage.Runtime;
using Mintage.Tests;
using Mintage.Tests.Networks.Inception;
using static TorchSharp.torch;

namespace Mintage.Benchmarks;

/// <summary><c>inception --precision</c>: how far each build of the network is from pytorch-fid, on the formula weights.</summary>
internal static class InceptionPrecision
{
    private static readonly (string Name, InceptionBuild Build)[] Builds =
    [
        ("unfolded, float32", InceptionBuild.Original), ("folded, channels-last, float32", new()), ("folded, channels-last, bfloat16", new(Precision: ScalarType.BFloat16)),
    ];

    public static void Run()
    {
        TorchRuntime.Start(1);
        var expected = GoldenFile.Json("inception_results.json").GetProperty("fid").GetProperty("2048").GetProperty("a_b").GetProperty("stable_float64").GetDouble();
        Console.WriteLine($"{"network",-34} {"feature difference",18} {"FID(A,B)",14} {"relative",9} {"FID(A,A)",9}");
        foreach (var (name, build) in Builds)
        {
            using var network = InceptionV3.Load(FormulaWeights.File, build);
            using var a = Features(network, "a");
            using var b = Features(network, "b");
            var difference = Math.Max(InceptionGolden.Difference(a, "features_a_2048.npy"), InceptionGolden.Difference(b, "features_b_2048.npy"));
            var fid = Frechet(a, b);
            Console.WriteLine($"{name,-34} {difference,18:E1} {fid,14:G10} {(fid / expected) - 1,9:E1} {Frechet(a, a),9:E1}");
        }
    }

    private static Tensor Features(InceptionV3 network, string set)
    {
        using var pixels = InceptionGolden.Images(set);
        return new InceptionFeatures(network, Workers: 2).Of(pixels);
    }

    private static double Frechet(Tensor a, Tensor b)
    {
        using var x = FeatureStatistics.Of(a);
        using var y = FeatureStatistics.Of(b);
        return FrechetDistance.Between(x, y);
    }
}
