using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace Mintage.Augmentation;

/// <summary>
/// affine_grid without align_corners, in one operation in place of ten: the places of the pixels are made once for
/// every size and device, and kept. Safe to use from several threads.
/// </summary>
internal static class SamplingGrid
{
    private static readonly ConcurrentDictionary<(int Height, int Width, string Device), Tensor> Kept = [];

    /// <param name="theta">Float32 [B, 2, 3]: where the pixels of an image come from.</param>
    /// <param name="height">H of the images.</param>
    /// <param name="width">W of the images.</param>
    /// <returns>Float32 [B, H, W, 2], x first; the caller's scope owns it.</returns>
    public static Tensor Of(Tensor theta, int height, int width)
    {
        using var scope = NewDisposeScope();
        var places = Kept.GetOrAdd((height, width, theta.device.ToString()), _ => Places(height, width, theta.device));
        return places.expand(theta.shape[0], -1, -1).bmm(theta.transpose(1, 2)).view(-1, height, width, 2)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Float32 [1, H * W, 3]: x and y of the middle of every pixel in [-1, 1], and 1.</summary>
    private static Tensor Places(int height, int width, Device device)
    {
        var places = new float[height * width * 3];
        for (var i = 0; i < height * width; i++)
        {
            places[3 * i] = (((2 * (i % width)) + 1f) / width) - 1;
            places[(3 * i) + 1] = (((2 * (i / width)) + 1f) / height) - 1;
            places[(3 * i) + 2] = 1;
        }
        using var host = tensor(places, [1, height * width, 3], device: CPU);
        return (device.type == TorchSharp.DeviceType.CPU ? host.clone() : host.to(device)).DetachFromDisposeScope();
    }
}
