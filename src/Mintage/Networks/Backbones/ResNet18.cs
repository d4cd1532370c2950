using Mintage.Networks.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks.Backbones;

/// <summary>
/// ResNet-18 without its last layer, pretrained on ImageNet: images to 512 features. Its batch norms are folded into
/// the convolutions, so it computes the same in training and evaluation, and an image's features do not depend on its
/// batch.
/// </summary>
/// <remarks>
/// All weights are frozen at first. <see cref="Unfreeze"/> lets the last parts learn: gradients then flow through them.
/// Forward passes of a network that is not being trained may run on several threads at once. Disposed by the owner.
/// </remarks>
internal sealed class ResNet18 : Module<Tensor, Tensor>
{
    private readonly BackboneStem stem;
    private readonly BackboneStage stage1;
    private readonly BackboneStage stage2;
    private readonly BackboneStage stage3;
    private readonly BackboneStage stage4;

    /// <summary>Builds the network. Build it outside any dispose scope.</summary>
    /// <param name="weights">Folded weights (<see cref="ResNet18File"/>), not needed afterwards.</param>
    public ResNet18(WeightFile weights) : base(nameof(ResNet18))
    {
        var stages = ResNet18Design.Stages;
        stem = new BackboneStem(weights.Tensors);
        stage1 = new BackboneStage(stages[0], weights.Tensors);
        stage2 = new BackboneStage(stages[1], weights.Tensors);
        stage3 = new BackboneStage(stages[2], weights.Tensors);
        stage4 = new BackboneStage(stages[3], weights.Tensors);
        RegisterComponents();
        Parts = [stem, stage1, stage2, stage3, stage4];
        (WeightsSha256, WeightsWarning) = (weights.Sha256, weights.Warning);
    }

    /// <summary>SHA-256 of the weight file, lower-case hexadecimal; part of every result.</summary>
    public string WeightsSha256 { get; }

    /// <summary>The note about the weights that every result must carry; null for the official ones.</summary>
    public string? WeightsWarning { get; }

    /// <summary>The parts from the image to the last maps, in the order of <see cref="ResNet18Design.Parts"/>. To train
    /// the last one alone, keep the outputs of those before it.</summary>
    public IReadOnlyList<Module<Tensor, Tensor>> Parts { get; }

    /// <summary>Lets a part and all after it learn.</summary>
    /// <param name="from">One of <see cref="ResNet18Design.Parts"/>.</param>
    /// <returns>The parameters that learn now.</returns>
    /// <exception cref="ArgumentException">There is no such part.</exception>
    public Parameter[] Unfreeze(string from)
    {
        var first = ResNet18Design.Parts.ToList().IndexOf(from);
        if (first < 0)
            throw new ArgumentException(
                $"the part must be one of {string.Join(", ", ResNet18Design.Parts)}, but is '{from}'", nameof(from));
        Parameter[] learning = [.. Parts.Skip(first).SelectMany(part => part.parameters())];
        using var _ = no_grad();
        foreach (var parameter in learning)
        {
            // Optimisers read plain memory. Frozen parts keep the layout that is faster.
            using var plain = parameter.contiguous();
            parameter.set_(plain);
            parameter.requires_grad = true;
        }
        return learning;
    }

    /// <summary>Computes the features of prepared images.</summary>
    /// <param name="input">Float32 [N, 3, H, W] from <see cref="BackboneInput"/>, H and W multiples of 32, any layout;
    /// not disposed.</param>
    /// <returns>Float32 [N, 512], not negative; the caller's scope owns it.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public override Tensor forward(Tensor input)
    {
        const int Multiple = ResNet18Design.Multiple;
        if (input.shape is not [_, 3, > 0 and var height, > 0 and var width] || height % Multiple != 0
            || width % Multiple != 0)
            throw new ArgumentException(
                $"images must be [N, 3, H, W] with H and W multiples of {Multiple}, but are "
                + $"[{string.Join(", ", input.shape)}]", nameof(input));
        using var scope = NewDisposeScope();
        var x = ChannelsLast.Of(input);
        foreach (var part in Parts)
        {
            var next = part.forward(x);
            x.Dispose(); // a batch of large images would fill hundreds of megabytes otherwise
            x = next;
        }
        return Pool(x).MoveToOuterDisposeScope();
    }

    /// <summary>Averages the last maps, float32 [N, 512, H, W], over their positions. The caller's scope owns the
    /// result, [N, 512].</summary>
    public static Tensor Pool(Tensor maps) => maps.mean([2, 3]);
}
