using Mintage.Data;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Benchmarks.Peers;

/// <summary>The images of these benchmarks.</summary>
internal static class Mnist
{
    /// <summary>The 60,000 training images.</summary>
    public static LabelledImages Training() => Load("train");

    /// <summary>A stratified part of these images, or all of them.</summary>
    public static LabelledImages Part(LabelledImages all, int count, SeedTree seed) =>
        count == all.Count ? all : all.Select(StratifiedSubset.Draw(all.Labels, count, seed.Child("images").Random()));

    /// <summary>The 10,000 test images.</summary>
    public static LabelledImages Test() => Load("test");

    private static LabelledImages Load(string part) => DataSetReference.Parse($"mnist:{part}").Load(new DataSetLoading { Report = Console.Error.WriteLine });
}
