using Mintage.Data;
using Mintage.Splitting;

namespace Mintage.Studies.Surveys;

/// <summary>Images that show nothing, that have two labels, or that were enlarged.</summary>
internal static class ContentWarnings
{
    private const string TwoLabels = "two-labels", Blank = "blank-images";

    /// <summary>Looks at pixels and original sizes.</summary>
    public static IEnumerable<DataWarning> Of(LabelledImages images)
    {
        var twoLabels = IdenticalImages.Within(images).Where(match => !match.SameClass).ToList();
        if (twoLabels.Count > 0)
            yield return new(
                TwoLabels,
                $"{Count(twoLabels.Count, "image is", "images are")} identical to an image of another class, so one of "
                + "the labels is wrong: "
                + $"{DataWarning.Some([.. twoLabels.Select(match => $"{images.NameOf(match.Second)}")])}.");

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

    /// <summary>Of a study's images those that no classifier can tell: with two labels, or of one colour.</summary>
    public static IEnumerable<string> OfLabels(StudyData data) =>
        from set in data.HasTestSet ? new[] { data.Train, data.Images(data.Test(0)) } : [data.Train]
        from warning in Of(set)
        where warning.Kind is TwoLabels or Blank
        select $"{set.Name}: {warning.Text}";

    private static string Count(int number, string one, string several) =>
        number == 1 ? $"1 {one}" : $"{number:N0} {several}";

    private static List<string> Names(LabelledImages images, IReadOnlyList<int> indices) =>
        [.. indices.Select(i => images.NameOf(i))];

}
