namespace Mintage.Networks.Backbones;

/// <summary>
/// The layers of ResNet-18 (He et al. 2016, arXiv:1512.03385) as ML.NET publishes it, named as Mintage's network names
/// them. It differs from the paper's in one point: its last stage has three blocks, not two.
/// </summary>
internal static class ResNet18Design
{
    /// <summary>Number of features: the maps of the last stage.</summary>
    public const int Features = 512;

    /// <summary>The network halves its input five times, so heights and widths are multiples of this.</summary>
    public const int Multiple = 32;

    /// <summary>The first part: this convolution, then a max pool.</summary>
    public const string Stem = "stem";

    /// <summary>The convolution of the first part.</summary>
    public static FoldedShape StemShape { get; } = new(3, 64, 7, 2);

    /// <summary>The four stages, in order.</summary>
    public static IReadOnlyList<StageDesign> Stages { get; } =
    [
        new("stage1", 64, 64, 1, 2), new("stage2", 64, 128, 2, 2), new("stage3", 128, 256, 2, 2),
        new("stage4", 256, 512, 2, 3),
    ];

    /// <summary>Names of all parts that can be trained apart, from the image to the features.</summary>
    public static IReadOnlyList<string> Parts { get; } = [Stem, .. Stages.Select(stage => stage.Name)];
}

/// <summary>The shape of a square convolution with bias whose padding keeps the middle of each kernel on a
/// pixel.</summary>
/// <param name="Inputs">Number of input channels.</param>
/// <param name="Outputs">Number of output channels.</param>
/// <param name="Size">Height and width of the kernel.</param>
/// <param name="Stride">Step in both directions.</param>
internal readonly record struct FoldedShape(int Inputs, int Outputs, int Size, int Stride)
{
    /// <summary>Shape of the weights, [out, in, height, width].</summary>
    public long[] Weight => [Outputs, Inputs, Size, Size];
}

/// <summary>A stage of two or three blocks. The first block may halve the maps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">Number of input channels.</param>
/// <param name="Outputs">Number of output channels.</param>
/// <param name="Stride">Step of its first convolution.</param>
/// <param name="Count">Number of blocks.</param>
internal sealed record StageDesign(string Name, int Inputs, int Outputs, int Stride, int Count)
{
    public IReadOnlyList<BlockDesign> Blocks =>
    [
        new($"{Name}.block1", Inputs, Outputs, Stride),
        .. Enumerable.Range(2, Count - 1).Select(i => new BlockDesign($"{Name}.block{i}", Outputs, Outputs, 1)),
    ];
}

/// <summary>Two 3x3 convolutions whose result is added to the input, or to a 1x1 convolution of it where the shape
/// changes.</summary>
/// <param name="Name">Its name, with that of the stage.</param>
/// <param name="Inputs">Number of input channels.</param>
/// <param name="Outputs">Number of output channels.</param>
/// <param name="Stride">Step of its first convolution.</param>
internal sealed record BlockDesign(string Name, int Inputs, int Outputs, int Stride)
{
    public FoldedShape First => new(Inputs, Outputs, 3, Stride);

    public FoldedShape Second => new(Outputs, Outputs, 3, 1);

    /// <summary>The convolution of the input; null where the input is added as it is.</summary>
    public FoldedShape? Shortcut => Stride == 1 && Inputs == Outputs ? null : new(Inputs, Outputs, 1, Stride);
}
