using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>E (|grad f(x̂)| - 1)², x̂ uniform on the line between a real and a fake image: Gulrajani et al. 2017, arXiv:1704.00028.</summary>
internal static class GradientPenalty
{
    /// <summary>Computes the unweighted penalty. The real and fake image of a pair share the label.</summary>
    /// <param name="critic">Maps images [B, C, H, W] and labels [B] to values [B]. Must treat images independently (no
    /// batch norm).</param>
    /// <param name="real">Float32 [B, C, H, W]; not disposed.</param>
    /// <param name="fake">Float32 [B, C, H, W]; treated as constant.</param>
    /// <param name="labels">Int64 [B].</param>
    /// <param name="random">Draws one position per pair.</param>
    /// <returns>Scalar with a graph to the critic's weights; the caller's scope owns it.</returns>
    public static Tensor Of(Func<Tensor, Tensor, Tensor> critic, Tensor real, Tensor fake, Tensor labels, SeededRandom random)
    {
        using var scope = NewDisposeScope();
        var positions = new float[real.shape[0]];
        random.FillUniform(positions);
        var alpha = tensor(positions, device: CPU).MovedTo(real.device).to(real.dtype).view(-1, 1, 1, 1);
        var between = lerp(fake.detach(), real, alpha).requires_grad_();
        var gradient = autograd.grad(
            [critic(between, labels).sum()], [between], retain_graph: true, create_graph: true)[0];
        // The root's slope is infinite at 0; the small constant keeps the second derivative finite there.
        var flat = gradient.flatten(1);
        var excess = (flat * flat).sum(1).AddInPlace(1e-12f).sqrt().Plus(-1);
        return (excess * excess).mean().MoveToOuterDisposeScope();
    }
}
