using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>Scales pixels to network inputs and back. Safe to use from several threads.</summary>
public static class PixelScale
{
    /// <summary>Converts uint8 to float32 in [0, 1] (x / 255), as the article does for its classifiers.</summary>
    public static Tensor ToUnit(Tensor pixels) => pixels.to(ScalarType.Float32).MultiplyInPlace(1f / 255f);

    /// <summary>Converts uint8 to float32 in [-1, 1] (x / 127.5 - 1), the range of a generator's tanh.</summary>
    public static Tensor ToSymmetric(Tensor pixels) =>
        pixels.to(ScalarType.Float32).MultiplyInPlace(1f / 127.5f).AddInPlace(-1);

    /// <summary>Converts float32 in [-1, 1] to uint8, rounded to the nearest value. Values outside are
    /// clamped.</summary>
    public static Tensor FromSymmetric(Tensor values) =>
        values.Plus(1).MultiplyInPlace(127.5).round_().ClampInPlace(0, 255).to(ScalarType.Byte);
}
