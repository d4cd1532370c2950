using Mintage.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Samples;

/// <summary>Latent and one-hot label to a quarter of the resolution, then twice: double the places and convolve. Images of any size.</summary>
internal sealed class UpsamplingGenerator : GeneratorNetwork
{
    private readonly Linear project;
    private readonly Conv2d first, second, output;
    private readonly int classes, filters;

    /// <summary>Builds the network; its weights are TorchSharp's until somebody draws them.</summary>
    public UpsamplingGenerator(int latent, int height, int width, int channels, int classes, int filters)
        : base(nameof(UpsamplingGenerator), latent, height, width, channels)
    {
        (this.classes, this.filters) = (classes, filters);
        project = Linear(latent + classes, filters * LowHeight * LowWidth);
        first = Conv2d(filters, filters, 3, padding: 1);
        second = Conv2d(filters, filters, 3, padding: 1);
        output = Conv2d(filters, channels, 3, padding: 1);
        RegisterComponents();
    }

    private int LowHeight => (Height + 3) / 4;

    private int LowWidth => (Width + 3) / 4;

    public override Tensor forward(Tensor latents, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var input = cat([latents, functional.one_hot(labels, classes).to(ScalarType.Float32)], 1);
        var x = project.forward(input).relu().view(-1, filters, LowHeight, LowWidth);
        x = first.forward(Doubled(x)).relu();
        x = second.forward(Doubled(x)).relu();
        return output.forward(x).tanh().slice(2, 0, Height, 1).slice(3, 0, Width, 1).contiguous().MoveToOuterDisposeScope();
    }

    private static Tensor Doubled(Tensor x) => functional.interpolate(x, scale_factor: [2, 2]);
}
