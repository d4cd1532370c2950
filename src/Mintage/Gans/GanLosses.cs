using Mintage.Runtime;
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
    /// <summary>What a reading is made from, still where it was computed.</summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="realLogits">Float32 [B].</param>
    /// <param name="fakeLogits">Float32 [B].</param>
    /// <param name="border">Of the objective; what lies on it is right on neither side.</param>
    /// <returns>Float32 [3 or 5]: loss, means of the logits, and with a border how many are right; the caller's scope owns it.</returns>
    public static Tensor Measure(Tensor loss, Tensor realLogits, Tensor fakeLogits, double? border)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        List<Tensor> values = [loss, realLogits.mean(), fakeLogits.mean()];
        if (border is { } b) values.AddRange([realLogits.CountAbove(b), fakeLogits.CountBelow(b)]);
        return stack(values).MoveToOuterDisposeScope();
    }

    /// <summary>The reading of a measurement.</summary>
    /// <param name="measured">Its numbers, 3 or 5.</param>
    /// <param name="batchSize">Real images, and fake ones.</param>
    public static DiscriminatorReading Of(ReadOnlySpan<float> measured, int batchSize) => measured.Length == 3
        ? new(measured[0], measured[1] - measured[2], false, 0, 0)
        : new(measured[0], measured[1] - measured[2], true, (double)measured[3] / batchSize, (double)measured[4] / batchSize);

    public static DiscriminatorReading operator +(DiscriminatorReading a, DiscriminatorReading b) =>
        new(a.Loss + b.Loss, a.Estimate + b.Estimate, b.HasBorder, a.RealRight + b.RealRight, a.FakeRight + b.FakeRight);
}
