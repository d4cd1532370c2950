using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>How the two networks of a GAN are built. Each call builds a new network, of the same layers, outside any dispose scope.</summary>
public sealed record GanNetworks
{
    /// <summary>What they are, for the facts of the GAN and the provenance of its images; change it when you change the layers.</summary>
    public required string Name { get; init; }

    /// <summary>Builds a generator whose weights come from the seed; called several times, for copies too.</summary>
    public required Func<SeedTree, GeneratorNetwork> Generator { get; init; }

    /// <summary>Builds a discriminator whose weights come from the seed.</summary>
    public required Func<SeedTree, DiscriminatorNetwork> Discriminator { get; init; }

    /// <summary>Mintage's own, with the layers that the options name.</summary>
    /// <param name="options">Must have no faults.</param>
    /// <param name="shape">Shape of both networks.</param>
    /// <param name="device">Where they will compute, which decides the type they compute in; null for the processor. Both are built there on the processor all the same.</param>
    public static GanNetworks Dcgan(GanOptions options, DcganShape shape, ComputeDevice? device = null) => new()
    {
        Name = "DCGAN",
        Generator = seed => new DcganGenerator(shape, seed, options.ForGenerator(device ?? ComputeDevice.Cpu)),
        Discriminator = seed => new DcganDiscriminator(shape, options.ForDiscriminator(device ?? ComputeDevice.Cpu), seed),
    };
}
