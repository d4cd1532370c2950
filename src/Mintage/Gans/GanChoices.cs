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

    /// <summary>Squared distance of the logit to 1 for real and 0 for fake images (Mao et al. 2017).</summary>
    LeastSquares,

    /// <summary>The discriminator pushes logits of real and fake images beyond 1 and -1, no further (Lim and Ye 2017).</summary>
    Hinge,
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
