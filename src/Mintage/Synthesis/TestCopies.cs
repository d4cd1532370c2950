using System.Globalization;
using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Metrics;
using Mintage.Runtime;

namespace Mintage.Synthesis;

/// <summary>
/// Test images among synthetic images from elsewhere: identical ones, and near copies as <see cref="NearDuplicates"/>
/// finds them. Either would let a classifier train on what it is judged by.
/// </summary>
/// <param name="Images">All synthetic images.</param>
/// <param name="Test">All test images.</param>
/// <param name="Matches">Every synthetic image that shows a test image, each once, in order.</param>
internal sealed record TestCopies(LabelledImages Images, LabelledImages Test, IReadOnlyList<ImageMatch> Matches)
{
    private const int Listed = 10;

    /// <summary>Looks for test images; null where there are none.</summary>
    /// <param name="images">Synthetic images.</param>
    /// <param name="test">Test images of the same shape.</param>
    public static TestCopies? Find(LabelledImages images, LabelledImages test)
    {
        var found = DuplicateReport.Between(images, test, near: true);
        var identical = found.Identical.ToDictionary(match => match.First);
        // Of identical synthetic images the search compares only the first.
        var near = found.Near!.Pairs.DistinctBy(match => match.First)
            .ToDictionary(match => images.ImageFingerprint(match.First));
        ImageMatch[] matches =
        [
            .. from i in Enumerable.Range(0, images.Count)
               let match = identical.GetValueOrDefault(i) ?? near.GetValueOrDefault(images.ImageFingerprint(i))
               where match is not null
               select match with { First = i },
        ];
        return matches.Length == 0 ? null : new TestCopies(images, test, matches);
    }

    /// <summary>A table with a line for each: where it is, which test image it shows, and how alike they are.</summary>
    public string Table => string.Concat(Matches
        .Select(m => string.Create(CultureInfo.InvariantCulture, $"{Field(m)},{m.Second},{m.Correlation:0.####}\n"))
        .Prepend("synthetic_image,test_image,correlation\n"));

    /// <summary>How many are identical to a test image.</summary>
    public int Identical { get; } =
        Matches.Count(m => Images.ImageFingerprint(m.First) == Test.ImageFingerprint(m.Second));

    /// <summary>What is wrong, in full sentences.</summary>
    /// <param name="gan">Name of the images' GAN in the plan.</param>
    public string Fault(string gan)
    {
        return $"the images of '{gan}' must show no test image, but {Matches.Count:N0} of {Images.Count:N0} do: "
            + $"{Identical:N0} are identical to images of '{Test.Name}', {Matches.Count - Identical:N0} nearly so ("
            + string.Join(", ", Matches.Take(Listed).Select(Shown))
            + $"{(Matches.Count > Listed ? ", ..." : "")}). A classifier that trains on them is judged by images that "
            + "it has seen. Take them out, or have images made without the test images.";
    }

    private string Shown(ImageMatch match) => $"{Images.NameOf(match.First)} shows test {Test.NameOf(match.Second)}";

    private string Field(ImageMatch match) => PictureFolderFile.Quoted(ShownText.Name(Place(match)));

    private string Place(ImageMatch match) => Images.Files is { } files
        ? files[match.First].Path
        : match.First.ToString(CultureInfo.InvariantCulture);
}
