using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks.Backbones;

/// <summary>
/// A convolution with bias, into which a batch norm was folded. Its weights do not train until they are asked to
/// (<see cref="ResNet18.Unfreeze"/>), and lie channels-last (<see cref="ChannelsLast"/>).
/// </summary>
internal sealed class FoldedConvolution : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly FoldedShape shape;

    /// <summary>Takes weight and bias from tensors named NAME.weight and NAME.bias, which must have the
    /// shape.</summary>
    public FoldedConvolution(string name, FoldedShape shape, IReadOnlyDictionary<string, SafeTensor> tensors)
        : base(nameof(FoldedConvolution))
    {
        this.shape = shape;
        weight = Frozen(tensors[$"{name}.weight"], isKernel: true);
        bias = Frozen(tensors[$"{name}.bias"], isKernel: false);
        RegisterComponents();
    }

    /// <summary>Maps float32 [N, in, H, W] to [N, out, H / stride, W / stride]; the caller's scope owns it.</summary>
    public override Tensor forward(Tensor input) => functional.conv2d(
        input, weight, bias, [shape.Stride, shape.Stride], [shape.Size / 2, shape.Size / 2]);

    private static Parameter Frozen(SafeTensor tensor, bool isKernel)
    {
        using var scope = NewDisposeScope();
        var values = empty(tensor.Shape, ScalarType.Float32, CPU);
        tensor.Bytes.Span.CopyTo(values.bytes);
        var parameter = new Parameter(isKernel ? ChannelsLast.Of(values) : values, requires_grad: false);
        return (Parameter)parameter.DetachFromDisposeScope();
    }
}
