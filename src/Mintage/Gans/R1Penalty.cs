using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>E |grad D(x)|² on real images: Mescheder et al. 2018, arXiv:1801.04406, equation 9, without its factor
/// gamma/2.</summary>
internal static class R1Penalty
{
    /// <summary>Computes the unweighted penalty.</summary>
    /// <param name="images">Float32 [B, C, H, W], real images that require gradients.</param>
    /// <param name="logits">Float32 [B], the discriminator's logits for them. It must treat images independently (no
    /// batch norm).</param>
    /// <returns>Scalar with a graph to the discriminator's weights; the caller's scope owns it.</returns>
    public static Tensor Of(Tensor images, Tensor logits)
    {
        using var scope = NewDisposeScope();
        var gradient = autograd.grad([logits.sum()], [images], retain_graph: true, create_graph: true)[0].flatten(1);
        return (gradient * gradient).sum([1]).mean().MoveToOuterDisposeScope();
    }
}
