using Mintage.Results;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// The Fréchet distance extrapolated to infinitely many synthetic images, Chong and Forsyth 2020, arXiv:1911.07023. Its
/// bias is nearly proportional to 1/N, so distances at 15 sizes are fitted against 1/N by least squares, and the line
/// is read at 0. Lower is better. The slope depends on the generator, so equal N does not make distances comparable.
/// </summary>
/// <remarks>
/// The bias from the finite number of real images remains. The 1/N law holds only for N well above D, so sizes start at
/// 5,000 as in the paper if the set has at least twice as many, and at half the set otherwise. (dgm-eval starts at a
/// tenth, where the curve is bent: on normal features with N = 5 D, whose distance of 0 was measured as 3.5, the line
/// then ended at -2.0, and from half the set at -0.24, with the same scatter.) The scatter about the line does not
/// measure the error, because the parts overlap and the largest is the whole set.
/// </remarks>
internal static class FrechetInfinity
{
    /// <summary>Number of sizes in the paper.</summary>
    public const int DefaultSizes = 15;

    private const int SmallestInPaper = 5000;

    /// <summary>Fits the line.</summary>
    /// <param name="real">Statistics of all real images; not disposed.</param>
    /// <param name="synthetic">Float32 or float64 [N, D]; not disposed.</param>
    /// <param name="seed">Draws the parts, see <see cref="FrechetCurve.Of"/>.</param>
    /// <param name="sizes">Number of different sizes, evenly spaced up to N; at least 2.</param>
    /// <param name="smallest">The smallest size, 2 to N - 1; null for the rule above.</param>
    /// <exception cref="UserInputException">
    /// There are too few images for so many sizes, or a feature is not finite.
    /// </exception>
    public static FrechetInfinityResult Of(
        FeatureStatistics real, Tensor synthetic, SeedTree seed, int sizes = DefaultSizes, int? smallest = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sizes, 2);
        var count = (int)synthetic.shape[0];
        var first = smallest ?? Math.Min(SmallestInPaper, count / 2);
        if (first < 2 || count - first < sizes - 1)
            throw new UserInputException(
                $"{sizes} numbers of images from {first} to {count} are needed for the extrapolation, all different "
                + "and at least 2. Add synthetic images.");
        var points =
            FrechetCurve.Of(
                real, synthetic,
                [.. Enumerable.Range(0, sizes)
                .Select(i => first + (int)((long)i * (count - first) / (sizes - 1)))], seed);
        var (intercept, slope) = Line([.. points.Select(p => 1.0 / p.NSynthetic)], [.. points.Select(p => p.Value)]);
        return new FrechetInfinityResult { Value = intercept, Slope = slope, Points = points };
    }

    private static (double Intercept, double Slope) Line(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
        return (meanY - (slope * meanX), slope);
    }
}

internal sealed record FrechetInfinityResult
{
    /// <summary>The distance at 1/N = 0. Noise may bring it slightly below 0.</summary>
    public required double Value { get; init; }

    /// <summary>Increase per 1/N; positive.</summary>
    public required double Slope { get; init; }

    /// <summary>The distances behind it, by ascending number of synthetic images.</summary>
    public required IReadOnlyList<FrechetResult> Points { get; init; }

    /// <summary>Limits of the value, as full sentences.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            var (smallest, whole) = (Points[0], Points[^1]);
            return [.. Bent(smallest.NSynthetic, smallest.Dimension), .. whole.Warnings];
        }
    }

    /// <summary>Makes the record: "fid-infinity" on the Inception network, "frechet-distance-infinity" on any
    /// other.</summary>
    public IReadOnlyList<MetricRecord> Records(FeatureSource source) =>
        [source.Record(source.IsInception ? "fid-infinity" : "frechet-distance-infinity", Value, Points[^1].NReal,
            Points[^1].NSynthetic, Warnings)];

    private static IEnumerable<string> Bent(int smallest, int dimension)
    {
        if (smallest <= 2 * dimension)
            yield return $"The extrapolation starts at {smallest} images, which is not more than twice the "
                + $"{dimension} features: there the distance is not linear in 1/N, and the value is only a rough one.";
    }
}

/// <summary>Measures the Fréchet distance for several numbers of synthetic images and the same real ones, to show how
/// much of it depends on that number.</summary>
internal static class FrechetCurve
{
    /// <summary>Gives one distance per size. Each size has its own random part, drawn without replacement.</summary>
    /// <param name="real">Statistics of all real images; not disposed.</param>
    /// <param name="synthetic">Float32 or float64 [N, D]; not disposed.</param>
    /// <param name="sizes">Numbers of synthetic images, each 2 to N.</param>
    /// <param name="seed">The part of size n is drawn from its child "frechet-curve" n.</param>
    /// <returns>Distances in the order of the sizes. The distance at size N is that of the whole set.</returns>
    /// <exception cref="UserInputException">A size is below 2 or above N, or a feature is not finite.</exception>
    public static IReadOnlyList<FrechetResult> Of(
        FeatureStatistics real, Tensor synthetic, IReadOnlyList<int> sizes, SeedTree seed)
    {
        FeatureCheck.Matrix(synthetic, nameof(synthetic));
        var count = (int)synthetic.shape[0];
        int[] wrong = [.. sizes.Where(size => size < 2 || size > count)];
        if (wrong.Length > 0)
            throw new UserInputException(
                $"Numbers of synthetic images must be 2 to {count}, the number there are, but "
                + $"{string.Join(", ", wrong)} came. Leave these out or add images.");
        return [
            .. sizes.Select(
                size => At(real, synthetic, FeatureSubset.Draw(count, size, seed.Child("frechet-curve", size))))];
    }

    private static FrechetResult At(FeatureStatistics real, Tensor synthetic, int[] part)
    {
        using var statistics = FeatureStatistics.Of(FeatureSubset.Batches(synthetic, part), "synthetic images");
        return FrechetDistance.Of(real, statistics);
    }
}
