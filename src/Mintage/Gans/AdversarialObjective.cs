using Mintage.Runtime;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Gans;

/// <summary>Losses of the two networks, computed from the discriminator's logits. Both losses are minimised.</summary>
internal abstract class AdversarialObjective
{
    public static AdversarialObjective Of(GanObjective objective) => objective switch
    {
        GanObjective.Minimax => new Minimax(),
        GanObjective.NonSaturating => new NonSaturating(),
        GanObjective.Wasserstein => new Wasserstein(),
        GanObjective.LeastSquares => new LeastSquares(),
        GanObjective.Hinge => new Hinge(),
        _ => throw new ArgumentOutOfRangeException(nameof(objective), objective, null),
    };

    /// <summary>Logit between images taken for real and images taken for fake; null if logits are values, not
    /// judgements.</summary>
    public virtual double? Border => 0;

    /// <summary>The loss of the discriminator (critic).</summary>
    /// <param name="realLogits">Float32 [B]; not disposed.</param>
    /// <param name="fakeLogits">Float32 [B]; not disposed.</param>
    /// <returns>Scalar; the caller's scope owns it.</returns>
    public abstract Tensor DiscriminatorLoss(Tensor realLogits, Tensor fakeLogits);

    /// <summary>The loss of the generator.</summary>
    /// <param name="fakeLogits">Float32 [B]; not disposed.</param>
    /// <returns>Scalar; the caller's scope owns it.</returns>
    public abstract Tensor GeneratorLoss(Tensor fakeLogits);
}

/// <summary>
/// min over G, max over D of E log D(x) + E log(1 - D(G(z))), with D = sigmoid(logit): Goodfellow et al. 2014,
/// arXiv:1406.2661, equation 1. Written with softplus, which stays finite where the logarithms would not.
/// </summary>
internal class Minimax : AdversarialObjective
{
    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor realLogits, Tensor fakeLogits) =>
        functional.softplus(-realLogits).mean().AddInPlace(functional.softplus(fakeLogits).mean());

    /// <summary>E log(1 - D(G(z))): saturates when the discriminator wins.</summary>
    public override Tensor GeneratorLoss(Tensor fakeLogits) => -functional.softplus(fakeLogits).mean();
}

/// <summary>
/// Goodfellow et al. 2014, section 3: the generator minimises -E log D(G(z)); the discriminator as in minimax.
/// </summary>
internal sealed class NonSaturating : Minimax
{
    /// <summary>-E log D(G(z)).</summary>
    public override Tensor GeneratorLoss(Tensor fakeLogits) => functional.softplus(-fakeLogits).mean();
}

/// <summary>Arjovsky et al. 2017, arXiv:1701.07875: the critic maximises E f(x) - E f(G(z)).</summary>
internal sealed class Wasserstein : AdversarialObjective
{
    /// <summary>None: only differences of critic values mean something.</summary>
    public override double? Border => null;

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor realLogits, Tensor fakeLogits) =>
        fakeLogits.mean().AddInPlace(realLogits.mean(), -1);

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor fakeLogits) => -fakeLogits.mean();
}

/// <summary>
/// Mao et al. 2017, arXiv:1611.04076, equation 9: the discriminator minimises E (D(x) - 1)² / 2 + E D(G(z))² / 2, the
/// generator E (D(G(z)) - 1)² / 2. Images far on the right side of the border still have a gradient.
/// </summary>
internal sealed class LeastSquares : AdversarialObjective
{
    /// <summary>Half-way between the targets of real and fake images.</summary>
    public override double? Border => 0.5;

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor realLogits, Tensor fakeLogits) =>
        HalfSquare(realLogits, 1).AddInPlace(HalfSquare(fakeLogits, 0));

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor fakeLogits) => HalfSquare(fakeLogits, 1);

    private static Tensor HalfSquare(Tensor logits, double target)
    {
        var error = logits.Plus(-target);
        return (error * error).mean().MultiplyInPlace(0.5);
    }
}

/// <summary>
/// Lim and Ye 2017, arXiv:1705.02894: the discriminator minimises E max(0, 1 - D(x)) + E max(0, 1 + D(G(z))), which
/// lets go of images beyond the margin; the generator minimises -E D(G(z)).
/// </summary>
internal sealed class Hinge : AdversarialObjective
{
    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor realLogits, Tensor fakeLogits) =>
        (-realLogits).AddInPlace(1).relu().mean().AddInPlace(fakeLogits.Plus(1).relu().mean());

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor fakeLogits) => -fakeLogits.mean();
}
