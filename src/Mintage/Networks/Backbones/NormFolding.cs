using System.Runtime.InteropServices;

namespace Mintage.Networks.Backbones;

/// <summary>Folds a frozen batch norm into the convolution before it: the same function with one operation
/// less.</summary>
internal static class NormFolding
{
    /// <summary>Gives weight and bias of the folded convolution, named NAME.weight and NAME.bias.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="weight">Float32 [out, in, height, width].</param>
    /// <param name="norm">Gain, bias, mean and variance, each float32 [out].</param>
    /// <param name="epsilon">Added to variances before the root.</param>
    /// <exception cref="FormatException">A number is not finite, or a variance is negative.</exception>
    public static IReadOnlyList<SafeTensor> Fold(
        string name, SafeTensor weight, IReadOnlyList<SafeTensor> norm, float epsilon)
    {
        var (gain, shift, mean, variance) = (Floats(norm[0]), Floats(norm[1]), Floats(norm[2]), Floats(norm[3]));
        var weights = Floats(weight);
        var bias = new float[gain.Length];
        var perOutput = weights.Length / bias.Length;
        for (var c = 0; c < bias.Length; c++)
        {
            // In float64 and rounded once, so that nothing is lost that the two operations would have kept.
            var scale = gain[c] / Math.Sqrt((double)variance[c] + epsilon);
            bias[c] = (float)(shift[c] - (mean[c] * scale));
            foreach (ref var w in weights.AsSpan(c * perOutput, perOutput)) w = (float)(w * scale);
        }
        return Array.TrueForAll(bias, float.IsFinite) && Array.TrueForAll(weights, float.IsFinite)
            ? [Tensor("weight", weight.Shape, weights), Tensor("bias", [bias.Length], bias)]
            : throw new FormatException($"'{name}' must have finite numbers and variances that are not negative");

        SafeTensor Tensor(string part, long[] shape, float[] values) =>
            new($"{name}.{part}", "F32", shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    private static float[] Floats(SafeTensor tensor) =>
        MemoryMarshal.Cast<byte, float>(tensor.Bytes.Span).ToArray();
}
