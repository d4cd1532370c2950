using Mintage.Data;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Gans;

/// <summary>A GAN's images in two parts: those it trains on, and a slice for choosing its best generator.</summary>
/// <param name="Training">In their original order.</param>
/// <param name="Slice">Shares no image, copy or group with the training images; null if there is no choice.</param>
internal sealed record TrainingSlice(LabelledImages Training, LabelledImages? Slice)
{
    /// <summary>Least number of images per class for an unbiased distance.</summary>
    public const int LeastPerClass = 2;

    /// <summary>Draws the slice in the proportions of the classes.</summary>
    /// <param name="images">All images of the GAN.</param>
    /// <param name="share">Share of the images; 0 for no slice.</param>
    /// <param name="random">Decides which images are drawn; consumed.</param>
    public static TrainingSlice Draw(LabelledImages images, double share, SeededRandom random)
    {
        if (share == 0 || images.Count == 0) return new(images, null);
        var count = Math.Clamp((int)Math.Round(share * images.Count), 1, images.Count);
        var rows = StratifiedSubset.Draw(images.Labels, count, random, SplitUnits.Of(images));
        int[] others = [.. Enumerable.Range(0, images.Count).Except(rows)];
        return new(images.Select(others), images.Select(rows, $"slice of {images.Name}"));
    }

    /// <summary>Lists classes with too few images on one side.</summary>
    public IEnumerable<string> Faults()
    {
        if (Slice is null) yield break;
        var scarce = Training.ClassCounts().Zip(Slice.ClassCounts(), Slice.ClassNames)
            .Where(c => c.First + c.Second > 0 && (c.First == 0 || c.Second < LeastPerClass))
            .Select(c => $"'{c.Third}' has {c.Second} of {c.First + c.Second}").ToList();
        if (scarce.Count > 0)
            yield return $"the slice needs at least {LeastPerClass} images of every class and must leave some to "
                + $"train on, but of class {string.Join(", ", scarce)}. Change the slice share, add images, or turn "
                + "the slice off.";
    }
}
