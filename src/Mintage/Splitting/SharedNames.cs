using System.Globalization;
using System.Text.RegularExpressions;
using Mintage.Data;

namespace Mintage.Splitting;

/// <summary>
/// Finds file names (without folder and extension) that occur in two sets or in two classes. Running numbers
/// ("0001.png" in every folder) mean nothing and do not count.
/// </summary>
internal static partial class SharedNames
{
    /// <summary>Names that are in both sets, in ordinal order. None if either set comes from no files.</summary>
    public static IReadOnlyList<string> Between(LabelledImages images, LabelledImages others)
    {
        var (own, other) = (Telling(images), Telling(others));
        return [.. own.Select(name => name.Stem).Intersect(other.Select(name => name.Stem))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Names of images in several classes, in ordinal order. None if the images come from no files.</summary>
    public static IReadOnlyList<string> AcrossClasses(LabelledImages images) =>
        [.. Telling(images).GroupBy(name => name.Stem, name => name.Label).Where(same => same.Distinct().Count() > 1)
            .Select(same => same.Key).Order(StringComparer.Ordinal)];

    /// <summary>Names that are not running numbers, neither in their folder nor in the whole set.</summary>
    private static List<(string Stem, int Label)> Telling(LabelledImages images)
    {
        if (images.Files is not { } files) return [];
        var names =
            files.Select(
                (file, i) =>
                (Folder: file.Path[..(file.Path.LastIndexOf('/') + 1)], Stem: NamedGroups.Stem(file.Path),
                Label: images.Labels[i])).ToList();
        var counted = names.GroupBy(name => (name.Folder, Shape(name.Stem)))
            .Where(same => AreRunning(same.Select(name => name.Stem))).Select(same => same.Key).ToHashSet();
        var countedOverall = names.GroupBy(name => Shape(name.Stem))
            .Where(same => AreRunning(same.Select(name => name.Stem))).Select(same => same.Key).ToHashSet();
        return [
            .. names.Where(name => !counted.Contains((name.Folder, Shape(name.Stem)))
            && !countedOverall.Contains(Shape(name.Stem))).Select(name => (name.Stem, name.Label))];
    }

    /// <summary>True if the names differ only in their last numbers, and those start low and leave few out.</summary>
    private static bool AreRunning(IEnumerable<string> stems)
    {
        var numbers = stems.Select(stem => LastNumber().Match(stem)).Where(match => match.Success && match.Length <= 9)
            .Select(match => int.Parse(match.ValueSpan, CultureInfo.InvariantCulture)).Distinct().ToList();
        return numbers.Count > 0 && numbers.Min() <= Math.Max(1, numbers.Count / 2)
            && numbers.Max() - numbers.Min() < 2 * numbers.Count;
    }

    private static string Shape(string stem) => LastNumber().Replace(stem, "#");

    [GeneratedRegex("[0-9]+(?=[^0-9]*$)")]
    private static partial Regex LastNumber();
}
