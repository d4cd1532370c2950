using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>
/// Float32 tensors whose numbers lie one after the other in one, so that a GPU computes with all of them at once. A
/// small operation there costs its launch, whatever it works on.
/// </summary>
internal sealed class FlatTensors : IDisposable
{
    /// <summary>Kernels read several numbers at once where a tensor begins at a multiple of them.</summary>
    private const int Alignment = 16;

    private readonly long[] lengths;

    /// <summary>Moves the numbers of tensors together. The tensors stay what they are: the same objects, with the same
    /// values.</summary>
    /// <param name="tensors">On one device; at least one, best <see cref="Ordered"/>. Their layout becomes
    /// contiguous.</param>
    public FlatTensors(IReadOnlyList<Tensor> tensors)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        lengths = [.. tensors.Select(t => t.numel())];
        All = Joined(tensors).DetachFromDisposeScope();
        foreach (var (tensor, part) in tensors.Zip(Parts(All))) tensor.set_(part.view(tensor.shape));
    }

    /// <summary>Float32 [numbers of all tensors]. What changes here changes there.</summary>
    public Tensor All { get; }

    /// <summary>The numbers of several tensors, float32 [all of them], copied by one operation. The caller's scope owns
    /// it.</summary>
    public static Tensor Joined(IEnumerable<Tensor> tensors) => cat([.. tensors.Select(t => t.flatten())]);

    /// <summary>Puts those first whose lengths are multiples of <see cref="Alignment"/>: so they all begin at
    /// one.</summary>
    public static IReadOnlyList<T> Ordered<T>(IEnumerable<T> items, Func<T, Tensor> tensor) =>
        [.. items.OrderBy(item => tensor(item).numel() % Alignment == 0 ? 0 : 1)];

    /// <summary>Views of the parts of a tensor as long as <see cref="All"/>, one per tensor.</summary>
    public Tensor[] Parts(Tensor all) => all.split(lengths);

    /// <inheritdoc/>
    public void Dispose() => All.Dispose();
}
