namespace Mintage.Gans;

/// <summary>The game the two networks play.</summary>
public enum GanObjective
{
    /// <summary>The value function of Goodfellow et al. 2014 for both players; the generator's loss saturates.</summary>
    Minimax,

    /// <summary>The same discriminator; the generator maximises log D(G(z)) instead.</summary>
    NonSaturating,

    /// <summary>Difference of mean critic values, an estimate of the Wasserstein-1 distance (Arjovsky et al. 2017).</summary>
    Wasserstein,
}

/// <summary>What keeps a critic Lipschitz.</summary>
public enum CriticConstraint
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Every weight is clamped after each update (WGAN paper).</summary>
    WeightClipping,

    /// <summary>Gradient norms at points between real and fake images are pulled to 1 (WGAN-GP paper).</summary>
    GradientPenalty,
}

/// <summary>Which optimiser updates both networks.</summary>
public enum GanOptimiser
{
    /// <summary>Adam.</summary>
    Adam,

    /// <summary>RMSprop, as in the WGAN paper.</summary>
    RmsProp,
}

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

    /// <summary>Batch norm in the discriminator; must be off with a gradient penalty.</summary>
    public bool DiscriminatorBatchNorm { get; init; } = true;

    /// <summary>Optimiser of both networks.</summary>
    public GanOptimiser Optimiser { get; init; } = GanOptimiser.Adam;

    /// <summary>Learning rate of both networks. DCGAN: 2e-4.</summary>
    public double LearningRate { get; init; } = 2e-4;

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

    /// <summary>Generator updates: the length of the training.</summary>
    public int GeneratorUpdates { get; init; } = 4700;

    /// <summary>Decay of the generator's weight average per update, after warm-up; samples are drawn from the average.</summary>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>Everything that is wrong with these options, each a full sentence; empty when they can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        void Check(bool holds, string fault)
        {
            if (!holds) faults.Add($"GAN '{Preset}': {fault}");
        }
        Check(GeneratorUpdates >= 1, $"generator updates must be at least 1, but are {GeneratorUpdates}.");
        Check(CriticSteps >= 1, $"critic steps must be at least 1, but are {CriticSteps}.");
        Check(BatchSize >= 2, $"batch size must be at least 2 (batch norm needs two images), but is {BatchSize}.");
        Check(LatentDimension >= 1, $"latent dimension must be at least 1, but is {LatentDimension}.");
        Check(Filters >= 1, $"filters must be at least 1, but are {Filters}.");
        Check(LearningRate is > 0 and < 1, $"learning rate must lie between 0 and 1, but is {LearningRate}.");
        Check(Beta1 is >= 0 and < 1 && Beta2 is >= 0 and < 1, $"Adam's decays must lie in 0 ... 1, but are {Beta1} and {Beta2}.");
        Check(AverageDecay is >= 0 and < 1, $"average decay must lie in 0 ... 1 (1 excluded), but is {AverageDecay}.");
        Check(ClipValue > 0, $"clip value must be positive, but is {ClipValue}.");
        Check(PenaltyWeight > 0, $"penalty weight must be positive, but is {PenaltyWeight}.");
        Check(Constraint != CriticConstraint.GradientPenalty || !DiscriminatorBatchNorm,
            "a gradient penalty is a penalty per image and cannot be used with batch norm in the critic; turn discriminator batch norm off.");
        return faults;
    }
}
