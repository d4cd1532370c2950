using Mintage.Runtime;

namespace Mintage.Splitting;

/// <summary>Draws several random parts that share no image. Each part keeps the proportions of the classes.</summary>
public static class StratifiedPartition
{
    /// <summary>
    /// Draws one part after the other, each as a <see cref="StratifiedSubset"/> of the images that are left. A part
    /// therefore depends only on its own size and the sizes before it: asking for more parts does not change the first
    /// ones.
    /// </summary>
    /// <param name="labels">Class index of every image, 0 or more.</param>
    /// <param name="sizes">Size of each part, at least 1; together at most the number of labels.</param>
    /// <param name="random">Decides which images are drawn; consumed.</param>
    /// <param name="units">
    /// One number per image. Images with the same number go into one part or into none, see <see
    /// cref="StratifiedSubset"/>. A
    /// part may then miss its size by half a unit, and a later part gets fewer images if earlier ones took more.
    /// </param>
    /// <returns>Per part, indices into <paramref name="labels"/>, ascending.</returns>
    /// <remarks>In each part a class is off its share of the remaining images (not of all images) by less than one
    /// image.</remarks>
    /// <exception cref="UserInputException">A size is below 1, there are too few images, or the units are so large that
    /// a part would get none.</exception>
    /// <exception cref="ArgumentException">There is not one unit number per image.</exception>
    public static int[][] Draw(
        IReadOnlyList<int> labels, IReadOnlyList<int> sizes, SeededRandom random, IReadOnlyList<int>? units = null)
    {
        var needed = sizes.Sum(size => (long)size);
        if (units is not null && units.Count != labels.Count)
            throw new ArgumentException(
                $"{labels.Count} images need {labels.Count} unit numbers, but {units.Count} came.", nameof(units));
        if (sizes.Any(size => size < 1) || needed > labels.Count)
            throw new UserInputException(
                $"Parts without common images must each have at least 1 image and together at most {labels.Count}, "
                + $"the number of images there are. You asked for parts of {string.Join(", ", sizes)} ({needed} "
                + "together). Ask for fewer or smaller parts.");
        var taken = new bool[labels.Count];
        var parts = new int[sizes.Count][];
        for (var part = 0; part < parts.Length; part++)
        {
            int[] left = [.. Enumerable.Range(0, labels.Count).Where(i => !taken[i])];
            if (left.Length == 0)
                throw new UserInputException(
                    $"Parts of {string.Join(", ", sizes)} images cannot be drawn because identical or grouped images "
                    + $"must stay together: the first {part} parts take all {labels.Count} images. Ask for fewer or "
                    + "smaller parts.");
            int[]? leftUnits = units is null ? null : [.. left.Select(i => units[i])];
            int[] drawn =
                StratifiedSubset.Draw(
                    [.. left.Select(i => labels[i])], Math.Min(sizes[part], left.Length), random, leftUnits);
            parts[part] = [.. drawn.Select(i => left[i])];
            foreach (var i in parts[part]) taken[i] = true;
        }
        return parts;
    }
}
