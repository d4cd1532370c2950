using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

/// <summary>Made-up features.</summary>
internal static class Samples
{
    /// <summary>Independent normal features, float32 [count, width].</summary>
    public static Tensor Normal(int count, int width, long seed, double mean = 0, double deviation = 1)
    {
        var values = new float[count * width];
        SeedTree.FromSeed(seed).Child("samples").Random().FillNormal(values);
        return tensor(Array.ConvertAll(values, v => (float)((deviation * v) + mean)), [count, width]);
    }

    /// <summary>Points of a small grid: many equal points and many equal distances.</summary>
    public static Tensor Grid(int count, int width, int side, long seed)
    {
        var random = SeedTree.FromSeed(seed).Child("grid").Random();
        return tensor([.. Enumerable.Range(0, count * width).Select(_ => (float)random.NextInt32(side))], [count, width]);
    }

    public static Tensor Shuffled(Tensor rows, long seed) =>
        rows.index_select(0, tensor(Array.ConvertAll(SeedTree.FromSeed(seed).Random().Permutation((int)rows.shape[0]), i => (long)i)));
}
