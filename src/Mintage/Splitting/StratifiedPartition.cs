using Mintage.Runtime;

namespace Mintage.Splitting;

/// <summary>Draws several random parts that share no image and each keep the proportions of the classes.</summary>
public static class StratifiedPartition
{
    /// <summary>
    /// Draws one part after the other, each as a <see cref="StratifiedSubset"/> of what the earlier parts left. A part
    /// therefore depends only on the sizes up to its own: asking for more parts leaves the first ones as they were.
    /// </summary>
    /// <param name="labels">Class index of every image, 0 or more.</param>
    /// <param name="sizes">Size of each part, at least 1; together at most the number of labels.</param>
    /// <param name="random">Decides which images; consumed.</param>
    /// <returns>Per part, indices into <paramref name="labels"/>, ascending.</returns>
    /// <remarks>Less than one image of a class separates a part from its share of what was left, not of the whole.</remarks>
    /// <exception cref="UserInputException">A size is below 1, or there are too few images.</exception>
    public static int[][] Draw(IReadOnlyList<int> labels, IReadOnlyList<int> sizes, SeededRandom random)
    {
        var needed = sizes.Sum(size => (long)size);
        if (sizes.Any(size => size < 1) || needed > labels.Count)
            throw new UserInputException($"Parts without common images must each have at least 1 image and together at most {labels.Count}, as many as there are; parts of {string.Join(", ", sizes)} ({needed} together) were asked for. Ask for fewer or smaller parts.");
        var taken = new bool[labels.Count];
        var parts = new int[sizes.Count][];
        for (var part = 0; part < parts.Length; part++)
        {
            int[] left = [.. Enumerable.Range(0, labels.Count).Where(i => !taken[i])];
            int[] drawn = StratifiedSubset.Draw([.. left.Select(i => labels[i])], sizes[part], random);
            parts[part] = [.. drawn.Select(i => left[i])];
            foreach (var i in parts[part]) taken[i] = true;
        }
        return parts;
    }
}
