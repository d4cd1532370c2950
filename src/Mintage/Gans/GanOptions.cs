using Mintage.Augmentation;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>How a GAN is trained. Everything in here decides its weights and so belongs to its task's key.</summary>
public sealed record GanOptions
{
    /// <summary>Name of the preset these options started from.</summary>
    public required string Preset { get; init; }

    /// <summary>The game.</summary>
    public GanObjective Objective { get; init; } = GanObjective.NonSaturating;

    /// <summary>What keeps the critic Lipschitz.</summary>
    public CriticConstraint Constraint { get; init; } = CriticConstraint.None;

    /// <summary>Bound of every critic weight under <see cref="CriticConstraint.WeightClipping"/>. WGAN paper: 0.01.</summary>
    public double ClipValue { get; init; } = 0.01;

    /// <summary>Weight of the gradient penalty. WGAN-GP paper: 10.</summary>
    public double PenaltyWeight { get; init; } = 10;

    /// <summary>Weight gamma of the R1 penalty: gamma/2 times the mean squared gradient norm at real images; 0 is off. Mescheder et al. 2018: 10.</summary>
    public double R1Weight { get; init; }

    /// <summary>The R1 penalty comes with every so many discriminator updates, its weight times as much. StyleGAN2: 16.</summary>
    public int R1Every { get; init; } = 16;

    /// <summary>Batch norm in the discriminator; must be off with a gradient penalty, an R1 penalty or spectral norm.</summary>
    public bool DiscriminatorBatchNorm { get; init; } = true;

    /// <summary>Every weight of the discriminator divided by its largest singular value (Miyato et al. 2018).</summary>
    public bool SpectralNorm { get; init; }

    /// <summary>
    /// Images per group in which the discriminator sees how much they differ (minibatch standard deviation, Karras et al. 2018: 4);
    /// a divisor of the batch size; 0 is off.
    /// </summary>
    public int MinibatchDeviation { get; init; }

    /// <summary>How the discriminator learns which class an image should show.</summary>
    public DiscriminatorConditioning Conditioning { get; init; } = DiscriminatorConditioning.LabelMaps;

    /// <summary>With an auxiliary classifier: weight of its loss on real images, and on fake ones in the generator's loss. ACGAN paper: 1.</summary>
    public double ClassLossWeight { get; init; } = 1;

    /// <summary>With an auxiliary classifier: weight of its loss on fake images in the discriminator's loss. ACGAN paper: 1; the example of Keras: 0.</summary>
    public double FakeClassLossWeight { get; init; } = 1;

    /// <summary>How the generator learns which class to show.</summary>
    public GeneratorConditioning GeneratorConditioning { get; init; } = GeneratorConditioning.Concatenated;

    /// <summary>
    /// Classical augmentation of the real images that the discriminator sees; null for none. The generator learns to show images so
    /// changed, so they must still be of their class.
    /// </summary>
    public ClassicalOptions? Classical { get; init; }

    /// <summary>Share of the real images that <see cref="Classical"/> changes.</summary>
    public double ClassicalShare { get; init; } = 1;

    /// <summary>Random changes to every image that the discriminator sees, real or fake (DiffAugment, Zhao et al. 2020).</summary>
    public IReadOnlyList<DifferentiableTransform> DiffAugment { get; init; } = [];

    /// <summary>
    /// Adaptive augmentation: where the discriminator's mean sign on real images (-1 ... 1) should stay. Every transform of
    /// <see cref="DiffAugment"/> changes an image with a probability that starts at 0, rises while the sign is above and falls while it
    /// is below. 0 is off: every transform changes every image. Karras et al. 2020, arXiv:2006.06676: 0.6.
    /// </summary>
    public double AdaptiveTarget { get; init; }

    /// <summary>
    /// With an adaptive target: real images that the discriminator sees while the probability goes from 0 to 1, at the fastest. Paper:
    /// 500,000, of 25 million; a training here sees some hundred thousand.
    /// </summary>
    public int AdaptiveImages { get; init; } = 50_000;

