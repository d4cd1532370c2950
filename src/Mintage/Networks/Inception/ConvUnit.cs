using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks.Inception;

/// <summary>Convolution, batch norm and ReLU, with the batch norm folded into the convolution.</summary>
internal sealed class FoldedConv : Module<Tensor, Tensor>
{
    private readonly Tensor weight;
    private readonly Tensor bias;
    private readonly ConvShape shape;

    /// <summary>Takes over weights that the caller has detached from its scope.</summary>
    public FoldedConv(ConvShape shape, Tensor weight, Tensor bias) : base(nameof(FoldedConv))
    {
        (this.shape, this.weight, this.bias) = (shape, weight, bias);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) =>
        functional.conv2d(input, weight, bias, [shape.Stride, shape.Stride], shape.Padding).relu_();
}

/// <summary>The same in three operations, as the original programs run it. Only tests and benchmarks use it.</summary>
internal sealed class UnfoldedConv : Module<Tensor, Tensor>
{
    private readonly Tensor weight;
    private readonly Tensor gain;
    private readonly Tensor bias;
    private readonly Tensor mean;
    private readonly Tensor variance;
    private readonly ConvShape shape;

    /// <summary>Takes over weights that the caller has detached from its scope.</summary>
    public UnfoldedConv(ConvShape shape, Tensor weight, Tensor gain, Tensor bias, Tensor mean, Tensor variance)
        : base(nameof(UnfoldedConv))
    {
        (this.shape, this.weight, this.gain, this.bias, this.mean, this.variance) =
            (shape, weight, gain, bias, mean, variance);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var x = functional.conv2d(input, weight, strides: [shape.Stride, shape.Stride], padding: shape.Padding);
        return functional.batch_norm(x, mean, variance, gain, bias, eps: InceptionLayers.NormEpsilon).relu_();
    }
}

/// <summary>Branches with the same input. Their output channels are joined in order.</summary>
internal sealed class Branches : Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.ModuleList<Module<Tensor, Tensor>> branches;

    public Branches(params Module<Tensor, Tensor>[] branches) : base(nameof(Branches))
    {
        this.branches = ModuleList(branches);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return cat([.. branches.Select(branch => branch.call(input))], 1).MoveToOuterDisposeScope();
    }
}

/// <summary>The shape of one convolution in the network.</summary>
/// <param name="Inputs">Number of input channels.</param>
/// <param name="Outputs">Number of output channels.</param>
/// <param name="Height">Height of the kernel.</param>
/// <param name="Width">Width of the kernel.</param>
/// <param name="Stride">Step in both directions.</param>
/// <param name="Padded">True pads with zeros to keep the input's size ("same"); false adds none ("valid").</param>
internal readonly record struct ConvShape(int Inputs, int Outputs, int Height, int Width, int Stride, bool Padded)
{
    /// <summary>Shape of the weights, [out, in, height, width].</summary>
    public long[] Weight => [Outputs, Inputs, Height, Width];

    /// <summary>Zeros above and below, left and right.</summary>
    public long[] Padding => Padded ? [Height / 2, Width / 2] : [0, 0];
}
