using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Kernel distance: the unbiased estimate of the squared maximum mean discrepancy with the cubic kernel (a·b / D + 1)³,
/// Bińkowski et al. 2018, arXiv:1801.01401. Lower is better; 0 for equal distributions, and an estimate near 0 may be
/// slightly negative. Unbiased at every number of images, hence comparable where the Fréchet distance is not. It is the
/// KID only on features of the Inception V3 network of 2015-12-05. All sums in float64 (float32 was 2e-7 off).
/// </summary>
public static class KernelDistance
{
    /// <summary>
    /// The estimate from all pairs, the most precise one; exact and tiled, no randomness. It looks at
    /// (N² + M²) / 2 + NM pairs: for 10,000 images each as many as 100 subsets of 1,000 do.
    /// </summary>
    /// <param name="real">Float32 or float64 [N, D], CPU, N at least 2; not disposed.</param>
    /// <param name="synthetic">[M, D], M at least 2, not necessarily N; not disposed.</param>
    /// <returns>Dimensionless; symmetric.</returns>
    /// <exception cref="UserInputException">There are too few images, or a feature is not finite.</exception>
    public static double FullSample(Tensor real, Tensor synthetic)
    {
        using var x = new FeatureRows(real, "real images");
        using var y = new FeatureRows(synthetic, "synthetic images");
        return KernelSums.Of(x, y, PairTiles.DefaultRows).Unbiased;
    }

    /// <summary>The mean of estimates from random subsets of both sets, as torch-fidelity and clean-fid give it.</summary>
    /// <param name="real">Float32 or float64 [N, D], CPU; not disposed.</param>
    /// <param name="synthetic">[M, D]; not disposed.</param>
    /// <param name="subsets">How many, and how large; size below N and M.</param>
    /// <param name="seed">Subset s of the real set is drawn from its child "kernel-real" s, of the synthetic set from "kernel-synthetic" s.</param>
    /// <exception cref="UserInputException">The subsets are as large as a set, or a feature is not finite.</exception>
    public static KernelDistanceResult OverSubsets(Tensor real, Tensor synthetic, KernelSubsets subsets, SeedTree seed)
    {
        var (n, m) = ((int)real.shape[0], (int)synthetic.shape[0]);
        subsets.Check(n, m);
        return OverIndices(
            real, synthetic,
            [.. Enumerable.Range(0, subsets.Count).Select(s => FeatureSubset.Draw(n, subsets.Size, seed.Child("kernel-real", s)))],
            [.. Enumerable.Range(0, subsets.Count).Select(s => FeatureSubset.Draw(m, subsets.Size, seed.Child("kernel-synthetic", s)))]);
    }

    /// <summary>The same over given subsets, all of one size.</summary>
    internal static KernelDistanceResult OverIndices(Tensor real, Tensor synthetic, int[][] realIndices, int[][] syntheticIndices)
    {
        var values = new double[realIndices.Length];
        for (var s = 0; s < values.Length; s++)
        {
            using var scope = NewDisposeScope();
            using var x = new FeatureRows(FeatureSubset.Rows(real, realIndices[s]), "real images");
            using var y = new FeatureRows(FeatureSubset.Rows(synthetic, syntheticIndices[s]), "synthetic images");
            values[s] = KernelSums.Of(x, y, PairTiles.DefaultRows).Unbiased;
        }
        return new KernelDistanceResult { SubsetValues = values, SubsetSize = realIndices[0].Length, NReal = (int)real.shape[0], NSynthetic = (int)synthetic.shape[0] };
    }
}

/// <summary>Subsets for <see cref="KernelDistance.OverSubsets"/>.</summary>
/// <param name="Count">Number of subsets, at least 2.</param>
/// <param name="Size">Images in each, drawn from both sets without replacement.</param>
public sealed record KernelSubsets(int Count = 100, int Size = 1000)
{
    /// <summary>
    /// 100 subsets of 1,000 as usual, or of half the smaller set where that is less. (Other programs then take the whole
    /// set every time, so that nothing is resampled and the spread collapses.)
    /// </summary>
    /// <param name="real">Real images.</param>
    /// <param name="synthetic">Synthetic images.</param>
    public static KernelSubsets For(int real, int synthetic) => new(Size: Math.Min(1000, Math.Min(real, synthetic) / 2));

    internal void Check(int real, int synthetic)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, 2);
        var smaller = Math.Min(real, synthetic);
        if (Size < 2)
            throw new UserInputException($"Subsets for the kernel distance need at least 2 images, but {Size} {(Size == 1 ? "was" : "were")} asked for. Use a larger subset size, and at least 4 images in each set.");
        if (Size >= smaller)
            throw new UserInputException(
                $"Subsets for the kernel distance must be smaller than both sets, but {Size} images were asked for of {real} real and {synthetic} synthetic ones: "
                + $"every draw would be the whole set. Use a subset size of at most {smaller / 2}, or the full-sample value, which needs no subsets.");
    }
}
