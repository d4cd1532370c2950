using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Measures if a generator repeats its training images. It compares the distances of synthetic images to the training
/// images with those of held-out real images. None of these figures proves the absence of copies (Stein et al. 2023,
/// arXiv:2306.04675, found that all of them miss some): look at the sheet of the closest pairs too, see
/// <see cref="PairSheet"/>.
/// </summary>
internal static class Memorisation
{
    /// <summary>Computes all figures from exact nearest neighbours.</summary>
    /// <param name="training">
    /// Features of the images the generator was trained on: float32 or float64 [T, D], CPU, T at least 2; not disposed.
    /// </param>
    /// <param name="holdout">Features of real images that it has never seen, [P, D]; null leaves out the figures that
    /// need them.</param>
    /// <param name="synthetic">Features of synthetic images, [Q, D].</param>
    /// <param name="seed">Its child "cells" draws the first centres of the cells.</param>
    /// <param name="options">Numbers of cells and pairs.</param>
    /// <exception cref="UserInputException">There are too few images, or a feature is not finite.</exception>
    public static MemorisationResult Of(
        Tensor training, Tensor? holdout, Tensor synthetic, SeedTree seed, MemorisationOptions? options = null)
    {
        options ??= new MemorisationOptions();
        using var train = new FeatureRows(training, "training images");
        using var generated = new FeatureRows(synthetic, "synthetic images");
        var toTraining = NearestNeighbours.Of(generated, train, 1);
        var withinTraining = NearestNeighbours.Within(train, 1);
        return new MemorisationResult
        {
            TrainingCount = train.Count,
            SyntheticCount = generated.Count,
            AuthenticShare = AuthenticShare(toTraining, withinTraining),
            ExactCopies = toTraining.Distances().Count(distance => distance == 0),
            ClosestPairs = Closest(toTraining, withinTraining, options.Pairs),
            Holdout = holdout is null
                ? null
                : AgainstHoldout(
                    training, train, holdout, synthetic, generated, toTraining, withinTraining, seed, options),
        };
    }

    private static HoldoutComparison AgainstHoldout(
        Tensor training, FeatureRows train, Tensor holdout, Tensor synthetic, FeatureRows generated,
        Neighbours toTraining, Neighbours withinTraining, SeedTree seed, MemorisationOptions options)
    {
        using var held = new FeatureRows(holdout, "held-out images");
        var toHoldout = NearestNeighbours.Of(generated, held, 1);
        var fromHoldout = NearestNeighbours.Of(held, train, 1);
        var closestHeldOut = fromHoldout.Distances().Min();
        using var cells = FeatureCells.Of(training, Math.Min(options.Cells, train.Count), seed.Child("cells"));
        return new HoldoutComparison
        {
            Count = held.Count,
            NearerToTraining = Enumerable.Range(0, generated.Count)
                .Average(i => Win(toTraining.SquaredDistance(i, 0), toHoldout.SquaredDistance(i, 0))),
            NearerByChance = train.Count / (double)(train.Count + held.Count),
            AuthenticShare = AuthenticShare(fromHoldout, withinTraining),
            ClosestDistance = closestHeldOut,
            NearCopies = toTraining.Distances().Count(distance => distance < closestHeldOut),
            Whole = DataCopying.Whole(toTraining.Distances(), fromHoldout.Distances()),
            OverCells = DataCopying.OverCells(
                [.. toTraining.Distances().Zip(cells.Assign(synthetic))],
                    [.. fromHoldout.Distances().Zip(cells.Assign(holdout))],
                cells.Count, options.SmallestCell / (double)generated.Count),
        };
    }

    private static double Win(double toTraining, double toHoldout) =>
        toTraining < toHoldout ? 1 : toTraining == toHoldout ? 0.5 : 0;

    /// <summary>Gives the share of authentic images. An image is authentic if its nearest training image has another
    /// training image nearer to it.</summary>
    private static double AuthenticShare(Neighbours toTraining, Neighbours withinTraining) =>
        Enumerable.Range(0, toTraining.Count)
            .Count(i => withinTraining.SquaredDistance(toTraining.Index(i), 0) < toTraining.SquaredDistance(i, 0)) / (
                double)toTraining.Count;

    private static IReadOnlyList<ImagePair> Closest(Neighbours toTraining, Neighbours withinTraining, int count) =>
    [
        .. Enumerable.Range(0, toTraining.Count)
            .OrderBy(i => toTraining.SquaredDistance(i, 0)).ThenBy(i => i)
            .Take(count)
            .Select(
                i => new ImagePair(
                    i, toTraining.Index(i), toTraining.Distance(i), withinTraining.Distance(toTraining.Index(i)))),
    ];
}

/// <summary>Options of <see cref="Memorisation"/>.</summary>
/// <param name="Cells">Number of cells in the C_T test; 3 as in dgm-eval.</param>
/// <param name="SmallestCell">A cell must hold more synthetic images than this to count; 20 as in dgm-eval.</param>
/// <param name="Pairs">Number of closest pairs to keep.</param>
internal sealed record MemorisationOptions(int Cells = 3, int SmallestCell = 20, int Pairs = 24);
