using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>
/// Minibatch standard deviation (Karras et al. 2018, arXiv:1710.10196, section 3): adds one feature map that shows how
/// much the images of a group differ, the mean over c, h, w of sqrt(Var over the group of x[c, h, w]). It gives away a
/// generator that shows the same image again and again.
/// </summary>
internal static class MinibatchDeviation
{
    /// <summary>Appends the map to the features.</summary>
    /// <param name="features">[B, C, H, W]; not disposed.</param>
    /// <param name="groupSize">At least 2, a divisor of B. Image i is grouped with i + B/size, i + 2B/size, ...</param>
    /// <returns>[B, C + 1, H, W], differentiable; the caller's scope owns it.</returns>
    public static Tensor Append(Tensor features, int groupSize)
    {
        using var scope = NewDisposeScope();
        var (batch, channels, height, width) =
            (features.shape[0], features.shape[1], features.shape[2], features.shape[3]);
        var grouped = features.reshape(groupSize, batch / groupSize, channels, height, width);
        var centred = grouped.Plus(grouped.mean([0], keepdim: true), -1);
        // The root's slope is infinite at 0, which equal images reach.
        var deviation = (centred * centred).mean([0]).AddInPlace(1e-8).sqrt().mean([1, 2, 3]);
        var map =
            deviation.view(1, -1, 1, 1, 1).expand(groupSize, -1, 1, height, width).reshape(batch, 1, height, width);
        return cat([features, map], 1).MoveToOuterDisposeScope();
    }
}
