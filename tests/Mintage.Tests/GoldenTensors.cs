using Mintage.Data;
using static TorchSharp.torch;

namespace Mintage.Tests;

internal static partial class GoldenFile
{
    /// <summary>A .npy of bytes, float32 or float64 as a tensor; the caller's scope owns it.</summary>
    public static Tensor Tensor(string name)
    {
        using var stream = File.OpenRead(Path(name));
        var array = NpyArray.Read(stream, name);
        long[] shape = [.. array.Shape.Select(size => (long)size)];
        return array.Data switch
        {
            byte[] bytes => tensor(bytes, shape),
            float[] floats => tensor(floats, shape),
            _ => tensor(array.Values<double>(), shape),
        };
    }
}
