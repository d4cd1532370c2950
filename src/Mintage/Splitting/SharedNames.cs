using System.Globalization;
using System.Text.RegularExpressions;
using Mintage.Data;

namespace Mintage.Splitting;

/// <summary>
/// File names, without folder and ending, that occur where they should not: in two sets or in two classes. Running numbers
/// ("0001.png" in every folder) say nothing and do not count.
/// </summary>
public static partial class SharedNames
{
    /// <summary>Names of both sets, in ordinal order; none where either comes from no files.</summary>
    public static IReadOnlyList<string> Between(LabelledImages images, LabelledImages others)
    {
        var (own, other) = (Telling(images), Telling(others));
        return [.. own.Select(name => name.Stem).Intersect(other.Select(name => name.Stem)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Names of images of several classes, in ordinal order; none where images come from no files.</summary>
    public static IReadOnlyList<string> AcrossClasses(LabelledImages images) =>
        [.. Telling(images).GroupBy(name => name.Stem, name => name.Label).Where(same => same.Distinct().Count() > 1).Select(same => same.Key).Order(StringComparer.Ordinal)];

    /// <summary>The names that are no running numbers, neither of their folder nor of the whole set.</summary>
    private static List<(string Stem, int Label)> Telling(LabelledImages images)
    {
        if (images.Files is not { } files) return [];
        var names = files.Select((file, i) => (Folder: file.Path[..(file.Path.LastIndexOf('/') + 1)], Stem: NamedGroups.Stem(file.Path), Label: images.Labels[i])).ToList();
        var counted = names.GroupBy(name => (name.Folder, Shape(name.Stem))).Where(same => AreRunning(same.Select(name => name.Stem))).Select(same => same.Key).ToHashSet();
        var countedOverall = names.GroupBy(name => Shape(name.Stem)).Where(same => AreRunning(same.Select(name => name.Stem))).Select(same => same.Key).ToHashSet();
        return [.. names.Where(name => !counted.Contains((name.Folder, Shape(name.Stem))) && !countedOverall.Contains(Shape(name.Stem))).Select(name => (name.Stem, name.Label))];
    }

    /// <summary>Whether the last numbers of names that differ in nothing else start low and leave few out.</summary>
    private static bool AreRunning(IEnumerable<string> stems)
    {
        var numbers = stems.Select(stem => LastNumber().Match(stem)).Where(match => match.Success && match.Length <= 9)
            .Select(match => int.Parse(match.ValueSpan, CultureInfo.InvariantCulture)).Distinct().ToList();
        return numbers.Count > 0 && numbers.Min() <= Math.Max(1, numbers.Count / 2) && numbers.Max() - numbers.Min() < 2 * numbers.Count;
    }

    private static string Shape(string stem) => LastNumber().Replace(stem, "#");

    [GeneratedRegex("[0-9]+(?=[^0-9]*$)")]
    private static partial Regex LastNumber();
}
