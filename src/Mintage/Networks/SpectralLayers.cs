using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>
/// A layer whose weight is divided by its largest singular value: <see cref="SpectralNorm"/>. Every forward pass in
/// training mode first runs one power iteration. u and v are buffers, so checkpoints include them.
/// </summary>
internal abstract class SpectralLayer : Module<Tensor, Tensor>
{
    private protected readonly Parameter weight;
    private protected readonly Parameter? bias;
    private protected readonly Tensor u, v;

    private protected SpectralLayer(string name, long[] shape, bool hasBias) : base(name)
    {
        // Ones, so that sigma is not zero before the initial weights are drawn.
        weight = new Parameter(ones(shape));
        bias = hasBias ? new Parameter(zeros(shape[0])) : null;
        u = ones(shape[0]);
        v = ones(weight.numel() / shape[0]);
    }

    /// <summary>Call once after the initial weight is drawn.</summary>
    internal void Start(SeededRandom random) => SpectralNorm.Start(weight, u, v, random);

    /// <summary>Gives the weight for this forward pass.</summary>
    private protected Tensor Normalised()
    {
        if (training) SpectralNorm.Iterate(weight, u, v);
        return SpectralNorm.Divide(weight, u, v);
    }
}

/// <summary>A linear layer under spectral norm: [B, in] to [B, out].</summary>
internal sealed class SpectralLinear : SpectralLayer
{
    /// <summary>Weight [out, in] and bias [out], not yet drawn. Build it outside any dispose scope.</summary>
    public SpectralLinear(long inputs, long outputs, bool hasBias = true)
        : base(nameof(SpectralLinear), [outputs, inputs], hasBias) => RegisterComponents();

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return functional.linear(x, Normalised().to(x.dtype), bias?.to(x.dtype)).MoveToOuterDisposeScope();
    }
}

/// <summary>A convolution under spectral norm: [B, in, H, W] to [B, out, H', W'].</summary>
internal sealed class SpectralConv2d : SpectralLayer
{
    private readonly long stride, padding;

    /// <summary>
    /// Weight [out, in, kernel, kernel] and bias [out], not yet drawn. Build it outside any dispose scope.
    /// </summary>
    public SpectralConv2d(
        long inputs, long outputs, long kernel, long stride = 1, long padding = 0, bool hasBias = true)
        : base(nameof(SpectralConv2d), [outputs, inputs, kernel, kernel], hasBias)
    {
        (this.stride, this.padding) = (stride, padding);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return functional.conv2d(x, Normalised().to(x.dtype), bias?.to(x.dtype), strides: [stride, stride],
            padding: [padding, padding]).MoveToOuterDisposeScope();
    }
}
