using System.Runtime.InteropServices;
using System.Text;
using Mintage.Networks;
using Mintage.Networks.Inception;
using Mintage.Networks.Weights;

namespace Mintage.Tests.Networks.Inception;

/// <summary>
/// Inception weights from a formula instead of the published file, which is not in the repository: the reference outputs
/// were made with the same numbers, bit for bit (the formula is in Golden/README.md).
/// </summary>
internal static class FormulaWeights
{
    private const ulong Seed = 1;
    private static readonly Lazy<WeightFile> LazyFile = new(() => new WeightFile("formula", new string('0', 64), IsOfficial: false, Make()));
    private static readonly Lazy<InceptionV3> LazyNetwork = new(() => InceptionV3.Load(File));

    /// <summary>All 566 entries in the order of the original network's state.</summary>
    public static WeightFile File => LazyFile.Value;

    /// <summary>One network for all tests; it keeps no state.</summary>
    public static InceptionV3 Network => LazyNetwork.Value;

    /// <summary>Outputs of the SplitMix64 stream of this name.</summary>
    public static IEnumerable<ulong> Stream(string key)
    {
        var state = unchecked(Seed + Fnv1A(key));
        for (; ; )
        {
            state = unchecked(state + 0x9e3779b97f4a7c15);
            var z = state;
            z = unchecked((z ^ (z >> 30)) * 0xbf58476d1ce4e5b9);
            z = unchecked((z ^ (z >> 27)) * 0x94d049bb133111eb);
            yield return z ^ (z >> 31);
        }
    }

    /// <summary>Weights whose variances make our network compute what it would with another epsilon in its batch norms.</summary>
    public static WeightFile WithNormEpsilon(float epsilon) => File with
    {
        Tensors = File.Tensors.Values
            .Select(tensor => tensor.Name.EndsWith("running_var", StringComparison.Ordinal)
                ? tensor with { Bytes = Bytes(Array.ConvertAll(MemoryMarshal.Cast<byte, float>(tensor.Bytes.Span).ToArray(), v => v + epsilon - 1e-3f)) }
                : tensor)
            .ToDictionary(tensor => tensor.Name),
    };

    private static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static ulong Fnv1A(string key) =>
        Encoding.UTF8.GetBytes(key).Aggregate(0xcbf29ce484222325, (hash, b) => unchecked((hash ^ b) * 0x100000001b3));

    private static Dictionary<string, SafeTensor> Make() => GoldenFile.Json("inception_keys.json").GetProperty("entries").EnumerateArray()
        .Select(entry => Make(entry.GetProperty("key").GetString()!, [.. entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())]))
        .ToDictionary(tensor => tensor.Name);

    private static SafeTensor Make(string key, long[] shape)
    {
        if (key.EndsWith("num_batches_tracked", StringComparison.Ordinal)) return new SafeTensor(key, "I64", shape, new byte[8]);
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        var scale = Formula(key, shape);
        var i = 0;
        foreach (var output in Stream(key))
        {
            values[i++] = scale(((long)(output >> 40) - (1 << 23)) / (float)(1 << 23));
            if (i == values.Length) break;
        }
        return new SafeTensor(key, "F32", shape, Bytes(values));
    }

    /// <summary>float32 at every step, as the formula asks for.</summary>
    private static Func<float, float> Formula(string key, long[] shape)
    {
        if (key.EndsWith("conv.weight", StringComparison.Ordinal))
        {
            var bound = (float)Math.Sqrt(6.0 / (shape[1] * shape[2] * shape[3]));
            return u => u * bound;
        }
        if (key == "fc.weight") return u => u * (float)Math.Sqrt(0.375);
        if (key.EndsWith("bn.weight", StringComparison.Ordinal)) return u => 1 + (0.1f * u);
        if (key.EndsWith("running_var", StringComparison.Ordinal)) return u => 1 + (0.5f * Math.Abs(u));
        return u => 0.1f * u;
    }
}
