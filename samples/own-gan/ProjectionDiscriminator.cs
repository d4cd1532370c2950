using Mintage.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Samples;

/// <summary>Three convolutions, the first two of stride 2, and the mean over places; the label enters as an inner product with it.</summary>
internal sealed class ProjectionDiscriminator : DiscriminatorNetwork
{
    private readonly Conv2d first, second, third;
    private readonly Linear output;
    private readonly Embedding classEmbedding;

    /// <summary>Builds the network; its weights are TorchSharp's until somebody draws them.</summary>
    public ProjectionDiscriminator(int channels, int classes, int filters) : base(nameof(ProjectionDiscriminator))
    {
        first = Conv2d(channels, filters, 4, stride: 2, padding: 1);
        second = Conv2d(filters, 2 * filters, 4, stride: 2, padding: 1);
        third = Conv2d(2 * filters, 2 * filters, 3, padding: 1);
        output = Linear(2 * filters, 1);
        classEmbedding = Embedding(classes, 2 * filters);
        RegisterComponents();
    }

    public override Tensor forward(Tensor images, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var x = functional.leaky_relu(first.forward(images), 0.2);
        x = functional.leaky_relu(second.forward(x), 0.2);
        var features = functional.leaky_relu(third.forward(x), 0.2).mean([2, 3]);
        return (output.forward(features).squeeze(1) + (classEmbedding.forward(labels) * features).sum(1)).MoveToOuterDisposeScope();
    }
}
