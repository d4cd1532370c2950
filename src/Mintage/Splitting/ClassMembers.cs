namespace Mintage.Splitting;

/// <summary>Lists the images of each class.</summary>
internal static class ClassMembers
{
    /// <summary>Gives for every class index, even one without images, the ascending indices of its images.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is negative.</exception>
    public static int[][] Of(IReadOnlyList<int> labels)
    {
        if (labels.Count == 0) return [];
        ArgumentOutOfRangeException.ThrowIfNegative(labels.Min(), nameof(labels));
        var byClass = Enumerable.Range(0, labels.Count).ToLookup(i => labels[i]);
        return [.. Enumerable.Range(0, labels.Max() + 1).Select(label => byClass[label].ToArray())];
    }
}
