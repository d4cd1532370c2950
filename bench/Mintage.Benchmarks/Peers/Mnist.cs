using Mintage.Data;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Benchmarks.Peers;

/// <summary>The images of these benchmarks.</summary>
internal static class Mnist
{
    /// <summary>A stratified part of the 60,000 training images, or all of them.</summary>
    public static LabelledImages Training(int count, SeedTree seed)
    {
        var all = Part("train");
        return count == all.Count ? all : all.Select(StratifiedSubset.Draw(all.Labels, count, seed.Child("images").Random()));
    }

    /// <summary>The 10,000 test images.</summary>
    public static LabelledImages Test() => Part("test");

    private static LabelledImages Part(string part) => DataSetReference.Parse($"mnist:{part}").Load(report: Console.Error.WriteLine);
}
