using System.Runtime.InteropServices;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>
/// Draws initial weights from the seed tree, not from libtorch's global generator, so that they depend on the
/// seed only. TorchSharp's constructors draw from the global generator first; every weight is overwritten here.
/// </summary>
public static class WeightInit
{
    /// <summary>
    /// Fills a float32 CPU tensor with N(0, <paramref name="deviation"/>²); the DCGAN paper uses 0.02.
    /// </summary>
    public static void Normal(Tensor weight, double deviation, SeededRandom random)
    {
        var values = new float[weight.numel()];
        random.FillNormal(values);
        for (var i = 0; i < values.Length; i++) values[i] *= (float)deviation;
        Copy(values, weight);
    }

    /// <summary>
    /// Fills with the uniform distribution of Glorot and Bengio (2010), U(±sqrt(6 / (fan in + fan out))): Keras'
    /// default, and so the start of the article's networks.
    /// </summary>
    /// <param name="weight">Float32, CPU, shape [out, in] or [out, in, kh, kw].</param>
    /// <param name="random">The stream for this tensor.</param>
    public static void GlorotUniform(Tensor weight, SeededRandom random)
    {
        long field = 1;
        for (var d = 2; d < weight.shape.Length; d++) field *= weight.shape[d];
        var limit = (float)Math.Sqrt(6.0 / ((weight.shape[0] + weight.shape[1]) * field));
        var values = new float[weight.numel()];
        random.FillUniform(values, -limit, limit);
        Copy(values, weight);
    }

    /// <summary>
    /// Fills with N(0, 2 / fan in), which keeps the scale through convolutions followed by ReLU: He et al. 2015
    /// (arXiv:1502.01852).
    /// </summary>
    /// <param name="weight">Float32, CPU, shape [out, in, kh, kw].</param>
    /// <param name="random">The stream for this tensor.</param>
    public static void HeNormal(Tensor weight, SeededRandom random) =>
        Normal(weight, Math.Sqrt(2.0 / (weight.shape[1] * weight.shape[2] * weight.shape[3])), random);

    /// <summary>Fills with one value.</summary>
    public static void Constant(Tensor weight, float value)
    {
        using var _ = no_grad();
        using TorchSharp.Scalar kept = value; // see ScalarArithmetic
        weight.fill_(kept);
    }

    private static void Copy(float[] values, Tensor weight) =>
        MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(weight.bytes);
}
