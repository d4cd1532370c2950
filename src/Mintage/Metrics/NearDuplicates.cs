using Mintage.Data;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Finds images that are nearly copies of each other: brighter or darker, with more or less contrast, shifted by a
/// pixel, or with slight noise from another compression. Candidates are the nearest neighbours in features that neither
/// shifts nor brightness change (exact search). Then the pixels of the best aligned pair must correlate.
/// </summary>
/// <remarks>
/// The limit of 0.99 comes from MNIST. All of 1,000 changed copies are found with 10 % more or less brightness, with a
/// shift by one pixel, with noise of 5 grey levels, and with all three at once (their correlations are 0.9957 or more).
/// Of the 60,000 training images 1 has such a partner among the test images (at 0.9916) and 4 have one among
/// themselves; all of these are bare strokes, the ones. Images that show little come close easily, so look at the pairs
/// (<see cref="PairSheet"/>). Noise hides a copy from about a seventh of the image's own standard deviation on; a
/// stronger crop, turn or scale does too.
/// </remarks>
internal static class NearDuplicates
{
    /// <summary>Finds near copies within one set. No randomness.</summary>
    /// <param name="images">Any number of images. Of identical ones only the first is compared.</param>
    /// <param name="options">Options of the search; null for the defaults.</param>
    public static NearDuplicateResult Within(LabelledImages images, NearDuplicateOptions? options = null)
    {
        options ??= new NearDuplicateOptions();
        var rows = Distinct(images);
        var found = new List<(int First, int Second)>();
        if (rows.Length > 1)
        {
            using var features = SpectrumFeatures.Of(images, rows);
            var neighbours = NearestNeighbours.Within(features, Math.Min(options.Candidates, rows.Length - 1));
            foreach (var (first, second) in Candidates(neighbours))
                found.Add((rows[Math.Min(first, second)], rows[Math.Max(first, second)]));
        }
        return Examine(images, images, [.. found.Distinct()], rows.Length, options);
    }

    /// <summary>Finds images of one set with near copies in another. No randomness.</summary>
    /// <param name="images">Any number of images. Of identical ones only the first is compared.</param>
    /// <param name="others">Any number of images of the same shape. Images identical to one of the first set do not
    /// count as its near copies.</param>
    /// <param name="options">Options of the search; null for the defaults.</param>
    /// <exception cref="UserInputException">The sets' images differ in shape.</exception>
    public static NearDuplicateResult Between(
        LabelledImages images, LabelledImages others, NearDuplicateOptions? options = null)
    {
        options ??= new NearDuplicateOptions();
        ScoreInput.RequireSameShape(images, others);
        var (rows, otherRows) = (Distinct(images), Distinct(others));
        IEnumerable<(int First, int Second)> found;
        if (rows.Length < 2 || otherRows.Length < 2) // too few for a search, and few enough to compare all
        {
            found = from first in rows from second in otherRows select (first, second);
        }
        else
        {
            using var features = SpectrumFeatures.Of(images, rows);
            using var otherFeatures = SpectrumFeatures.Of(others, otherRows);
            var neighbours =
                NearestNeighbours.Of(features, otherFeatures, Math.Min(options.Candidates, otherRows.Length));
            found = Candidates(neighbours).Select(pair => (rows[pair.First], otherRows[pair.Second]));
        }
        return Examine(
            images, others,
            [.. found.Where(pair => images.ImageFingerprint(pair.First) != others.ImageFingerprint(pair.Second))],
            rows.Length, options);
    }

    private static int[] Distinct(LabelledImages images) =>
        [.. Enumerable.Range(0, images.Count).DistinctBy(images.ImageFingerprint)];

    private static IEnumerable<(int First, int Second)> Candidates(Neighbours neighbours) =>
        from image in Enumerable.Range(0, neighbours.Count)
        from rank in Enumerable.Range(0, neighbours.K)
        select (image, neighbours.Index(image, rank));

