using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>
/// A small residual network for images from 32 pixels up: three stages, each with a convolution, max pooling that
/// halves the image, and a residual block; then a hidden layer and a softmax layer. It has no batch norm: with it the
/// network memorised a few thousand images sooner and recognised others worse
/// (docs/decisions/0010-residual-classifier.md), and synthetic images in a batch would change its output for the real
/// ones.
/// </summary>
public sealed class ResidualClassifier : Classifier
{
    private readonly ResidualStage stage1;
    private readonly ResidualStage stage2;
    private readonly ResidualStage stage3;
    private readonly Linear hidden;
    private readonly Linear output;

    /// <summary>Builds the network. Build it outside any dispose scope.</summary>
    /// <param name="maps">Maps of the first stage. The second has twice, the third four times as many; the hidden layer
    /// has eight times as many units.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">Image height, at least 8.</param>
    /// <param name="width">Image width, at least 8.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Source of the initial weights.</param>
    public ResidualClassifier(int maps, int channels, int height, int width, int classes, SeedTree seed)
        : base(nameof(ResidualClassifier))
    {
        Maps = maps;
        stage1 = new ResidualStage(channels, maps);
        stage2 = new ResidualStage(maps, 2 * maps);
        stage3 = new ResidualStage(2 * maps, 4 * maps);
        hidden = Linear(4 * maps * (height / 8) * (width / 8), 8 * maps);
        output = Linear(8 * maps, classes);
        RegisterComponents();
        foreach (var (name, parameter) in named_parameters())
        {
            var random = seed.Child(name).Random();
            // Blocks start by passing their input on, so that deep sums start small: Zhang et al. 2019
            // (arXiv:1901.09321).
            if (name.EndsWith("bias", StringComparison.Ordinal)
                || name.EndsWith("conv2.weight", StringComparison.Ordinal))
                WeightInit.Constant(parameter, 0);
            else if (parameter.shape.Length == 4) WeightInit.HeNormal(parameter, random);
            else WeightInit.GlorotUniform(parameter, random);
        }
    }

    /// <summary>Number of maps of the first stage.</summary>
    public int Maps { get; }

    /// <summary>Computes class logits.</summary>
    /// <param name="input">Float32 [B, C, H, W] in [0, 1].</param>
    /// <returns>Float32 [B, classes]; the caller's scope owns it.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return output.forward(Features(input)).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the hidden layer.</summary>
    /// <param name="input">Float32 [B, C, H, W] in [0, 1].</param>
    /// <returns>Float32 [B, 8 x maps], not negative; the caller's scope owns it.</returns>
    public override Tensor Features(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = stage3.forward(stage2.forward(stage1.forward(ChannelsLast.Of(input))));
        return hidden.forward(x.flatten(1)).relu_().MoveToOuterDisposeScope();
    }
}

/// <summary>
/// A stage of a <see cref="ResidualClassifier"/>: 3x3 convolution, 2x2 max pool and ReLU, then the basic block of a
/// ResNet (He et al. 2016, arXiv:1512.03385) without batch norm: two 3x3 convolutions, added to their input.
/// </summary>
internal sealed class ResidualStage : Module<Tensor, Tensor>
{
    private readonly Conv2d conv;
    private readonly Conv2d conv1;
    private readonly Conv2d conv2;

    /// <summary>Takes the numbers of input and output maps. Build it outside any dispose scope.</summary>
    public ResidualStage(int inputs, int outputs) : base(nameof(ResidualStage))
    {
        conv = Conv2d(inputs, outputs, 3, padding: 1);
        conv1 = Conv2d(outputs, outputs, 3, padding: 1);
        conv2 = Conv2d(outputs, outputs, 3, padding: 1);
        RegisterComponents();
    }

    /// <summary>Maps float32 [B, inputs, H, W] in channels-last layout to [B, outputs, H / 2, W / 2], not negative; the
    /// caller's scope owns it.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.max_pool2d(conv.forward(input), 2).relu_(); // pooled first: a quarter of the ReLUs
        var change = conv2.forward(conv1.forward(x).relu_());
        return change.add_(x).relu_().MoveToOuterDisposeScope();
    }
}
