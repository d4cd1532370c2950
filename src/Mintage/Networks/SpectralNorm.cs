using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>
/// W / sigma(W), with sigma the largest singular value of the weight as a matrix [out, everything else]: Miyato et al.
/// 2018, arXiv:1802.05957. Sigma is u'Wv, and one power iteration per training step, v = W'u / |W'u| and u = Wv / |Wv|,
/// keeps u and v at its singular vectors while the weight changes slowly.
/// </summary>
/// <remarks>
/// For a convolution this is the paper's matrix of the kernel, not the norm of the convolution, which is at most the
/// root of the kernel's area times sigma.
/// </remarks>
internal static class SpectralNorm
{
    /// <summary>Power iterations on the initial weight. After them sigma is accurate enough to train with.</summary>
    private const int FirstIterations = 15;

    /// <summary>Draws u and moves it to the singular vectors of an initial weight.</summary>
    /// <param name="weight">[out, ...], not zero.</param>
    /// <param name="u">Float32 [out], overwritten.</param>
    /// <param name="v">Float32 [the other dimensions together], overwritten.</param>
    /// <param name="random">Gives u's first direction.</param>
    public static void Start(Tensor weight, Tensor u, Tensor v, SeededRandom random)
    {
        WeightInit.Normal(u, 1, random);
        for (var i = 0; i < FirstIterations; i++) Iterate(weight, u, v);
    }

    /// <summary>Runs one power iteration. Overwrites u and v, outside any graph.</summary>
    public static void Iterate(Tensor weight, Tensor u, Tensor v)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var matrix = weight.flatten(1);
        v.copy_(nn.functional.normalize(matrix.t().mv(u), dim: 0));
        u.copy_(nn.functional.normalize(matrix.mv(v), dim: 0));
    }

    /// <summary>Divides the weight by sigma. Gradients flow to the weight through sigma too; u and v count as
    /// constants.</summary>
    /// <returns>In the weight's shape; the caller's scope owns it.</returns>
    public static Tensor Divide(Tensor weight, Tensor u, Tensor v)
    {
        using var scope = NewDisposeScope();
        // Copies, because the next forward pass changes u and v before the backward pass of this one needs them.
        var sigma = u.clone().dot(weight.flatten(1).mv(v.clone()));
        return weight.div(sigma).MoveToOuterDisposeScope();
    }
}
