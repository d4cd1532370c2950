using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Splitting;

/// <summary>Sets a part of a data set aside, to test or to choose with.</summary>
public static class HeldOutPart
{
    /// <summary>Draws the test part that a study with this seed and share sets aside; see the other overload.</summary>
    /// <param name="images">The set.</param>
    /// <param name="share">Share of the images, above 0 and below 1.</param>
    /// <param name="seed">Decides which images.</param>
    public static (int[] Part, int[] Others) ForTest(LabelledImages images, double share, long seed) =>
        Draw(images, share, SeedTree.FromSeed(seed).Child("split").Child("test part").Random());

    /// <summary>
    /// Draws about a share of the images, in the proportions of the classes. Identical images and images of one group
    /// stay on one side.
    /// </summary>
    /// <param name="images">The set.</param>
    /// <param name="share">Share of the images to set aside, above 0 and below 1; at least one image.</param>
    /// <param name="random">Decides which images; consumed.</param>
    /// <returns>Indices of the part and of the other images, each ascending.</returns>
    /// <exception cref="UserInputException">The share is out of range, or one side would have no image.</exception>
    public static (int[] Part, int[] Others) Draw(LabelledImages images, double share, SeededRandom random)
    {
        if (share is not (> 0 and < 1))
            throw new UserInputException(
                $"The share of images to set aside must be above 0 and below 1, but is {share}. 0.2 is usual.");
        if (images.Count < 2)
            throw new UserInputException(
                $"'{images.Name}' must have at least 2 images to be split, but has {images.Count}.");
        var count = Math.Clamp((int)Math.Round(share * images.Count), 1, images.Count - 1);
        var part = StratifiedSubset.Draw(images.Labels, count, random, SplitUnits.Of(images));
        var isPart = part.ToHashSet();
        int[] others = [.. Enumerable.Range(0, images.Count).Where(i => !isPart.Contains(i))];
        return others.Length > 0
            ? (part, others)
            : throw new UserInputException(
                $"'{images.Name}' cannot be split: its images are identical or of one group and must stay together.");
    }
}
