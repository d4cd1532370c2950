using Mintage.Networks;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>In-domain features: the penultimate layer of a classifier trained on real images of the same kind. Not
/// thread-safe.</summary>
public static class CnnFeatures
{
    private const int Batch = 500;

    /// <summary>Computes the features of every image, in batches of limited size.</summary>
    /// <param name="network">The extractor; not disposed.</param>
    /// <param name="images">At least one image; not disposed.</param>
    /// <returns>Float32 [N, features]; the caller disposes it.</returns>
    public static Tensor Of(Classifier network, ImageTensors images)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (var start = 0; start < images.Count; start += Batch)
        {
            using var batchScope = NewDisposeScope();
            var pixels = images.Pixels.slice(0, start, Math.Min(start + Batch, images.Count), 1);
            parts.Add(network.Features(PixelScale.ToUnit(pixels)).MoveToOuterDisposeScope());
        }
        return cat(parts, 0).DetachFromDisposeScope();
    }
}
