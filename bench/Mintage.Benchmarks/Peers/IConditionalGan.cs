using Mintage.Data;

namespace Mintage.Benchmarks.Peers;

/// <summary>A class-conditional GAN at its training images, as the benchmarks see it: other designs and ours alike.</summary>
internal interface IConditionalGan : IDisposable
{
    /// <summary>Real images that the discriminator sees in one generator update.</summary>
    int ImagesPerUpdate { get; }

    /// <summary>Updates after which the recipe ends; where it names none, more than fit in any run.</summary>
    int UpdateLimit { get; }

    /// <summary>Weights in the generator.</summary>
    long GeneratorParameters { get; }

    /// <summary>Weights in the discriminator or critic.</summary>
    long DiscriminatorParameters { get; }

    /// <summary>One generator update with its discriminator updates.</summary>
    /// <returns>The losses of both, which may be not finite.</returns>
    (double Discriminator, double Generator) Step();

    /// <summary>What has to be done once between the last update and the first sample; further updates may follow.</summary>
    void Finish();

    /// <summary>One image per label, uint8 [N, 28, 28].</summary>
    LabelledImages Sample(int[] labels);
}
