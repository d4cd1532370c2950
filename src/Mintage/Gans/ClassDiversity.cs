using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>
/// Measures how much the generator's images of a class differ: their mean pairwise distance in pixels, divided by that
/// of real images of the class. 1 is like real images. A generator that shows m pictures of a class equally often, as
/// different as real ones, has 1 - 1/m; one that always shows the same picture has 0. Blurred images score too low,
/// noisy ones too high.
/// </summary>
/// <remarks>
/// Trains nothing and draws from its own streams: the latents are always the same, so that values can be compared.
/// Works on a copy of the generator whose batch norms use the statistics of the drawn batch, because an average's
/// statistics belong to other weights.
/// </remarks>
internal sealed class ClassDiversity : IDisposable
{
    private const int RealsPerClass = 100, MostPerClass = 32, LeastPerClass = 8, AllClasses = 320, Batch = 64;

    private readonly GeneratorNetwork copy;
    private readonly Tensor latents, labels;
    private readonly double?[] real;
    private readonly int batches;

    /// <summary>Measures the real images. Call outside any dispose scope.</summary>
    /// <param name="networks">Build the generator.</param>
    /// <param name="images">Training images; not disposed.</param>
    /// <param name="seed">Stream of the latents and of the choice of real images.</param>
    public ClassDiversity(GanNetworks networks, ImageTensors images, SeedTree seed)
    {
        copy = networks.Generator(seed).PlacedOn(images.Device);
        real = OfReal(images, seed);
        var count = images.ClassCount * Math.Clamp(AllClasses / images.ClassCount, LeastPerClass, MostPerClass);
        batches = (count + Batch - 1) / Batch;
        latents = Latents.Draw(count, copy.LatentDimension, seed.Child("latents").Random(), images.Device.Torch);
        // every batch has all classes
        labels = tensor(Enumerable.Range(0, count).Select(i => (long)(i % images.ClassCount)).ToArray(), device: CPU)
            .MovedTo(images.Device.Torch);
    }

    /// <summary>Gives the ratio of every class, in label order.</summary>
    /// <param name="generator">Not changed.</param>
    /// <returns>0 or more; null for a class with fewer than two different real images.</returns>
    public IReadOnlyList<double?> Of(GeneratorNetwork generator)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        ModuleState.Copy(generator, copy);
        copy.train();
        var drawn = cat([.. latents.chunk(batches).Zip(labels.chunk(batches), (z, y) => copy.forward(z, y))]);
        return [
            .. real.Select(
                (distance, label) => distance is > 0 ? MeanDistance(drawn[labels.eq(label)]) / distance : null)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        copy.Dispose();
        latents.Dispose();
        labels.Dispose();
    }

    private static double?[] OfReal(ImageTensors images, SeedTree seed)
    {
        using var scope = NewDisposeScope();
        var labels = images.Labels.cpu().data<long>().ToArray();
        return [.. Enumerable.Range(0, images.ClassCount).Select(OfClass)];

        double? OfClass(int label)
        {
            int[] rows = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == label)];
            seed.Child("real", label).Random().Shuffle(rows.AsSpan());
            return rows.Length < 2
                ? null
                : MeanDistance(
                    PixelScale.ToSymmetric(images.Rows(rows.AsSpan(0, Math.Min(RealsPerClass, rows.Length))).Pixels));
        }
    }

    /// <summary>Gives the mean Euclidean distance over all pairs of different rows.</summary>
    private static double MeanDistance(Tensor imagesNchw)
    {
        using var scope = NewDisposeScope();
        var (flat, n) = (imagesNchw.flatten(1), imagesNchw.shape[0]);
        return cdist(flat, flat).sum().item<float>() / ((double)n * (n - 1));
    }
}
