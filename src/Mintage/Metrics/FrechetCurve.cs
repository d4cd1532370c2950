using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>The Fréchet distance at several numbers of synthetic images, against the same real ones: how much of it is only their number.</summary>
public static class FrechetCurve
{
    /// <summary>One distance per size; each size has its own random part, drawn without replacement.</summary>
    /// <param name="real">Statistics of all real images; not disposed.</param>
    /// <param name="synthetic">Float32 or float64 [N, D]; not disposed.</param>
    /// <param name="sizes">Numbers of synthetic images, each 2 to N.</param>
    /// <param name="seed">The part of size n is drawn from its child "frechet-curve" n.</param>
    /// <returns>Distances in the order of the sizes; the one at N is that of the whole set.</returns>
    /// <exception cref="UserInputException">A size is below 2 or above N, or a feature is not finite.</exception>
    public static IReadOnlyList<FrechetResult> Of(FeatureStatistics real, Tensor synthetic, IReadOnlyList<int> sizes, SeedTree seed)
    {
        FeatureCheck.Matrix(synthetic, nameof(synthetic));
        var count = (int)synthetic.shape[0];
        int[] wrong = [.. sizes.Where(size => size < 2 || size > count)];
        if (wrong.Length > 0)
            throw new UserInputException($"Numbers of synthetic images must be 2 to {count}, as many as there are, but {string.Join(", ", wrong)} came. Leave these out or give more images.");
        return [.. sizes.Select(size => At(real, synthetic, FeatureSubset.Draw(count, size, seed.Child("frechet-curve", size))))];
    }

    private static FrechetResult At(FeatureStatistics real, Tensor synthetic, int[] part)
    {
        using var statistics = FeatureStatistics.Of(FeatureSubset.Batches(synthetic, part), "synthetic images");
        return FrechetDistance.Of(real, statistics);
    }
}
