namespace Mintage.Gans;

/// <summary>The objective that the two networks train for.</summary>
public enum GanObjective
{
    /// <summary>
    /// The value function of Goodfellow et al. 2014 for both players; the generator's loss saturates.
    /// </summary>
    Minimax,

    /// <summary>The same discriminator loss, but the generator maximises log D(G(z)).</summary>
    NonSaturating,

    /// <summary>Difference of mean critic values, which estimates the Wasserstein-1 distance (Arjovsky et al.
    /// 2017).</summary>
    Wasserstein,

    /// <summary>Squared distance of the logit to 1 for real images and 0 for fake ones (Mao et al. 2017).</summary>
    LeastSquares,

    /// <summary>The discriminator pushes logits of real and fake images to 1 and -1, but no further (Lim and Ye
    /// 2017).</summary>
    Hinge,
}

/// <summary>The method that keeps a critic Lipschitz.</summary>
public enum CriticConstraint
{
    /// <summary>No constraint.</summary>
    None,

    /// <summary>Every weight is clamped after each update (WGAN paper).</summary>
    WeightClipping,

    /// <summary>Gradient norms at points between real and fake images are pulled to 1 (WGAN-GP paper).</summary>
    GradientPenalty,
}

/// <summary>The optimiser of both networks.</summary>
public enum GanOptimiser
{
    /// <summary>Adam (Kingma and Ba 2015).</summary>
    Adam,

    /// <summary>RMSprop, as in the WGAN paper.</summary>
    RmsProp,
}
