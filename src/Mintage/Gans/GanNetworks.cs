using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>Builds the two networks of a GAN. Each call builds a new network with the same layers, outside any dispose
/// scope. Immutable.</summary>
public sealed record GanNetworks
{
    /// <summary>Name of the networks, for the GAN's facts and its images' provenance. Change it when you change the
    /// layers.</summary>
    public required string Name { get; init; }

    /// <summary>Builds a generator whose weights come from the seed. Called several times, also for copies.</summary>
    public required Func<SeedTree, GeneratorNetwork> Generator { get; init; }

    /// <summary>Builds a discriminator whose weights come from the seed.</summary>
    public required Func<SeedTree, DiscriminatorNetwork> Discriminator { get; init; }

    /// <summary>Makes Mintage's own networks with the layers that the options name.</summary>
    /// <param name="options">Must have no faults.</param>
    /// <param name="shape">The shape of both networks.</param>
    /// <param name="device">The device that will compute, which decides the number type; null for the processor. Both
    /// are built on the processor all the same.</param>
    public static GanNetworks Dcgan(GanOptions options, DcganShape shape, ComputeDevice? device = null) => new()
    {
        Name = "DCGAN",
        Generator = seed => new DcganGenerator(shape, seed, options.ForGenerator(device ?? ComputeDevice.Cpu)),
        Discriminator = seed =>
            new DcganDiscriminator(shape, options.ForDiscriminator(device ?? ComputeDevice.Cpu), seed),
    };
}
