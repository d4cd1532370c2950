using Mintage.Data;

namespace Mintage.Metrics;

/// <summary>
/// Finds images that are nearly copies of each other: brighter or darker, with more or less contrast, moved by a pixel, or
/// with the slight noise of another compression. Candidates are the nearest neighbours in features that neither shifts nor
/// brightness change (exact search); then the pixels of the best aligned pair must correlate.
/// </summary>
/// <remarks>
/// The limit of 0.99 comes from MNIST: all of 1,000 changed copies are found with 10 % more or less brightness, with a shift
/// by one pixel, with noise of 5 grey levels, and with all three at once (their correlations are 0.9957 or more), while 1 of
/// the 60,000 training images has such a partner among the test images (at 0.9916) and 4 have one among themselves; all of
/// these are bare strokes, the ones. What shows little comes near easily, so look at the pairs (<see cref="PairSheet"/>).
/// Noise hides a copy from about a seventh of the image's own standard deviation on; a stronger crop, turn or scale does too.
/// </remarks>
public static class NearDuplicates
{
    /// <summary>Near copies within one set. No randomness.</summary>
    /// <param name="images">Any number of images; of identical ones only the first is looked at.</param>
    /// <param name="options">How to look; the defaults if null.</param>
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

    /// <summary>Images of one set with near copies in another. No randomness.</summary>
    /// <param name="images">Any number of images; of identical ones only the first is looked at.</param>
    /// <param name="others">Any number of images of the same shape. Images identical to one of the first set are no near copies of it.</param>
    /// <param name="options">How to look; the defaults if null.</param>
    /// <exception cref="Runtime.UserInputException">The sets' images differ in shape.</exception>
    public static NearDuplicateResult Between(LabelledImages images, LabelledImages others, NearDuplicateOptions? options = null)
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
            var neighbours = NearestNeighbours.Of(features, otherFeatures, Math.Min(options.Candidates, otherRows.Length));
            found = Candidates(neighbours).Select(pair => (rows[pair.First], otherRows[pair.Second]));
        }
        return Examine(images, others, [.. found.Where(pair => images.ImageFingerprint(pair.First) != others.ImageFingerprint(pair.Second))], rows.Length, options);
    }

    private static int[] Distinct(LabelledImages images) => [.. Enumerable.Range(0, images.Count).DistinctBy(images.ImageFingerprint)];

    private static IEnumerable<(int First, int Second)> Candidates(Neighbours neighbours) =>
        from image in Enumerable.Range(0, neighbours.Count)
        from rank in Enumerable.Range(0, neighbours.K)
        select (image, neighbours.Index(image, rank));

    private static NearDuplicateResult Examine(LabelledImages images, LabelledImages others, (int First, int Second)[] pairs, int compared, NearDuplicateOptions options)
    {
        var correlations = new double?[pairs.Length];
        Parallel.For(0, pairs.Length, i => correlations[i] = AlignedCorrelation.Best(images.Image(pairs[i].First), others.Image(pairs[i].Second), images, options.MaxShift));
        ImageMatch[] matches =
        [
            .. pairs.Zip(correlations).Where(pair => pair.Second is not null)
                .Select(pair => ImageMatch.Of(images, pair.First.First, others, pair.First.Second, pair.Second!.Value))
                .OrderByDescending(match => match.Correlation).ThenBy(match => match.First).ThenBy(match => match.Second),
        ];
        ImageMatch[] near = [.. matches.TakeWhile(match => match.Correlation >= options.MinCorrelation)];
        var found = near.Select(match => match.First);
        if (ReferenceEquals(images, others)) found = found.Concat(near.Select(match => match.Second));
        return new NearDuplicateResult(compared, found.Distinct().Count(), near, [.. matches.Take(options.ClosestPairs)]);
    }
}

/// <summary>How <see cref="NearDuplicates"/> looks.</summary>
/// <param name="MinCorrelation">Pairs whose aligned pixels correlate at least so are near copies.</param>
/// <param name="MaxShift">Largest shift along each axis that is undone, in pixels, 0 or more.</param>
/// <param name="Candidates">Nearest neighbours of each image whose pixels are compared, at least 1.</param>
/// <param name="ClosestPairs">Closest pairs to keep, whether near copies or not.</param>
public sealed record NearDuplicateOptions(double MinCorrelation = 0.99, int MaxShift = 1, int Candidates = 3, int ClosestPairs = 24);

/// <summary>What <see cref="NearDuplicates"/> found.</summary>
/// <param name="Compared">Distinct images of the first set.</param>
/// <param name="Images">Those of them that have a near copy.</param>
/// <param name="Pairs">The near copies, highest correlation first; an image may be in several.</param>
/// <param name="Closest">The pairs of highest correlation, whether near copies or not.</param>
public sealed record NearDuplicateResult(int Compared, int Images, IReadOnlyList<ImageMatch> Pairs, IReadOnlyList<ImageMatch> Closest);
