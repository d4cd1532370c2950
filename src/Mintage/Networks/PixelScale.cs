using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>The two ways pixels become network inputs.</summary>
public static class PixelScale
{
    /// <summary>uint8 to float32 in [0, 1], as the article does for its classifiers (x / 255).</summary>
    public static Tensor ToUnit(Tensor pixels) => pixels.to(ScalarType.Float32).MultiplyInPlace(1f / 255f);

    /// <summary>uint8 to float32 in [-1, 1], the range of a generator's tanh (x / 127.5 - 1).</summary>
    public static Tensor ToSymmetric(Tensor pixels) => pixels.to(ScalarType.Float32).MultiplyInPlace(1f / 127.5f).AddInPlace(-1);

    /// <summary>Float32 in [-1, 1] to uint8, rounded to the nearest value; what lies outside is clamped.</summary>
    public static Tensor FromSymmetric(Tensor values) =>
        values.Plus(1).MultiplyInPlace(127.5).round_().ClampInPlace(0, 255).to(ScalarType.Byte);
}
