using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>Width of a <see cref="ConvClassifier"/>. The layers themselves never change between experiments.
/// Immutable.</summary>
/// <param name="Filters1">Filters of the first convolution.</param>
/// <param name="Filters2">Filters of the second convolution.</param>
/// <param name="Hidden">Units of the hidden layer, which is also the feature layer.</param>
public sealed record ClassifierWidth(int Filters1, int Filters2, int Hidden);

/// <summary>
/// The article's CNN: twice (3x3 convolution, ReLU, 2x2 max pool), then a hidden layer and a softmax layer.
/// Initial weights are drawn as in Keras (Glorot uniform, zero biases).
/// </summary>
public sealed class ConvClassifier : Classifier
{
    private readonly Conv2d conv1;
    private readonly Conv2d conv2;
    private readonly Linear hidden;
    private readonly Linear output;

    /// <summary>Builds the network. Build it outside any dispose scope.</summary>
    /// <param name="width">Numbers of filters and units.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">Image height, at least 4.</param>
    /// <param name="imageWidth">Image width, at least 4.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Source of the initial weights.</param>
    public ConvClassifier(ClassifierWidth width, int channels, int height, int imageWidth, int classes, SeedTree seed)
        : base(nameof(ConvClassifier))
    {
        Width = width;
        conv1 = Conv2d(channels, width.Filters1, 3, padding: 1);
        conv2 = Conv2d(width.Filters1, width.Filters2, 3, padding: 1);
        hidden = Linear(width.Filters2 * (height / 4) * (imageWidth / 4), width.Hidden);
        output = Linear(width.Hidden, classes);
        RegisterComponents();
        foreach (var (name, parameter) in named_parameters())
        {
            if (name.EndsWith("bias", StringComparison.Ordinal)) WeightInit.Constant(parameter, 0);
            else WeightInit.GlorotUniform(parameter, seed.Child(name).Random());
        }
    }

    /// <summary>Numbers of filters and units.</summary>
    public ClassifierWidth Width { get; }

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
    /// <returns>Float32 [B, hidden], not negative; the caller's scope owns it.</returns>
    public override Tensor Features(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = PooledConvolution.Of(conv2, PooledConvolution.Of(conv1, input));
        return hidden.forward(x.flatten(1)).relu_().MoveToOuterDisposeScope();
    }
}
