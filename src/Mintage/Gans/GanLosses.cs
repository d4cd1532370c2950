using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>Measurements of one generator update and its critic updates.</summary>
/// <param name="DiscriminatorLoss">Mean over the critic updates, including penalties and class losses.</param>
/// <param name="GeneratorLoss">The generator's loss before its update.</param>
/// <param name="CriticEstimate">Mean logit of real minus fake images, before the update.</param>
/// <param name="RealRight">Share of the real images, 0 to 1, on the real side of the objective's border; null without a
/// border.</param>
/// <param name="FakeRight">Share of the fake images on the fake side.</param>
internal readonly record struct GanLosses(
    double DiscriminatorLoss, double GeneratorLoss, double CriticEstimate, double? RealRight, double? FakeRight)
{
    /// <summary>Makes the means from the sum over the critic updates.</summary>
    internal static GanLosses Of(DiscriminatorReading sum, int criticSteps, double generatorLoss) => new(
        sum.Loss / criticSteps, generatorLoss, sum.Estimate / criticSteps,
        sum.HasBorder ? sum.RealRight / criticSteps : null, sum.HasBorder ? sum.FakeRight / criticSteps : null);
}

/// <summary>Measurements of one discriminator update, or the sum of several.</summary>
internal readonly record struct DiscriminatorReading(
    double Loss, double Estimate, bool HasBorder, double RealRight, double FakeRight)
{
    /// <summary>Gathers a reading's numbers on the device that computed them.</summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="realLogits">Float32 [B].</param>
    /// <param name="fakeLogits">Float32 [B].</param>
    /// <param name="border">The objective's border. A logit exactly on it is wrong on both sides.</param>
    /// <returns>Float32 [3 or 5]: loss, means of the logits, and with a border the numbers of right ones; the caller's
    /// scope owns it.</returns>
    public static Tensor Measure(Tensor loss, Tensor realLogits, Tensor fakeLogits, double? border)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        List<Tensor> values = [loss, realLogits.mean(), fakeLogits.mean()];
        if (border is { } b) values.AddRange([realLogits.CountAbove(b), fakeLogits.CountBelow(b)]);
        return stack(values).MoveToOuterDisposeScope();
    }

    /// <summary>Makes a reading of a measurement.</summary>
    /// <param name="measured">Its numbers, 3 or 5.</param>
    /// <param name="batchSize">Number of real images, and of fake ones.</param>
    public static DiscriminatorReading Of(ReadOnlySpan<float> measured, int batchSize) => measured.Length == 3
        ? new(measured[0], measured[1] - measured[2], false, 0, 0)
        : new(measured[0], measured[1] - measured[2], true, (double)measured[3] / batchSize,
            (double)measured[4] / batchSize);

    public static DiscriminatorReading operator +(DiscriminatorReading a, DiscriminatorReading b) =>
        new(a.Loss + b.Loss, a.Estimate + b.Estimate, b.HasBorder, a.RealRight + b.RealRight, a.FakeRight
            + b.FakeRight);
}
