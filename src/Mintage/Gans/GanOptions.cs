using Mintage.Augmentation;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>Options for training a GAN. Every option decides the weights, so all of them go into the task's key.
/// Immutable; safe to use from several threads.</summary>
public sealed record GanOptions
{
    /// <summary>Name of the preset that these options started from.</summary>
    public required string Preset { get; init; }

    /// <summary>The objective of the two networks.</summary>
    public GanObjective Objective { get; init; } = GanObjective.NonSaturating;

    /// <summary>The method that keeps the critic Lipschitz.</summary>
    public CriticConstraint Constraint { get; init; } = CriticConstraint.None;

    /// <summary>
    /// Bound of every critic weight, above 0. Ignored unless <see cref="Constraint"/> is
    /// <see cref="CriticConstraint.WeightClipping"/>. WGAN paper: 0.01.
    /// </summary>
    public double ClipValue { get; init; } = 0.01;

    /// <summary>
    /// Weight of the gradient penalty, above 0. Ignored unless <see cref="Constraint"/> is
    /// <see cref="CriticConstraint.GradientPenalty"/>. WGAN-GP paper: 10.
    /// </summary>
    public double PenaltyWeight { get; init; } = 10;

    /// <summary>Weight gamma of the R1 penalty, which is gamma/2 times the mean squared gradient norm at real images. 0
    /// (off) or more. Mescheder et al. 2018: 10.</summary>
    public double R1Weight { get; init; }

    /// <summary>Discriminator updates between two R1 penalties, whose weight is multiplied by this number. At least 1.
    /// Ignored if <see cref="R1Weight"/> is 0. StyleGAN2: 16.</summary>
    public int R1Every { get; init; } = 16;

    /// <summary>Batch norm in the discriminator. Must be off with a gradient penalty, an R1 penalty or spectral
    /// norm.</summary>
    public bool DiscriminatorBatchNorm { get; init; } = true;

    /// <summary>Divides every weight of the discriminator by its largest singular value (Miyato et al. 2018). Not with
    /// batch norm or weight clipping.</summary>
    public bool SpectralNorm { get; init; }

    /// <summary>
    /// Group size for minibatch standard deviation (Karras et al. 2018: 4), which shows the discriminator how much
    /// images differ. 0 (off), or at least 2 and a divisor of the batch size.
    /// </summary>
    public int MinibatchDeviation { get; init; }

    /// <summary>The way the discriminator gets the wanted class of an image.</summary>
    public DiscriminatorConditioning Conditioning { get; init; } = DiscriminatorConditioning.LabelMaps;

    /// <summary>Weight of the class loss on real images, and on fake ones in the generator's loss. Above 0. Ignored
    /// without an auxiliary classifier. ACGAN paper: 1.</summary>
    public double ClassLossWeight { get; init; } = 1;

    /// <summary>Weight of the class loss on fake images in the discriminator's loss. 0 or more. Ignored without an
    /// auxiliary classifier. ACGAN paper: 1; the example of Keras: 0.</summary>
    public double FakeClassLossWeight { get; init; } = 1;

    /// <summary>The way the generator gets the wanted class.</summary>
    public GeneratorConditioning GeneratorConditioning { get; init; } = GeneratorConditioning.Concatenated;

    /// <summary>
    /// Classical augmentation of the real images that the discriminator sees; null for none. The generator learns to
    /// make images with these changes, so they must not change the class.
    /// </summary>
    public ClassicalOptions? Classical { get; init; }

    /// <summary>Share of the real images that <see cref="Classical"/> changes, 0 to 1. Ignored without it.</summary>
    public double ClassicalShare { get; init; } = 1;

    /// <summary>Random changes to every image that the discriminator sees, real or fake (DiffAugment, Zhao et al.
    /// 2020). Each transform at most once.</summary>
    public IReadOnlyList<DifferentiableTransform> DiffAugment { get; init; } = [];

    /// <summary>
    /// Target of adaptive augmentation for the discriminator's mean sign on real images, 0 (off) to below 1. Every
    /// transform of <see cref="DiffAugment"/> changes an image with a probability that starts at 0, rises while the
    /// sign is above the target and falls while it is below. If off, every transform changes every image. Karras et al.
    /// 2020, arXiv:2006.06676: 0.6.
    /// </summary>
    public double AdaptiveTarget { get; init; }

