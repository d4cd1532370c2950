using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>
/// The channels-last layout: the same tensor with each pixel's channels side by side in memory. The convolutions of
/// libtorch's CPU keep it, and are faster in it because they need not rearrange their input.
/// </summary>
internal static class ChannelsLast
{
    /// <summary>The same values, [N, C, H, W], in channels-last strides; the caller's scope owns the result.</summary>
    /// <remarks>
    /// TorchSharp has no memory format argument. With one channel both layouts have the same places in memory, and
    /// libtorch takes the tensor for channels-last only when the strides say so.
    /// </remarks>
    public static Tensor Of(Tensor nchw)
    {
        var pixelsFirst = nchw.shape[1] == 1
            ? nchw.reshape(nchw.shape[0], nchw.shape[2], nchw.shape[3], 1)
            : nchw.permute(0, 2, 3, 1).contiguous();
        return pixelsFirst.permute(0, 3, 1, 2);
    }
}
