namespace Mintage.Statistics;

/// <summary>
/// What the classifiers of one arm predicted on one test set: one classifier per replicate, trained with its own draw
/// of training images or its own seed. Immutable; safe to use from several threads.
/// </summary>
public sealed class PredictedArm
{
    /// <summary>Most by which the probabilities of an image may miss a sum of 1.</summary>
    public const double SumTolerance = 1e-3;

    private PredictedArm(string name, int[][] classes) => (Name, Classes) = (name, classes);

    /// <summary>Name of the arm, e.g. "classical+gan".</summary>
    public string Name { get; }

    /// <summary>Predicted class of every test image, one row per replicate.</summary>
    internal IReadOnlyList<int[]> Classes { get; }

    /// <summary>An arm by its predicted classes.</summary>
    /// <param name="name">Name of the arm.</param>
    /// <param name="replicates">
    /// For each replicate, the predicted class (from 0) of every test image; the same images in the same order in every
    /// replicate. At least one replicate and one image; copied.
    /// </param>
    /// <exception cref="ArgumentException">There are no replicates or no images, or their numbers differ.</exception>
    public static PredictedArm OfClasses(string name, IReadOnlyList<int[]> replicates)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(replicates);
        RequireEqual(name, [.. replicates.Select(r => r.Length)]);
        return new PredictedArm(name, [.. replicates.Select(r => (int[])r.Clone())]);
    }

    /// <summary>An arm by its class probabilities; the class with the largest one counts, of equal ones the
    /// first.</summary>
    /// <param name="name">Name of the arm.</param>
    /// <param name="replicates">
    /// For each replicate, the probabilities [images, classes] (softmax, not logits): finite, at least 0, adding up to
    /// 1 within <see cref="SumTolerance"/> for every image. At least one replicate, image and class; not kept.
    /// </param>
    /// <exception cref="ArgumentException">A probability is none, or sizes differ; the message says where.</exception>
    public static PredictedArm OfProbabilities(string name, IReadOnlyList<float[,]> replicates)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(replicates);
        RequireEqual(name, [.. replicates.Select(r => r.GetLength(0))]);
        RequireEqual(name, [.. replicates.Select(r => r.GetLength(1))], "classes");
        return new PredictedArm(
            name, [.. replicates.Select((table, r) => Largest(table, $"arm '{name}', replicate {r}"))]);
    }

    private static int[] Largest(float[,] probabilities, string where)
    {
        var (images, classes) = (probabilities.GetLength(0), probabilities.GetLength(1));
        var best = new int[images];
        for (var i = 0; i < images; i++)
        {
            double sum = 0;
            for (var c = 0; c < classes; c++)
            {
                var p = probabilities[i, c];
                if (!(float.IsFinite(p) && p >= 0))
                    throw new ArgumentException(
                        $"A probability must be finite and at least 0; that of image {i}, class {c} (from 0; {where}) "
                        + $"is {p}.", nameof(probabilities));
                sum += p;
                if (p > probabilities[i, best[i]]) best[i] = c;
            }
            if (Math.Abs(sum - 1) > SumTolerance)
                throw new ArgumentException(
                    $"The probabilities of an image must add up to 1; those of image {i} (from 0; {where}) add up to "
                    + $"{sum:0.######}. Give probabilities (softmax), not logits.", nameof(probabilities));
        }
        return best;
    }

    private static void RequireEqual(string name, int[] sizes, string what = "test images")
    {
        if (sizes.Length == 0 || sizes[0] == 0)
            throw new ArgumentException($"Arm '{name}' must have at least one replicate, test image and class.");
        if (sizes.Distinct().Count() > 1)
            throw new ArgumentException(
                $"All replicates of an arm must have the same {what}; those of '{name}' have "
                + $"{string.Join(", ", sizes)}.");
    }
}
