using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>
/// A network's float32 weights in the type that a pass computes in. On a GPU those of all layers are cast together, and
/// so are their gradients: a cast for each would be a launch for each, both ways.
/// </summary>
internal sealed class CastWeights
{
    private readonly Dictionary<Tensor, Tensor> cast = new(ReferenceEqualityComparer.Instance);

    private CastWeights()
    {
    }

    /// <summary>Casts for one pass. The caller's scope owns the tensors.</summary>
    /// <param name="layers">The layers whose weights are cast; others keep float32 or cast by themselves.</param>
    /// <param name="bfloat16">Whether the pass computes in bfloat16.</param>
    /// <param name="input">An input of the pass, for its device.</param>
    public static CastWeights Of(IEnumerable<nn.Module?> layers, bool bfloat16, Tensor input)
    {
        var weights = new CastWeights();
        if (!bfloat16 || !TensorOperations.AreUsedFor(input)) return weights;
        var all = FlatTensors.Ordered(
            layers.Where(layer => layer is Conv2d or ConvTranspose2d or Linear)
                .SelectMany(layer => layer!.parameters()),
            parameter => parameter);
        var parts = FlatTensors.Joined(all).to(ScalarType.BFloat16).split([.. all.Select(p => p.numel())]);
        foreach (var (parameter, part) in all.Zip(parts)) weights.cast[parameter] = part.view(parameter.shape);
        return weights;
    }

    /// <summary>A weight or bias in a type; null for none.</summary>
    public Tensor? In(ScalarType type, Tensor? weight) =>
        weight is null ? null : cast.GetValueOrDefault(weight) ?? weight.to(type);
}
