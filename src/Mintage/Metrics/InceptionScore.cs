using Mintage.Results;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Inception Score, Salimans et al. 2016, arXiv:1606.03498: exp of the mean divergence KL(p(y|x) || p(y)) of the
/// predicted classes from their mean, for each of several splits. Higher is better; 1 to the number of classes. It
/// ignores real images, rewards confident and diverse predictions, and is too low if a split has few images for the
/// number of classes. It is the Inception Score only with the 1,008 classes of the Inception V3 network of 2015-12-05,
/// whose logits are taken without the bias, as in the original program.
/// </summary>
internal static class InceptionScore
{
    /// <summary>Number of splits in the original.</summary>
    public const int DefaultSplits = 10;

    private const int RowsAtOnce = 4096;

    /// <summary>Computes the score from logits, with the softmax in float64.</summary>
    /// <param name="logits">Float32 or float64 [N, classes], without bias; not disposed.</param>
    /// <param name="splits">
    /// 1 to N; split s holds the images s N / splits up to, but not with, (s + 1) N / splits.
    /// </param>
    /// <param name="order">
    /// Draws a random order of the images; null keeps the stored order. Images sorted by class need a random order,
    /// because
    /// the score is much too low in a split of few classes.
    /// </param>
    /// <exception cref="UserInputException">
    /// There are fewer than 2 images or fewer than splits, or a logit is not finite.
    /// </exception>
    public static InceptionScoreResult OfLogits(Tensor logits, int splits = DefaultSplits, SeedTree? order = null)
    {
        Check(logits, splits);
        return Of(logits, splits, order, rows => nn.functional.softmax(rows, 1));
    }

    /// <summary>Computes the score from probabilities.</summary>
    /// <param name="probabilities">
    /// Float32 or float64 [N, classes], not negative, rows summing to 1; not disposed. Zeros are allowed.
    /// </param>
    /// <param name="splits">1 to N.</param>
    /// <param name="order">Draws a random order of the images; null keeps the stored order.</param>
    /// <exception cref="UserInputException">
    /// There are fewer than 2 images or fewer than splits, or a probability is not finite.
    /// </exception>
    public static InceptionScoreResult OfProbabilities(
        Tensor probabilities, int splits = DefaultSplits, SeedTree? order = null)
    {
        Check(probabilities, splits);
        return Of(probabilities, splits, order, rows => rows);
    }

    private static InceptionScoreResult Of(Tensor rows, int splits, SeedTree? order, Func<Tensor, Tensor> probabilities)
    {
        var count = (int)rows.shape[0];
        var indices = order?.Random().Permutation(count) ?? [.. Enumerable.Range(0, count)];
        var scores = new double[splits];
        for (var s = 0; s < splits; s++)
        {
            var (first, last) = ((int)((long)s * count / splits), (int)((long)(s + 1) * count / splits));
            scores[s] = OfSplit(rows, indices.AsMemory(first, last - first), probabilities);
        }
        return new InceptionScoreResult { Scores = scores, Count = count, Classes = (int)rows.shape[1] };
    }

    /// <summary>Computes exp of (entropy of the mean prediction - mean entropy of the predictions), which is the mean
    /// divergence. 0 log 0 is 0.</summary>
    private static double OfSplit(Tensor rows, ReadOnlyMemory<int> indices, Func<Tensor, Tensor> probabilities)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var sum = zeros(rows.shape[1], ScalarType.Float64);
        var entropies = 0.0;
        for (var start = 0; start < indices.Length; start += RowsAtOnce)
        {
            using var batchScope = NewDisposeScope();
            var index =
                tensor(indices.Slice(start, Math.Min(RowsAtOnce, indices.Length - start)).ToArray(), ScalarType.Int64);
            var p = probabilities(rows.index_select(0, index).to(ScalarType.Float64));
            sum.AddInPlace(p.sum([0])); // a plain 0 would be taken for an element type
            entropies += special.entr(p).sum().item<double>();
        }
        var mean = sum.DivideInPlace(indices.Length);
        return Math.Exp(special.entr(mean).sum().item<double>() - (entropies / indices.Length));
    }

    private static void Check(Tensor rows, int splits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(splits);
        FeatureCheck.Matrix(rows, nameof(rows));
        FeatureCheck.Enough(rows.shape[0], "synthetic images");
        FeatureCheck.Finite(rows, "synthetic images");
        if (splits > rows.shape[0])
            throw new UserInputException(
                $"{splits} splits need at least {splits} synthetic images, but there are {rows.shape[0]}. Use fewer "
                + "splits or add images.");
    }
}

internal sealed record InceptionScoreResult
{
    /// <summary>Fewest images per class and split. The usual 5,000 images per split are enough for 1,008
    /// classes.</summary>
    private const int FewestPerClass = 4;

    /// <summary>The score of each split.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    public required int Count { get; init; }

    public required int Classes { get; init; }

    /// <summary>Mean over the splits.</summary>
    public double Mean => Scores.Average();

    /// <summary>Standard deviation over the splits, with their number as divisor (as in torch-fidelity): the spread of
    /// one split's score, not an error of the mean.</summary>
    public double StandardDeviation => Math.Sqrt(Scores.Average(s => (s - Mean) * (s - Mean)));

    /// <summary>Limits of the value, as full sentences.</summary>
    public IReadOnlyList<string> Warnings => Count / Scores.Count >= FewestPerClass * Classes
        ? []
        : [$"{Count / Scores.Count} images per split are few for {Classes} classes: the score is too low, the more "
            + "so the fewer there are; compare it only at the same numbers of images and splits."];

    /// <summary>Makes the record of the mean: "inception-score" on the Inception network, "classifier-score" on any
    /// other. It uses no real images.</summary>
    public IReadOnlyList<MetricRecord> Records(FeatureSource source) =>
        [source.Record(source.IsInception ? "inception-score" : "classifier-score", Mean, 0, Count, Warnings)];
}