    /// <summary>
    /// Whether both networks compute in bfloat16 where the processor can (AVX-512-BF16, AMX, Arm's BF16) or the GPU (compute capability 8), with
    /// float32 weights: nearly twice as fast. Elsewhere they compute in float32, and the result has other bits.
    /// </summary>
    public bool Bfloat16 { get; init; }

    /// <summary>Optimiser of both networks.</summary>
    public GanOptimiser Optimiser { get; init; } = GanOptimiser.Adam;

    /// <summary>Learning rate of both networks. DCGAN: 2e-4.</summary>
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>Learning rate of the discriminator as a multiple of the generator's (Heusel et al. 2017, arXiv:1706.08500).</summary>
    public double DiscriminatorRateFactor { get; init; } = 1;

    /// <summary>Share of the training, at its end, in which the learning rate falls linearly towards 0; 0 keeps it constant.</summary>
    public double RateDecay { get; init; }

    /// <summary>Adam's first moment decay. DCGAN: 0.5.</summary>
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Adam's second moment decay.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Discriminator (critic) updates per generator update.</summary>
    public int CriticSteps { get; init; } = 1;

    /// <summary>Real images, and fake images, per update.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Length of the latent vector. DCGAN: 100.</summary>
    public int LatentDimension { get; init; } = 100;

    /// <summary>Feature maps of the widest-resolution layers.</summary>
    public int Filters { get; init; } = 64;

    /// <summary>Units of a hidden layer between the generator's input and its first feature maps (InfoGAN on MNIST: 1024); 0 for none.</summary>
    public int GeneratorHidden { get; init; }

    /// <summary>Units of a hidden layer between the discriminator's last feature maps and its logit (InfoGAN on MNIST: 1024); 0 for none.</summary>
    public int DiscriminatorHidden { get; init; }

    /// <summary>Generator updates: the length of the training.</summary>
    public int GeneratorUpdates { get; init; } = 4700;

    /// <summary>Decay of the generator's weight average per update, after warm-up; samples are drawn from the average.</summary>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>
    /// Share of the training images, of each class, that the GAN is never trained on: the averaged generator whose images are nearest to
    /// them is kept, of several points in the second half of the training and its end. 0 is off, the last generator is kept.
    /// </summary>
    public double SliceShare { get; init; }

    /// <summary>With a slice: points to choose from, evenly spread over the second half of the training, the last at its end.</summary>
    public int SlicePoints { get; init; } = 5;

    /// <summary>Whether a device does what <see cref="Bfloat16"/> asks for.</summary>
    internal bool ComputesInBFloat16(ComputeDevice device) => Bfloat16 && device.HasBFloat16;

    /// <summary>What the generator is made of.</summary>
    internal GeneratorDesign ForGenerator(ComputeDevice device) => new() { Conditioning = GeneratorConditioning, Hidden = GeneratorHidden, BFloat16 = ComputesInBFloat16(device) };

    /// <summary>What the discriminator is made of.</summary>
    internal DiscriminatorDesign ForDiscriminator(ComputeDevice device) => new()
    {
        BatchNorm = DiscriminatorBatchNorm,
        SpectralNorm = SpectralNorm,
        Conditioning = Conditioning,
        MinibatchDeviation = MinibatchDeviation,
        Hidden = DiscriminatorHidden,
        BFloat16 = ComputesInBFloat16(device),
    };

    /// <summary>These for networks that are no DCGANs: what describes layers says nothing.</summary>
    internal GanOptions WithoutLayers() => this with
    {
        DiscriminatorBatchNorm = false,
        SpectralNorm = false,
        MinibatchDeviation = 0,
        Conditioning = default,
        GeneratorConditioning = default,
        GeneratorHidden = 0,
        DiscriminatorHidden = 0,
        Bfloat16 = false,
    };

    /// <summary>Everything that is wrong with these options, each a full sentence; empty when they can be used.</summary>
    public IReadOnlyList<string> Faults() => GanOptionFaults.Of(this);
}
