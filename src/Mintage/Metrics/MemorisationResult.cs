using System.Globalization;
using Mintage.Results;
using Mintage.Statistics;

namespace Mintage.Metrics;

/// <summary>A synthetic image and its nearest training image. Immutable.</summary>
/// <param name="SyntheticIndex">Index in the synthetic set.</param>
/// <param name="TrainingIndex">Index in the training set.</param>
/// <param name="Distance">Euclidean distance of their features.</param>
/// <param name="TrainingDistance">Distance of that training image to the nearest other one, which shows the usual
/// distance there.</param>
public sealed record ImagePair(int SyntheticIndex, int TrainingIndex, double Distance, double TrainingDistance);

/// <summary>Tells how near synthetic images come to the training images.</summary>
internal sealed record MemorisationResult
{
    public required int TrainingCount { get; init; }

    public required int SyntheticCount { get; init; }

    /// <summary>
    /// Share of synthetic images whose nearest training image has another training image nearer to it, 0 to 1; higher
    /// is better (AuthPct of dgm-eval divided by 100; Alaa et al. 2022, arXiv:2102.08921). It can be far below 1 for
    /// small sets without any copying: compare it with <see cref="HoldoutComparison.AuthenticShare"/>.
    /// </summary>
    public required double AuthenticShare { get; init; }

    /// <summary>Number of synthetic images whose features equal those of a training image.</summary>
    public required int ExactCopies { get; init; }

    /// <summary>The synthetic images nearest to a training image, nearest first.</summary>
    public required IReadOnlyList<ImagePair> ClosestPairs { get; init; }

    /// <summary>Figures that need held-out real images; null without them.</summary>
    public required HoldoutComparison? Holdout { get; init; }

    /// <summary>Limits of the values, as full sentences.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. Holdout is null
            ? ["Without held-out real images nothing tells how near an image must be to be a copy."]
            : Array.Empty<string>(),
        .. ExactCopies == 0
            ? Array.Empty<string>()
            : [$"{ExactCopies} synthetic image{(ExactCopies == 1 ? " has" : "s have")} exactly the features of a "
            + "training image."],
    ];

    /// <summary>
    /// Makes the records "auth-pct" (percent) and, with held-out images, "auth-pct-holdout", "nearer-to-training",
    /// "c-t" and "near-copies". The real images are the training images; in "auth-pct-holdout" the held-out images
    /// take the place of the synthetic ones.
    /// </summary>
    public IReadOnlyList<MetricRecord> Records(FeatureSource source) =>
    [
        source.Record("auth-pct", 100 * AuthenticShare, TrainingCount, SyntheticCount, Warnings),
        .. Holdout?.Records(source, this) ?? [],
    ];
}

/// <summary>The same distances for real images that the generator has not seen, and tests against them.</summary>
internal sealed record HoldoutComparison
{
    public required int Count { get; init; }

    /// <summary>
    /// Share of synthetic images nearer to a training than to a held-out image, ties counting half, 0 to 1.
    /// </summary>
    public required double NearerToTraining { get; init; }

    /// <summary>The expected share for images that come near to neither on purpose: T / (T + P).</summary>
    public required double NearerByChance { get; init; }

    /// <summary>Authentic share of the held-out images themselves, which is expected without copying.</summary>
    public required double AuthenticShare { get; init; }

    /// <summary>Smallest distance of a held-out to a training image, to compare with the closest pairs.</summary>
    public required double ClosestDistance { get; init; }

    /// <summary>
    /// Number of synthetic images nearer to a training image than every held-out image is: near copies in this space.
    /// </summary>
    public required int NearCopies { get; init; }

    /// <summary>Compares synthetic with held-out distances to the training images, without cells.</summary>
    public required MannWhitney Whole { get; init; }

    /// <summary>The same comparison by cells.</summary>
    public required DataCopyingResult OverCells { get; init; }

    internal IEnumerable<MetricRecord> Records(FeatureSource source, MemorisationResult result)
    {
        yield return source.Record("auth-pct-holdout", 100 * AuthenticShare, result.TrainingCount, Count, []);
        yield return source.Record("nearer-to-training", NearerToTraining, result.TrainingCount, result.SyntheticCount,
            [string.Create(
                CultureInfo.InvariantCulture, $"{NearerByChance:0.###} is expected without copying, from "
            + $"{result.TrainingCount} training and {Count} held-out images.")]);
        var unused = OverCells.Cells.Count(cell => !cell.IsUsed);
        yield return source.Record("c-t", OverCells.Statistic ?? Whole.Z, result.TrainingCount, result.SyntheticCount,
        [
            .. unused == OverCells.Cells.Count
                ? ["No cell of the feature space holds enough synthetic images: the value is the test without cells, "
                + $"against {Count} held-out images."]
                : unused > 0
                    ? [$"{unused} of {OverCells.Cells.Count} cells hold too few synthetic or no held-out images and "
                    + "are left out."]
                    : Array.Empty<string>(),
        ]);
        yield return NearCopiesRecord(source, result);
    }

    /// <summary>The record "near-copies": a number of images, with the number that chance alone would give.</summary>
    public MetricRecord NearCopiesRecord(FeatureSource source, MemorisationResult result) => source.Record(
        "near-copies", NearCopies, result.TrainingCount, result.SyntheticCount,
        [string.Create(
            CultureInfo.InvariantCulture,
            $"{(double)result.SyntheticCount / (Count + 1):0.#} are expected without copying. Counted are synthetic "
            + $"images nearer to a training image than all {Count} held-out images are.")]);
}
