using Mintage.Data;

namespace Mintage.Splitting;

/// <summary>A summary of the groups in a data set. Immutable.</summary>
/// <param name="Count">Number of groups.</param>
/// <param name="Largest">Name of the group with the most images; the first one if several are equally large.</param>
/// <param name="LargestImages">Number of images in that group.</param>
/// <param name="LargestUnit">Number of images in the largest <see cref="SplitUnits">unit</see>. Two groups that share
/// an identical image form one unit.</param>
public sealed record GroupSummary(int Count, string Largest, int LargestImages, int LargestUnit)
{
    /// <summary>Summarises the groups; null if the set has no groups or no images.</summary>
    public static GroupSummary? Of(LabelledImages images)
    {
        if (images.Groups is not { Count: > 0 } groups) return null;
        var counts = groups.CountBy(name => name).ToArray();
        var largest = counts.MaxBy(pair => pair.Value);
        return new GroupSummary(counts.Length, largest.Key, largest.Value, SplitUnits.Of(images).CountBy(unit => unit)
            .Max(pair => pair.Value));
    }

    /// <summary>Lists the group names that occur in both sets, in ordinal order. Empty if either set has no
    /// groups.</summary>
    public static IReadOnlyList<string> Shared(LabelledImages images, LabelledImages others) =>
        [.. (images.Groups ?? []).Intersect(others.Groups ?? []).Order(StringComparer.Ordinal)];
}
