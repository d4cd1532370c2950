using Mintage.Data;
using Mintage.Splitting;

namespace Mintage.Studies.Surveys;

/// <summary>Images that show nothing, that have two labels, or that were enlarged.</summary>
internal static class ContentWarnings
{
    private const string TwoLabels = "two-labels", Blank = "blank-images", Repeated = "repeated-images";

    /// <summary>Share of the images from which on repeats are more than a few.</summary>
    private const double ManyRepeats = 0.01;

    /// <summary>Looks at pixels and original sizes.</summary>
    public static IEnumerable<DataWarning> Of(LabelledImages images)
    {
        var repeats = IdenticalImages.Within(images);
        var twoLabels = repeats.Where(match => !match.SameClass).ToList();
        if (twoLabels.Count > 0)
            yield return new(
                TwoLabels,
                $"{Count(twoLabels.Count, "image is", "images are")} identical to an image of another class, so one of "
                + "the labels is wrong: "
                + $"{DataWarning.Some([.. twoLabels.Select(match => $"{images.NameOf(match.Second)}")])}.");

        if (repeats.Count >= ManyRepeats * images.Count && repeats.Count > 0)
            yield return new(
                Repeated,
                $"{repeats.Count:N0} of the {images.Count:N0} images {(repeats.Count == 1 ? "repeats" : "repeat")} an "
                + $"earlier one, so {images.Count - repeats.Count:N0} are different. Copies stay on one side of every "
                + "split and count as one where chance is judged; images to train on then weigh more. Remove them, "
                + "unless they should.");

        var blank = BlankImages.Of(images);
        if (blank.Constant.Count > 0)
            yield return new(
                Blank,
                $"{Count(blank.Constant.Count, "image is", "images are")} of one colour all over: "
                + $"{DataWarning.Some(Names(images, blank.Constant))}. Leave them out, unless that is what the class "
                + "looks like.");
        if (blank.Faint.Count > 0)
            yield return new(
                "faint-images",
                $"{Count(blank.Faint.Count, "image has", "images have")} next to no contrast ({BlankImages.FaintRange} "
                + $"grey levels or less): {DataWarning.Some(Names(images, blank.Faint))}.");

        var small = images.Files?.Count(file => file.Width < images.Width && file.Height < images.Height) ?? 0;
        if (small > 0)
            yield return new(
                "enlarged-pictures",
                $"{Count(small, "picture is", "pictures are")} smaller than {images.Width} x {images.Height} and "
                + "enlarged: that adds time, not detail. Ask for a smaller size.");
    }

    /// <summary>What limits a study's results: images that no classifier can tell (with two labels, or of one
    /// colour), images that repeat others, and test images with near copies among the training images.</summary>
    public static IEnumerable<string> OfStudy(StudyData data)
    {
        LabelledImages[] sets = data.HasTestSet ? [data.Train, data.Images(data.Test(0))] : [data.Train];
        foreach (var set in sets)
        {
            foreach (var warning in Of(set).Where(w => w.Kind is TwoLabels or Blank or Repeated))
                yield return $"{set.Name}: {warning.Text}";
        }
        if (data.TestImagesWithNearCopies is > 0 and var copies)
            yield return $"{copies:N0} of the {sets[^1].Count:N0} test images have a near copy among the training "
                + "images (the same picture a little brighter, shifted or compressed again). If both show one object "
                + "or patient, all accuracies are too good: give such images a group. 'mintage data info' shows the "
                + "pairs.";
    }

    private static string Count(int number, string one, string several) =>
        number == 1 ? $"1 {one}" : $"{number:N0} {several}";

    private static List<string> Names(LabelledImages images, IReadOnlyList<int> indices) =>
        [.. indices.Select(i => images.NameOf(i))];

}
