using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Tests.Gans;

/// <summary>Networks that are none of Mintage's: two linear layers each.</summary>
internal static class DenseNetworks
{
    public static GanNetworks For(int size, int latent, int classes, bool seeded = true) => new()
    {
        Name = "two linear layers",
        Generator = seed => Seeded(new DenseGenerator(size, latent, classes), seed, seeded),
        Discriminator = seed => Seeded(new DenseDiscriminator(size, classes), seed, seeded),
    };

    private static T Seeded<T>(T network, SeedTree seed, bool seeded) where T : Module
    {
        if (!seeded) return network;
        foreach (var (name, parameter) in network.named_parameters()) WeightInit.Normal(parameter, 0.1, seed.Child(name).Random());
        return network;
    }
}

internal sealed class DenseGenerator : GeneratorNetwork
{
    private readonly Linear first, second;
    private readonly int classes;

    public DenseGenerator(int size, int latent, int classes) : base(nameof(DenseGenerator), latent, size, size, 1)
    {
        this.classes = classes;
        (first, second) = (Linear(latent + classes, 24), Linear(24, size * size));
        RegisterComponents();
    }

    public override Tensor forward(Tensor latents, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var input = cat([latents, functional.one_hot(labels, classes).to(ScalarType.Float32)], 1);
        return second.forward(first.forward(input).relu()).tanh().view(-1, 1, Height, Width).MoveToOuterDisposeScope();
    }
}

internal sealed class DenseDiscriminator : DiscriminatorNetwork
{
    private readonly Linear first, second;
    private readonly int classes;

    public DenseDiscriminator(int size, int classes) : base(nameof(DenseDiscriminator))
    {
        this.classes = classes;
        (first, second) = (Linear((size * size) + classes, 24), Linear(24, 1));
        RegisterComponents();
    }

    public override Tensor forward(Tensor images, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var input = cat([images.flatten(1), functional.one_hot(labels, classes).to(ScalarType.Float32)], 1);
        return second.forward(first.forward(input).relu()).squeeze(1).MoveToOuterDisposeScope();
    }
}
