using Mintage.Augmentation;
using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>
/// The losses of both networks, with everything that the options add to the objective: penalties, class losses, and
/// differentiable augmentation of all images that the discriminator sees. Penalties treat the discriminator as a
/// function of the augmented images.
/// </summary>
/// <param name="options">Must have no faults.</param>
/// <param name="discriminator">Not disposed.</param>
/// <param name="adaptive">Sets how often differentiable augmentation changes an image; null for always.</param>
internal sealed class AdversarialLosses(
    GanOptions options, DiscriminatorNetwork discriminator, AdaptiveProbability? adaptive = null)
{
    private readonly AdversarialObjective objective = AdversarialObjective.Of(options.Objective);
    private readonly DifferentiableAugmentation augmentation = new(options.DiffAugment);

    public double? Border => objective.Border;

    /// <summary>Computes the discriminator's loss and the logits behind it.</summary>
    /// <param name="real">Float32 [B, C, H, W] in [-1, 1]; not disposed.</param>
    /// <param name="fake">The same shape and range; a constant.</param>
    /// <param name="labels">Int64 [B], of both batches.</param>
    /// <param name="step">Number of discriminator updates so far, which decides if the R1 penalty is due.</param>
    /// <param name="random">Draws the positions of a gradient penalty.</param>
    /// <param name="augmenting">Draws the augmentation.</param>
    /// <returns>A scalar, and two tensors float32 [B]; the caller's scope owns them.</returns>
    public (Tensor Loss, Tensor RealLogits, Tensor FakeLogits) OfDiscriminator(
        Tensor real, Tensor fake, Tensor labels, int step, SeededRandom random, SeededRandom augmenting)
    {
        using var scope = NewDisposeScope();
        (real, fake) = (Augmented(real, augmenting), Augmented(fake, augmenting));
        var penalised = options.R1Weight > 0 && step % options.R1Every == 0;
        if (penalised) real = real.detach().requires_grad_();
        var (onReal, onFake) = discriminator.JudgeBoth(real, fake, labels);
        var loss = objective.DiscriminatorLoss(onReal.Logits, onFake.Logits);
        if (options.Constraint == CriticConstraint.GradientPenalty)
            loss = loss.AddInPlace(GradientPenalty.Of(discriminator.forward, real, fake, labels, random)
                .MultiplyInPlace(options.PenaltyWeight));
        // The penalty comes in few updates but is as large on average (Karras et al. 2020, arXiv:1912.04958, section
        // 3.1).
        if (penalised)
            loss = loss.AddInPlace(R1Penalty.Of(real, onReal.Logits), options.R1Weight / 2 * options.R1Every);
        loss = WithClasses(loss, onReal, labels, options.ClassLossWeight);
        loss = WithClasses(loss, onFake, labels, options.FakeClassLossWeight);
        return (loss.MoveToOuterDisposeScope(), onReal.Logits.MoveToOuterDisposeScope(),
            onFake.Logits.MoveToOuterDisposeScope());
    }

    /// <summary>Computes the generator's loss.</summary>
    /// <param name="fake">Float32 [B, C, H, W] with a graph to the generator; not disposed.</param>
    /// <param name="labels">Int64 [B], the wanted classes.</param>
    /// <param name="augmenting">Draws the augmentation.</param>
    /// <returns>A scalar; the caller's scope owns it.</returns>
    public Tensor OfGenerator(Tensor fake, Tensor labels, SeededRandom augmenting)
    {
        using var scope = NewDisposeScope();
        var judged = discriminator.Judge(Augmented(fake, augmenting), labels);
        return WithClasses(objective.GeneratorLoss(judged.Logits), judged, labels, options.ClassLossWeight)
            .MoveToOuterDisposeScope();
    }

    private Tensor Augmented(Tensor images, SeededRandom augmenting) =>
        options.DiffAugment.Count == 0 ? images : augmentation.Apply(images, augmenting, adaptive?.Value);

    /// <summary>Adds weight times -E log P(label | image), Odena et al. 2017, if there is a class head.</summary>
    private static Tensor WithClasses(Tensor loss, Judgement judged, Tensor labels, double weight) =>
        judged.ClassLogits is { } logits ? loss.AddInPlace(nn.functional.cross_entropy(logits, labels), weight) : loss;
}

/// <summary>
/// E (|grad f(x̂)| - 1)², x̂ uniform on the line between a real and a fake image: Gulrajani et al. 2017,
/// arXiv:1704.00028.
/// </summary>
internal static class GradientPenalty
{
    /// <summary>Computes the unweighted penalty. The real and fake image of a pair share the label.</summary>
    /// <param name="critic">Maps images [B, C, H, W] and labels [B] to values [B]. Must treat images independently (no
    /// batch norm).</param>
    /// <param name="real">Float32 [B, C, H, W]; not disposed.</param>
    /// <param name="fake">Float32 [B, C, H, W]; treated as constant.</param>
    /// <param name="labels">Int64 [B].</param>
    /// <param name="random">Draws one position per pair.</param>
    /// <returns>Scalar with a graph to the critic's weights; the caller's scope owns it.</returns>
    public static Tensor Of(
        Func<Tensor, Tensor, Tensor> critic, Tensor real, Tensor fake, Tensor labels, SeededRandom random)
    {
        using var scope = NewDisposeScope();
        var positions = new float[real.shape[0]];
        random.FillUniform(positions);
        var alpha = tensor(positions, device: CPU).MovedTo(real.device).to(real.dtype).view(-1, 1, 1, 1);
        var between = lerp(fake.detach(), real, alpha).requires_grad_();
        var gradient = autograd.grad(
            [critic(between, labels).sum()], [between], retain_graph: true, create_graph: true)[0];
        // The root's slope is infinite at 0; the small constant keeps the second derivative finite there.
        var flat = gradient.flatten(1);
        var excess = (flat * flat).sum(1).AddInPlace(1e-12f).sqrt().Plus(-1);
        return (excess * excess).mean().MoveToOuterDisposeScope();
    }
}

/// <summary>E |grad D(x)|² on real images: Mescheder et al. 2018, arXiv:1801.04406, equation 9, without its factor
/// gamma/2.</summary>
internal static class R1Penalty
{
    /// <summary>Computes the unweighted penalty.</summary>
    /// <param name="images">Float32 [B, C, H, W], real images that require gradients.</param>
    /// <param name="logits">Float32 [B], the discriminator's logits for them. It must treat images independently (no
    /// batch norm).</param>
    /// <returns>Scalar with a graph to the discriminator's weights; the caller's scope owns it.</returns>
    public static Tensor Of(Tensor images, Tensor logits)
    {
        using var scope = NewDisposeScope();
        var gradient = autograd.grad([logits.sum()], [images], retain_graph: true, create_graph: true)[0].flatten(1);
        return (gradient * gradient).sum([1]).mean().MoveToOuterDisposeScope();
    }
}
