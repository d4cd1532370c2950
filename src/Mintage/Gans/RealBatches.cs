using Mintage.Augmentation;
using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>The batches of real images that a discriminator sees. Each batch depends only on its number.</summary>
/// <param name="options">Give batch size and classical augmentation.</param>
/// <param name="images">At least a batch; not disposed.</param>
/// <param name="seed">Root of the order and the augmentation.</param>
internal sealed class RealBatches(GanOptions options, ImageTensors images, SeedTree seed)
{
    private readonly BatchOrder order = new(images.Count, options.BatchSize, seed.Child("order"));
    private readonly ClassicalAugmentation? classical = options is { Classical: { } changes, ClassicalShare: > 0 }
        ? new ClassicalAugmentation(changes)
        : null;

    /// <summary>Number of batches per epoch.</summary>
    public int PerEpoch => order.PerEpoch;

    /// <summary>Gives images float32 [B, C, H, W] in [-1, 1] and labels int64 [B]; the caller's scope owns
    /// both.</summary>
    public (Tensor Images, Tensor Labels) Of(long index)
    {
        var (pixels, labels) = images.Rows(order.Rows(index));
        return (classical is null
            ? PixelScale.ToSymmetric(pixels)
            : Changed(classical, pixels, seed.Child("classical", index).Random()), labels);
    }

    private Tensor Changed(ClassicalAugmentation changes, Tensor pixels, SeededRandom random)
    {
        using var scope = NewDisposeScope();
        var unit = PixelScale.ToUnit(pixels);
        var changed = changes.Apply(unit, random);
        if (options.ClassicalShare < 1)
        {
            var draws = new float[unit.shape[0]];
            random.FillUniform(draws);
            var chosen = tensor(Array.ConvertAll(draws, d => d < options.ClassicalShare), device: CPU)
                .MovedTo(unit.device).view(-1, 1, 1, 1);
            changed = where(chosen, changed, unit);
        }
        return changed.MultiplyInPlace(2).AddInPlace(-1).MoveToOuterDisposeScope();
    }
}
