namespace Mintage.Gans;

/// <summary>The state of <see cref="AdaptiveProbability"/>; part of a checkpoint.</summary>
/// <param name="Probability">0 ... 1.</param>
/// <param name="SignSum">Sum of the batches' mean signs since the last change.</param>
/// <param name="Batches">Batches since the last change.</param>
internal sealed record AdaptiveState(double Probability, double SignSum, int Batches);

/// <summary>
/// Adaptive discriminator augmentation (Karras et al. 2020, arXiv:2006.06676, section 3.1). A discriminator that
/// memorises its images takes more and more of the real ones for real: r = E sign D(x) rises from 0 towards 1. After
/// every four batches the probability of the transforms moves up or down by a fixed step, so that r approaches the
/// target. As in the paper, r counts the images as the discriminator sees them, including changed ones.
/// </summary>
/// <param name="options">Must have an adaptive target and no faults.</param>
internal sealed class AdaptiveProbability(GanOptions options)
{
    private const int EveryBatches = 4;

    /// <summary>Probability of every transform, for real and fake images.</summary>
    public double Value => State.Probability;

    public AdaptiveState State { get; set; } = new(0, 0, 0);

    /// <summary>Takes one batch of the discriminator into account.</summary>
    /// <param name="realRight">Share of the real images, 0 to 1, that the discriminator took for real.</param>
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
