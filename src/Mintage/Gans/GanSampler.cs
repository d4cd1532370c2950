using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>Draws images from a generator in batches of limited size.</summary>
internal static class GanSampler
{
    private const int Batch = 500;

    /// <summary>Draws one image per label, in the labels' order.</summary>
    /// <param name="generator">In evaluation mode, on any device.</param>
    /// <param name="labels">Wanted classes.</param>
    /// <param name="classNames">Class names of the new set.</param>
    /// <param name="name">Name of the new set.</param>
    /// <param name="seed">Stream of the latents.</param>
    public static LabelledImages Sample(
        GeneratorNetwork generator, int[] labels, IReadOnlyList<string> classNames, string name, SeedTree seed)
    {
        using var _ = no_grad();
        var size = generator.Height * generator.Width * generator.Channels;
        var pixels = new byte[(long)labels.Length * size];
        for (var start = 0; start < labels.Length; start += Batch)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(Batch, labels.Length - start);
            var batchLabels = tensor(labels.AsSpan(start, count).ToArray(), ScalarType.Int64, CPU)
                .MovedTo(generator.Device);
            var latents =
                Latents.Draw(count, generator.LatentDimension, seed.Child("latents", start / Batch)
                .Random(), generator.Device);
            var images =
                PixelScale.FromSymmetric(
                    generator.forward(latents, batchLabels)).permute(0, 2, 3, 1).contiguous().cpu();
            images.bytes.CopyTo(pixels.AsSpan(start * size));
        }
        return new LabelledImages(
            name, pixels, labels, generator.Height, generator.Width, generator.Channels, classNames);
    }
}

internal static class Latents
{
    /// <summary>Draws standard normal latents.</summary>
    /// <param name="count">How many.</param>
    /// <param name="dimension">Length of each.</param>
    /// <param name="random">Draws on the host.</param>
    /// <param name="device">Target device; null for the processor.</param>
    /// <returns>Float32 [count, dimension]; the caller's scope owns it.</returns>
    public static Tensor Draw(int count, int dimension, SeededRandom random, Device? device = null)
    {
        var values = new float[count * dimension];
        random.FillNormal(values);
        return tensor(values, [count, dimension], device: CPU).MovedTo(device ?? CPU);
    }
}
