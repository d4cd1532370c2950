using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>What one generator update (with its critic updates) measured.</summary>
/// <param name="DiscriminatorLoss">Mean over the critic updates, penalties and class losses included.</param>
/// <param name="GeneratorLoss">The generator's loss before its update.</param>
/// <param name="CriticEstimate">Mean logit of real minus fake images, before the update.</param>
/// <param name="RealRight">Share of the real images, 0 ... 1, on the real side of the objective's border; null without a border.</param>
/// <param name="FakeRight">Share of the fake images on the fake side.</param>
public readonly record struct GanLosses(double DiscriminatorLoss, double GeneratorLoss, double CriticEstimate, double? RealRight, double? FakeRight)
{
    /// <summary>Of the sum over the critic updates.</summary>
    internal static GanLosses Of(DiscriminatorReading sum, int criticSteps, double generatorLoss) => new(
        sum.Loss / criticSteps, generatorLoss, sum.Estimate / criticSteps,
        sum.HasBorder ? sum.RealRight / criticSteps : null, sum.HasBorder ? sum.FakeRight / criticSteps : null);
}

/// <summary>What one discriminator update measured, or the sum of several.</summary>
internal readonly record struct DiscriminatorReading(double Loss, double Estimate, bool HasBorder, double RealRight, double FakeRight)
{
    /// <summary>Of logits float32 [B]; what lies on the border is right on neither side.</summary>
    public static DiscriminatorReading Of(double loss, Tensor realLogits, Tensor fakeLogits, double? border)
    {
        var estimate = realLogits.mean().item<float>() - fakeLogits.mean().item<float>();
        return border is not { } b ? new(loss, estimate, false, 0, 0)
            : new(loss, estimate, true, Share(realLogits, v => v > b), Share(fakeLogits, v => v < b));
    }

    public static DiscriminatorReading operator +(DiscriminatorReading a, DiscriminatorReading b) =>
        new(a.Loss + b.Loss, a.Estimate + b.Estimate, b.HasBorder, a.RealRight + b.RealRight, a.FakeRight + b.FakeRight);

    private static double Share(Tensor logits, Func<float, bool> isRight)
    {
        var values = logits.detach().data<float>().ToArray();
        return (double)values.Count(isRight) / values.Length;
    }
}
