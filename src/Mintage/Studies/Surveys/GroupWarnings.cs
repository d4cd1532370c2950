using Mintage.Data;
using Mintage.Splitting;

namespace Mintage.Studies.Surveys;

/// <summary>
/// Signs that images belong together where a split or a class should divide them, by group or by file name.
/// </summary>
internal static class GroupWarnings
{
    private const string Remedy =
        "Name the groups in a .csv (columns path, label, group), and splits keep them together";

    /// <summary>Looks at groups and names.</summary>
    /// <param name="images">The set.</param>
    /// <param name="others">The set on the other side of a split, or null.</param>
    public static IEnumerable<DataWarning> Of(LabelledImages images, LabelledImages? others)
    {
        if (others is not null && SharedNames.Between(images, others) is { Count: > 0 } both)
            yield return new(
                "names-in-both",
                $"{both.Count:N0} file name{(both.Count == 1 ? " is" : "s are")} in {images.Name} and in "
                + $"{others.Name}: {DataWarning.Some(both)}. If they show the same thing, results are too good.");
        if (SharedNames.AcrossClasses(images) is { Count: > 0 } across)
            yield return new(
                "names-in-several-classes",
                $"{across.Count:N0} file name{(across.Count == 1 ? " is" : "s are")} in several classes: "
                + $"{DataWarning.Some(across)}. If they show the same thing, a label is wrong, or a split divides what "
                + "belongs together.");

        if (images.Groups is not null)
        {
            foreach (var warning in OneGroup(images, images.Groups, "group")) yield return warning;
            yield break;
        }
        if (NamedGroups.Guess(images) is not { } guess) yield break;
        var names = guess.Names.OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        yield return new(
            "names-like-groups",
            $"File names look like {names.Count:N0} groups: {DataWarning.Some(names)}. If each is one patient, "
            + $"specimen, writer or video, images of it are not independent. {Remedy}.");
        if (others is not null && guess.In(others) is { } there && there.Names.OfType<string>().Intersect(names)
            .Order(StringComparer.Ordinal).ToList() is { Count: > 0 } shared)
            yield return new(
                "named-groups-in-both",
                $"{shared.Count:N0} of them {(shared.Count == 1 ? "is" : "are")} in {others.Name} too: "
                + $"{DataWarning.Some(shared)}. If these are groups, results are too good: what is tested was partly "
                + "seen in training.");
        foreach (var warning in OneGroup(images, guess.Names, "beginning of the file name")) yield return warning;
    }

    /// <summary>Classes whose images, two at least, all come from one group, where other groups exist.</summary>
    private static IEnumerable<DataWarning> OneGroup(LabelledImages images, IReadOnlyList<string?> groups, string what)
    {
        var sets = new HashSet<string?>[images.ClassCount];
        for (var c = 0; c < sets.Length; c++) sets[c] = [];
        for (var i = 0; i < images.Count; i++) sets[images.Labels[i]].Add(groups[i]);
        var counts = images.ClassCounts();
        var single = Enumerable.Range(0, sets.Length)
            .Where(c => counts[c] > 1 && sets[c] is { Count: 1 } only && only.Single() is not null)
            .Select(c => $"{images.ClassNames[c]} (all {counts[c]:N0} of {sets[c].Single()})").ToList();
        if (single.Count > 0)
            yield return new(
                "one-group-classes",
                $"Images of one {what} only: {DataWarning.Some(single)}. A classifier may learn to know the "
                + $"{(what == "group" ? "group" : "origin")} in place of the class, and no split can tell.");
    }
}
