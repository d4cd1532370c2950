namespace Mintage.Gans;

/// <summary>Where <see cref="AdaptiveProbability"/> stands; part of a checkpoint.</summary>
/// <param name="Probability">0 ... 1.</param>
/// <param name="SignSum">Sum of the batches' mean signs since the last change.</param>
/// <param name="Batches">Batches since the last change.</param>
internal sealed record AdaptiveState(double Probability, double SignSum, int Batches);

/// <summary>
/// Adaptive discriminator augmentation (Karras et al. 2020, arXiv:2006.06676, section 3.1): a discriminator that learns its images
/// by heart takes more and more of the real ones for real, r = E sign D(x) rises from 0 towards 1. After every four batches the
/// probability of the transforms moves up or down by a fixed step, towards where r is the target. As in the paper r is of the
/// images as the discriminator sees them, changed ones too.
/// </summary>
/// <param name="options">With an adaptive target; must have no faults.</param>
internal sealed class AdaptiveProbability(GanOptions options)
{
    private const int EveryBatches = 4;

    /// <summary>Probability of every transform, for real and for fake images.</summary>
    public double Value => State.Probability;

    /// <summary>For checkpoints.</summary>
    public AdaptiveState State { get; set; } = new(0, 0, 0);

    /// <summary>Takes in a batch of the discriminator.</summary>
    /// <param name="realRight">Share of its real images, 0 ... 1, that the discriminator took for real.</param>
    public void Observe(double realRight)
    {
        var meanSign = (2 * realRight) - 1;
        State = State with { SignSum = State.SignSum + meanSign, Batches = State.Batches + 1 };
        if (State.Batches < EveryBatches) return;
        var step = (double)EveryBatches * options.BatchSize / options.AdaptiveImages;
        var direction = Math.Sign((State.SignSum / EveryBatches) - options.AdaptiveTarget);
        State = new AdaptiveState(Math.Clamp(State.Probability + (direction * step), 0, 1), 0, 0);
    }
}
