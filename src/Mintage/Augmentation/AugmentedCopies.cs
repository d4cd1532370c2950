using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Splitting;
using static TorchSharp.torch;

namespace Mintage.Augmentation;

/// <summary>
/// Augmented copies of images, made once: the placebo for images of a GAN, and what a head on features learns from.
/// </summary>
internal static class AugmentedCopies
{
    private const int Chunk = 500;

    /// <summary>
    /// Copies in the proportions of the classes; within a class every image is copied as often, but for a remainder.
    /// </summary>
    /// <param name="real">At least one image.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="augmentation">What is done to them.</param>
    /// <param name="seed">Root of rows, order and changes.</param>
    public static LabelledImages Of(LabelledImages real, int count, IAugmentation augmentation, SeedTree seed)
    {
        var rows = Rows(real, count, seed.Child("rows").Random());
        var random = seed.Child("changes").Random();
        var pixels = new byte[(long)count * real.PixelsPerImage];
        using var tensors = new ImageTensors(real);
        for (var start = 0; start < count; start += Chunk)
        {
            using var scope = NewDisposeScope();
            var (images, _) = tensors.Rows(rows.AsSpan(start, Math.Min(Chunk, count - start)));
            var changed = augmentation.Apply(PixelScale.ToUnit(images), random).mul(255).round().to(ScalarType.Byte);
            changed.permute(0, 2, 3, 1).contiguous().data<byte>().CopyTo(pixels.AsSpan(start * real.PixelsPerImage));
        }
        int[] labels = Array.ConvertAll(rows, row => real.Labels[row]);
        return new LabelledImages(
            $"copies of {real.Name}", pixels, labels, real.Height, real.Width, real.Channels, real.ClassNames);
    }

    private static int[] Rows(LabelledImages real, int count, SeededRandom random)
    {
        var members = Enumerable.Range(0, real.Count).ToLookup(row => real.Labels[row]);
        int[] rows = [.. StratifiedSubset.Shares(real.ClassCounts(), count, random).SelectMany((n, c) =>
        {
            int[] own = [.. members[c]];
            random.Shuffle(own.AsSpan());
            return Enumerable.Range(0, n).Select(i => own[i % own.Length]);
        })];
        random.Shuffle(rows.AsSpan());
        return rows;
    }
}