    private static NearDuplicateResult Examine(LabelledImages images, LabelledImages others,
        (int First, int Second)[] pairs, int compared, NearDuplicateOptions options)
    {
        var correlations = new double?[pairs.Length];
        Parallel.For(
            0, pairs.Length, i =>
            correlations[i] =
            AlignedCorrelation.Best(
                images.Image(pairs[i].First), others.Image(pairs[i].Second), images, options.MaxShift));
        ImageMatch[] matches =
        [
            .. pairs.Zip(correlations).Where(pair => pair.Second is not null)
                .Select(pair => ImageMatch.Of(images, pair.First.First, others, pair.First.Second, pair.Second!.Value))
                .OrderByDescending(match => match.Correlation).ThenBy(match => match.First)
                    .ThenBy(match => match.Second),
        ];
        ImageMatch[] near = [.. matches.TakeWhile(match => match.Correlation >= options.MinCorrelation)];
        var found = near.Select(match => match.First);
        if (ReferenceEquals(images, others)) found = found.Concat(near.Select(match => match.Second));
        return new NearDuplicateResult(compared, found.Distinct()
            .Count(), near, [.. matches.Take(options.ClosestPairs)]);
    }
}

/// <summary>Options of the search for near copies. Immutable.</summary>
/// <param name="MinCorrelation">Pairs are near copies if their aligned pixels correlate at least this much.</param>
/// <param name="MaxShift">Largest shift along each axis that is undone, in pixels, 0 or more.</param>
/// <param name="Candidates">Nearest neighbours of each image whose pixels are compared, at least 1.</param>
/// <param name="ClosestPairs">Number of closest pairs to keep, near copies or not.</param>
public sealed record NearDuplicateOptions(
    double MinCorrelation = 0.99, int MaxShift = 1, int Candidates = 3, int ClosestPairs = 24);

/// <summary>Result of the search for near copies. Immutable.</summary>
/// <param name="Compared">Number of distinct images of the first set.</param>
/// <param name="Images">Number of these that have a near copy.</param>
/// <param name="Pairs">The near copies, highest correlation first; an image may be in several.</param>
/// <param name="Closest">The pairs of highest correlation, near copies or not.</param>
public sealed record NearDuplicateResult(
    int Compared, int Images, IReadOnlyList<ImageMatch> Pairs, IReadOnlyList<ImageMatch> Closest);

/// <summary>
/// Features that do not change when an image's content moves or gets brighter: the absolute values of its lowest
/// spatial frequencies, scaled to length 1. Copies are near each other in these features even when they are shifted.
/// The reverse does not hold (an image turned by 180 degrees has the same), so compare the pixels of what they find.
/// </summary>
internal static class SpectrumFeatures
{
    /// <summary>Highest frequency in periods per side: as much detail as 16 x 16 pixels.</summary>
    private const int Highest = 7;

    private const int PixelsAtOnce = 1 << 21;

    /// <summary>Computes the features of these images from the mean of their channels.</summary>
    /// <param name="images">The images.</param>
    /// <param name="rows">Indices of the images to take, in this order.</param>
    /// <returns>Float32 [N, D], D at most 120; zeros for an image of one value; the caller's scope owns it.</returns>
    public static Tensor Of(LabelledImages images, ReadOnlySpan<int> rows)
    {
        TorchRuntime.Load(); // commands without tensors of their own come here too
        using var scope = NewDisposeScope();
        var batch = Math.Max(1, PixelsAtOnce / images.PixelsPerImage);
        var parts = new List<Tensor>();
        for (var at = 0; at < rows.Length; at += batch)
            parts.Add(OfBatch(images, rows.Slice(at, Math.Min(batch, rows.Length - at))));
        return cat(parts, 0).MoveToOuterDisposeScope();
    }

    private static Tensor OfBatch(LabelledImages images, ReadOnlySpan<int> rows)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (images.Height, images.Width);
        var grey =
            tensor(images.Select(rows.ToArray()).Pixels, [rows.Length, height, width, images.Channels],
            ScalarType.Byte).to(ScalarType.Float32).mean([3]);
        grey.AddInPlace(grey.mean([1, 2], keepdim: true), -1);
        var (down, right) = (Math.Min(Highest, (height - 1) / 2), Math.Min(Highest, width / 2));
        // Negative frequencies are at the end; along x they are the mirror image of the positive ones and left out.
        var all = fft.rfft2(grey).abs().slice(2, 0, right + 1, 1);
        var low = cat([all.slice(1, 0, down + 1, 1), all.slice(1, height - down, height, 1)], 1).flatten(1);
        var lengths = low.mul(low).sum(1, keepdim: true).sqrt_().ClampInPlace(1e-3, float.MaxValue);
        return low.div_(lengths).MoveToOuterDisposeScope();
    }
}