    /// <summary>
    /// Real images that the discriminator sees while the probability goes from 0 to 1 at its fastest. At least 1.
    /// Ignored if <see cref="AdaptiveTarget"/> is 0. Paper: 500,000 of 25 million; a training here sees some hundred
    /// thousand.
    /// </summary>
    public int AdaptiveImages { get; init; } = 50_000;

    /// <summary>
    /// Lets both networks compute in bfloat16 with float32 weights, which is nearly twice as fast, if the processor
    /// (AVX-512-BF16, AMX, Arm's BF16) or the GPU (compute capability 8) can. Otherwise they compute in float32, and
    /// the result has other bits.
    /// </summary>
    public bool Bfloat16 { get; init; }

    /// <summary>Optimiser of both networks.</summary>
    public GanOptimiser Optimiser { get; init; } = GanOptimiser.Adam;

    /// <summary>Learning rate of both networks, between 0 and 1. DCGAN: 2e-4.</summary>
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>Learning rate of the discriminator as a multiple of the generator's, above 0 (Heusel et al. 2017,
    /// arXiv:1706.08500).</summary>
    public double DiscriminatorRateFactor { get; init; } = 1;

    /// <summary>Share of the training, at its end, over which the learning rate falls linearly towards 0. 0 (constant
    /// rate) to 1.</summary>
    public double RateDecay { get; init; }

    /// <summary>Adam's first moment decay, 0 to below 1. Ignored with another optimiser. DCGAN: 0.5.</summary>
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Adam's second moment decay, 0 to below 1. Ignored with another optimiser.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Discriminator (critic) updates per generator update, at least 1.</summary>
    public int CriticSteps { get; init; } = 1;

    /// <summary>Number of real images, and of fake images, per update. At least 2.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Length of the latent vector, at least 1. DCGAN: 100.</summary>
    public int LatentDimension { get; init; } = 100;

    /// <summary>Feature maps of the widest-resolution layers, at least 1.</summary>
    public int Filters { get; init; } = 64;

    /// <summary>Units of a hidden layer between the generator's input and its first feature maps (InfoGAN on MNIST:
    /// 1024). 0 for none.</summary>
    public int GeneratorHidden { get; init; }

    /// <summary>Units of a hidden layer between the discriminator's last feature maps and its logit (InfoGAN on MNIST:
    /// 1024). 0 for none.</summary>
    public int DiscriminatorHidden { get; init; }

    /// <summary>Number of generator updates, at least 1: the length of the training.</summary>
    public int GeneratorUpdates { get; init; } = 4700;

    /// <summary>Decay of the generator's weight average per update after warm-up, 0 to below 1. Samples are drawn from
    /// the average.</summary>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>
    /// Share of each class's training images that the GAN is never trained on, 0 (off) to below 1. Of several points in
    /// the second half of the training and its end, the averaged generator whose images are closest to this slice is
    /// kept. If off, the last one is kept.
    /// </summary>
    public double SliceShare { get; init; }

    /// <summary>Number of points to choose from, at least 1, evenly spread over the second half of the training.
    /// Ignored if <see cref="SliceShare"/> is 0.</summary>
    public int SlicePoints { get; init; } = 5;

    internal bool ComputesInBFloat16(ComputeDevice device) => Bfloat16 && device.HasBFloat16;

    internal GeneratorDesign ForGenerator(ComputeDevice device) =>
        new() { Conditioning = GeneratorConditioning, Hidden = GeneratorHidden, BFloat16 = ComputesInBFloat16(device) };

    internal DiscriminatorDesign ForDiscriminator(ComputeDevice device) => new()
    {
        BatchNorm = DiscriminatorBatchNorm,
        SpectralNorm = SpectralNorm,
        Conditioning = Conditioning,
        MinibatchDeviation = MinibatchDeviation,
        Hidden = DiscriminatorHidden,
        BFloat16 = ComputesInBFloat16(device),
    };

    /// <summary>Resets the options of layers, for networks that are not DCGANs.</summary>
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

    /// <summary>Lists all faults of these options, each as a full sentence. Empty if the options can be used.</summary>
    public IReadOnlyList<string> Faults() => GanOptionFaults.Of(this);
}
