using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>Size of a <see cref="WideResidualClassifier"/>.</summary>
/// <param name="Maps">
/// Maps of the first stage, a multiple of 8; the second has twice, the third four times as many.
/// </param>
/// <param name="Blocks">Residual blocks of each stage.</param>
public sealed record WideResidualShape(int Maps, int Blocks);

/// <summary>
/// A wide residual network (Zagoruyko and Komodakis 2016, arXiv:1605.07146): a convolution, three stages of residual
/// blocks with their norm and ReLU first, the mean over all pixels, and a softmax layer. For photographs, trained from
/// scratch. Group norm (Wu and He 2018, arXiv:1803.08494) in place of batch norm: synthetic images in a batch do not
/// change what the network says of the real ones.
/// </summary>
public sealed class WideResidualClassifier : Classifier
{
    private const int UsualSide = 32;
    private readonly Conv2d stem;
    private readonly Sequential blocks;
    private readonly GroupNorm norm;
    private readonly Linear output;

    /// <summary>Builds the network. Build it outside any dispose scope.</summary>
    /// <param name="shape">Its size.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">Image height, at least 8.</param>
    /// <param name="width">Image width, at least 8.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Source of the initial weights.</param>
    public WideResidualClassifier(
        WideResidualShape shape, int channels, int height, int width, int classes, SeedTree seed)
        : base(nameof(WideResidualClassifier))
    {
        Shape = shape;
        // Large images are made about 32 pixels wide before the stages, which would else take most of the time.
        Pooled = Math.Max(1, Math.Min(height, width) / UsualSide);
        stem = Conv2d(channels, shape.Maps / 2, 3, padding: 1, bias: false);
        var (maps, made) = (shape.Maps / 2, new List<(string, Module<Tensor, Tensor>)>());
        for (var stage = 0; stage < 3; stage++)
        {
            for (var block = 0; block < shape.Blocks; block++)
            {
                var next = shape.Maps << stage;
                var stride = stage > 0 && block == 0 ? 2 : 1;
                made.Add(($"stage{stage + 1}_block{block + 1}", new WideResidualBlock(maps, next, stride)));
                maps = next;
            }
        }
        blocks = Sequential(made);
        norm = WideResidualBlock.Norm(maps);
        output = Linear(maps, classes);
        RegisterComponents();
        foreach (var (name, parameter) in named_parameters())
        {
            var random = seed.Child(name).Random();
            if (parameter.shape.Length == 4) WeightInit.HeNormal(parameter, random);
            else if (parameter.shape.Length == 2) WeightInit.GlorotUniform(parameter, random);
            else WeightInit.Constant(parameter, name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0);
        }
    }

    /// <summary>Size of the network.</summary>
    public WideResidualShape Shape { get; }

    /// <summary>Squares of so many pixels are averaged before the first layer; 1 for none.</summary>
    internal int Pooled { get; }

    /// <summary>Computes class logits.</summary>
    /// <param name="input">Float32 [B, C, H, W] in [0, 1].</param>
    /// <returns>Float32 [B, classes]; the caller's scope owns it.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return output.forward(Features(input)).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the mean over all pixels of the last stage.</summary>
    /// <param name="input">Float32 [B, C, H, W] in [0, 1].</param>
    /// <returns>Float32 [B, 4 x maps], not negative; the caller's scope owns it.</returns>
    public override Tensor Features(Tensor input)
    {
        using var scope = NewDisposeScope();
        var images = Pooled == 1 ? input : functional.avg_pool2d(input, Pooled);
        var x = blocks.forward(stem.forward(ChannelsLast.Of(images)));
        return norm.forward(x).relu_().mean([2, 3]).MoveToOuterDisposeScope();
    }
}

/// <summary>
/// Norm, ReLU, 3x3 convolution, twice, added to the input; where maps or size change, the input goes through a 1x1
/// convolution (He et al. 2016, arXiv:1603.05027).
/// </summary>
internal sealed class WideResidualBlock : Module<Tensor, Tensor>
{
    private const int MapsPerGroup = 8;
    private readonly GroupNorm norm1;
    private readonly Conv2d conv1;
    private readonly GroupNorm norm2;
    private readonly Conv2d conv2;
    private readonly Conv2d? shortcut;

    /// <summary>Takes the numbers of input and output maps. Build it outside any dispose scope.</summary>
    public WideResidualBlock(int inputs, int outputs, int stride) : base(nameof(WideResidualBlock))
    {
        norm1 = Norm(inputs);
        conv1 = Conv2d(inputs, outputs, 3, stride: stride, padding: 1, bias: false);
        norm2 = Norm(outputs);
        conv2 = Conv2d(outputs, outputs, 3, padding: 1, bias: false);
        if (inputs != outputs || stride != 1) shortcut = Conv2d(inputs, outputs, 1, stride: stride, bias: false);
        RegisterComponents();
    }

    internal static int Groups(int maps) => Math.Max(1, maps / MapsPerGroup);

    internal static GroupNorm Norm(int maps) => GroupNorm(Groups(maps), maps);

    /// <summary>Maps float32 [B, inputs, H, W] to [B, outputs, H / stride, W / stride]; the caller's scope owns
    /// it.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var active = norm1.forward(input).relu_();
        var kept = shortcut is null ? input : shortcut.forward(active);
        var change = conv2.forward(norm2.forward(conv1.forward(active)).relu_());
        return change.AddInPlace(kept).MoveToOuterDisposeScope();
    }
}
