using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Augmentation;

/// <summary>Changes the images of a batch at random, but not what they show.</summary>
public interface IAugmentation
{
    /// <summary>Changes every image at random.</summary>
    /// <param name="images">Float32 [B, C, H, W] in [0, 1], in any layout; left alone.</param>
    /// <param name="random">All draws happen on the host.</param>
    /// <returns>A new tensor of the same shape, range and device; the caller's dispose scope owns it.</returns>
    Tensor Apply(Tensor images, SeededRandom random);
}
