using Mintage.Data;

namespace Mintage.Splitting;

/// <summary>The groups of a data set in short.</summary>
/// <param name="Count">Number of groups.</param>
/// <param name="Largest">Name of the group with most images; of equal ones the first.</param>
/// <param name="LargestImages">Its number of images.</param>
/// <param name="LargestUnit">Images of the largest <see cref="SplitUnits">unit</see>: identical images in two groups make them one.</param>
public sealed record GroupSummary(int Count, string Largest, int LargestImages, int LargestUnit)
{
    /// <summary>Summarises; null if the set has no groups or no images.</summary>
    public static GroupSummary? Of(LabelledImages images)
    {
        if (images.Groups is not { Count: > 0 } groups) return null;
        var counts = groups.CountBy(name => name).ToArray();
        var largest = counts.MaxBy(pair => pair.Value);
        return new GroupSummary(counts.Length, largest.Key, largest.Value, SplitUnits.Of(images).CountBy(unit => unit).Max(pair => pair.Value));
    }

    /// <summary>Names of groups that occur in both sets, in ordinal order; empty if either has no groups.</summary>
    public static IReadOnlyList<string> Shared(LabelledImages images, LabelledImages others) =>
        [.. (images.Groups ?? []).Intersect(others.Groups ?? []).Order(StringComparer.Ordinal)];
}
