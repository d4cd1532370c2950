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
    /// <param name="units">
    /// One number per image; images of equal number come into one part or into none, see <see cref="StratifiedSubset"/>. A
    /// part's number of images may then differ from its size by half a unit, and a later part gets fewer where earlier ones
    /// took more.
    /// </param>
    /// <returns>Per part, indices into <paramref name="labels"/>, ascending.</returns>
    /// <remarks>Less than one image of a class separates a part from its share of what was left, not of the whole.</remarks>
    /// <exception cref="UserInputException">A size is below 1, there are too few images, or the units are too large for a part to get any.</exception>
    /// <exception cref="ArgumentException">There is not one unit number per image.</exception>
    public static int[][] Draw(IReadOnlyList<int> labels, IReadOnlyList<int> sizes, SeededRandom random, IReadOnlyList<int>? units = null)
    {
        var needed = sizes.Sum(size => (long)size);
        if (units is not null && units.Count != labels.Count)
            throw new ArgumentException($"{labels.Count} images need as many unit numbers, not {units.Count}.", nameof(units));
        if (sizes.Any(size => size < 1) || needed > labels.Count)
            throw new UserInputException($"Parts without common images must each have at least 1 image and together at most {labels.Count}, as many as there are; parts of {string.Join(", ", sizes)} ({needed} together) were asked for. Ask for fewer or smaller parts.");
        var taken = new bool[labels.Count];
        var parts = new int[sizes.Count][];
        for (var part = 0; part < parts.Length; part++)
        {
            int[] left = [.. Enumerable.Range(0, labels.Count).Where(i => !taken[i])];
            if (left.Length == 0)
                throw new UserInputException($"Parts of {string.Join(", ", sizes)} images cannot be drawn in whole groups, which identical or grouped images form: the first {part} take all {labels.Count} images. Ask for fewer or smaller parts.");
            int[]? leftUnits = units is null ? null : [.. left.Select(i => units[i])];
            int[] drawn = StratifiedSubset.Draw([.. left.Select(i => labels[i])], Math.Min(sizes[part], left.Length), random, leftUnits);
            parts[part] = [.. drawn.Select(i => left[i])];
            foreach (var i in parts[part]) taken[i] = true;
        }
        return parts;
    }
}
