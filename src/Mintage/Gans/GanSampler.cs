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
            var batchLabels = tensor(labels.AsSpan(start, count).ToArray(), ScalarType.Int64, CPU).MovedTo(generator.Device);
            var latents = Latents.Draw(count, generator.LatentDimension, seed.Child("latents", start / Batch).Random(), generator.Device);
            var images = PixelScale.FromSymmetric(generator.forward(latents, batchLabels)).permute(0, 2, 3, 1).contiguous().cpu();
            images.bytes.CopyTo(pixels.AsSpan(start * size));
        }
        return new LabelledImages(name, pixels, labels, generator.Height, generator.Width, generator.Channels, classNames);
    }
}
