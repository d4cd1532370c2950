using Mintage.Networks;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// The pixels themselves as features, for nearest neighbours that need no network. They see copies, but not shifted ones;
/// never call a Fréchet distance of pixels a FID.
/// </summary>
public static class PixelFeatures
{
    /// <summary>Grey levels of every image; distances are exact, since squares of differences are whole numbers.</summary>
    /// <param name="images">At least one image; not disposed.</param>
    /// <returns>Float32 [N, C x H x W], 0 to 255; the caller disposes it.</returns>
    public static Tensor Of(ImageTensors images)
    {
        using var flat = images.Pixels.flatten(1);
        return flat.to(ScalarType.Float32);
    }
}
