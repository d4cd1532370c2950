using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>
/// A small residual network for images from 32 pixels on: three stages, each of a convolution that halves the image by max pooling and
/// a residual block, a hidden layer, a softmax layer. There is no batch norm: with it a few thousand images were learned by heart sooner
/// and others recognised worse (docs/decisions/0010-residual-classifier.md), and synthetic images in a batch would change what the
/// network makes of the real ones.
/// </summary>
public sealed class ResidualClassifier : Classifier
{
    private readonly ResidualStage stage1;
    private readonly ResidualStage stage2;
    private readonly ResidualStage stage3;
    private readonly Linear hidden;
    private readonly Linear output;

    /// <summary>Builds the network. Build it outside any dispose scope.</summary>
    /// <param name="maps">Maps of the first stage; the second has twice, the third four times as many, and the hidden layer eight times as many units.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">Image height, at least 8.</param>
    /// <param name="width">Image width, at least 8.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Where the initial weights come from.</param>
    public ResidualClassifier(int maps, int channels, int height, int width, int classes, SeedTree seed) : base(nameof(ResidualClassifier))
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
            // Blocks begin by passing their input on, so that deep sums begin small: Zhang et al. 2019 (arXiv:1901.09321).
            if (name.EndsWith("bias", StringComparison.Ordinal) || name.EndsWith("conv2.weight", StringComparison.Ordinal)) WeightInit.Constant(parameter, 0);
            else if (parameter.shape.Length == 4) WeightInit.HeNormal(parameter, random);
            else WeightInit.GlorotUniform(parameter, random);
        }
    }

    /// <summary>Maps of the first stage.</summary>
    public int Maps { get; }

    /// <summary>Class logits.</summary>
    /// <param name="input">Float32 [B, C, H, W] in [0, 1].</param>
    /// <returns>Float32 [B, classes]; the caller's scope owns it.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return output.forward(Features(input)).MoveToOuterDisposeScope();
    }

    /// <summary>The hidden layer.</summary>
    /// <param name="input">Float32 [B, C, H, W] in [0, 1].</param>
    /// <returns>Float32 [B, 8 x maps], not negative; the caller's scope owns it.</returns>
    public override Tensor Features(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = stage3.forward(stage2.forward(stage1.forward(ChannelsLast.Of(input))));
        return hidden.forward(x.flatten(1)).relu_().MoveToOuterDisposeScope();
    }
}
