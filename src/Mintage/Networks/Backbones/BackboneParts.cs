using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks.Backbones;

/// <summary>The first part of ResNet-18: 7x7 convolution, ReLU and max pool. It divides height and width by
/// 4.</summary>
internal sealed class BackboneStem : Module<Tensor, Tensor>
{
    private readonly FoldedConvolution conv;

    public BackboneStem(IReadOnlyDictionary<string, SafeTensor> tensors) : base(nameof(BackboneStem))
    {
        conv = new FoldedConvolution(ResNet18Design.Stem, ResNet18Design.StemShape, tensors);
        RegisterComponents();
    }

    /// <summary>Maps float32 [N, 3, H, W] to [N, 64, H / 4, W / 4]; the caller's scope owns it.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return functional.max_pool2d(conv.forward(input).relu_(), 3, 2, 1).MoveToOuterDisposeScope();
    }
}

/// <summary>A stage of ResNet-18: two or three blocks. All but the first stage divide height and width by 2.</summary>
internal sealed class BackboneStage : Module<Tensor, Tensor>
{
    private readonly BackboneBlock block1;
    private readonly BackboneBlock block2;
    private readonly BackboneBlock? block3;

    public BackboneStage(StageDesign design, IReadOnlyDictionary<string, SafeTensor> tensors)
        : base(nameof(BackboneStage))
    {
        block1 = new BackboneBlock(design.Blocks[0], tensors);
        block2 = new BackboneBlock(design.Blocks[1], tensors);
        if (design.Count == 3) block3 = new BackboneBlock(design.Blocks[2], tensors);
        RegisterComponents();
    }

    /// <summary>Maps float32 [N, in, H, W] to [N, out, H / stride, W / stride], not negative; the caller's scope owns
    /// it.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = block2.forward(block1.forward(input));
        return (block3?.forward(x) ?? x).MoveToOuterDisposeScope();
    }
}

/// <summary>The basic block of ResNet-18 with its batch norms folded.</summary>
internal sealed class BackboneBlock : Module<Tensor, Tensor>
{
    private readonly FoldedConvolution conv1;
    private readonly FoldedConvolution conv2;
    private readonly FoldedConvolution? shortcut;

    public BackboneBlock(BlockDesign design, IReadOnlyDictionary<string, SafeTensor> tensors)
        : base(nameof(BackboneBlock))
    {
        conv1 = new FoldedConvolution($"{design.Name}.conv1", design.First, tensors);
        conv2 = new FoldedConvolution($"{design.Name}.conv2", design.Second, tensors);
        if (design.Shortcut is { } shape) shortcut = new FoldedConvolution($"{design.Name}.shortcut", shape, tensors);
        RegisterComponents();
    }

    /// <summary>Maps float32 [N, in, H, W] to [N, out, H / stride, W / stride], not negative; the caller's scope owns
    /// it.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var change = conv2.forward(conv1.forward(input).relu_());
        return change.add_(shortcut is null ? input : shortcut.forward(input)).relu_().MoveToOuterDisposeScope();
    }
}
