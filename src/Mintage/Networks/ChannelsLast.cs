using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>
/// The channels-last layout: the same tensor with each pixel's channels side by side in memory. The convolutions of
/// libtorch's CPU keep it, and are faster in it because they need not rearrange their input.
/// </summary>
internal static class ChannelsLast
{
    /// <summary>The same values, [N, C, H, W], in channels-last strides; the caller's scope owns the result.</summary>
    /// <remarks>TorchSharp has no memory format argument.</remarks>
    public static Tensor Of(Tensor nchw) => nchw.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
