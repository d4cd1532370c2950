using Mintage.Networks.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks.Inception;

/// <summary>Options for building the network from its weights.</summary>
/// <param name="Folded">True folds batch norms into the convolutions.</param>
/// <param name="ChannelsLast">True works in the channels-last layout.</param>
/// <param name="Precision">Float32 or bfloat16, for weights and activations.</param>
internal sealed record InceptionBuild(
    bool Folded = true, bool ChannelsLast = true, ScalarType Precision = ScalarType.Float32)
{
    /// <summary>As pytorch-fid runs it: the reference of tests and benchmarks.</summary>
    public static InceptionBuild Original { get; } = new(Folded: false, ChannelsLast: false);
}

/// <summary>Makes the layers that an architecture asks for by PyTorch's names, and checks the shape of each.</summary>
internal sealed class InceptionLayers(NamedWeights weights, InceptionBuild build, string prefix = "")
{
    /// <summary>Added to variances before the root; PyTorch's own networks have 1e-5.</summary>
    public const double NormEpsilon = 1e-3;

    /// <summary>Gives the layers of one block, whose names start with the block's name.</summary>
    public InceptionLayers Block(string name) => new(weights, build, $"{prefix}{name}.");

    /// <summary>A square convolution that keeps the size of its input.</summary>
    public Module<Tensor, Tensor> Same(string name, int inputs, int outputs, int size) =>
        Same(name, inputs, outputs, size, size);

    /// <summary>A convolution of height x width that keeps the size of its input.</summary>
    public Module<Tensor, Tensor> Same(string name, int inputs, int outputs, int height, int width) =>
        Make(prefix + name, new ConvShape(inputs, outputs, height, width, Stride: 1, Padded: true));

    /// <summary>A square convolution without padding.</summary>
    public Module<Tensor, Tensor> Valid(string name, int inputs, int outputs, int size, int stride = 1) =>
        Make(prefix + name, new ConvShape(inputs, outputs, size, size, stride, Padded: false));

    /// <summary>Gives a float32 tensor as stored in the file.</summary>
    public Tensor Plain(string name, params long[] shape)
    {
        using var scope = NewDisposeScope();
        return weights.Float64(prefix + name, shape).to(ScalarType.Float32).DetachFromDisposeScope();
    }

    private Module<Tensor, Tensor> Make(string name, ConvShape shape)
    {
        using var scope = NewDisposeScope();
        var weight = weights.Float64($"{name}.conv.weight", shape.Weight);
        var (gain, bias) = (Channels("weight"), Channels("bias"));
        var (mean, variance) = (Channels("running_mean"), Channels("running_var"));
        if (!build.Folded)
            return new UnfoldedConv(shape, Keep(weight), Keep(gain), Keep(bias), Keep(mean), Keep(variance));
        // In float64 and rounded once, so nothing is lost that the three separate operations would have kept.
        var scale = gain / (variance + NormEpsilon).sqrt();
        return new FoldedConv(shape, Keep(weight * scale.view(-1, 1, 1, 1)), Keep(bias - (mean * scale)));

        Tensor Channels(string entry) => weights.Float64($"{name}.bn.{entry}", [shape.Outputs]);
    }

    private Tensor Keep(Tensor value)
    {
        var stored = value.to(build.Precision);
        if (build.ChannelsLast && stored.dim() == 4) stored = ChannelsLast.Of(stored);
        return stored.DetachFromDisposeScope();
    }
}
