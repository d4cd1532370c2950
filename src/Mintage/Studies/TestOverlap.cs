using Mintage.Data;
using Mintage.Splitting;

namespace Mintage.Studies;

/// <summary>Training images that a test set rules out.</summary>
internal static class TestOverlap
{
    /// <summary>Rows of the training set that are identical to no test image and of no group that the test set has; groups go as a whole.</summary>
    public static int[] RowsOutside(LabelledImages train, LabelledImages test)
    {
        var seen = Enumerable.Range(0, test.Count).Select(test.ImageFingerprint).ToHashSet();
        var groups = test.Groups?.ToHashSet() ?? [];
        var units = SplitUnits.Of(train);
        var touched = Enumerable.Range(0, train.Count)
            .Where(i => seen.Contains(train.ImageFingerprint(i)) || (train.Groups is { } names && groups.Contains(names[i])))
            .Select(i => units[i]).ToHashSet();
        return [.. Enumerable.Range(0, train.Count).Where(i => !touched.Contains(units[i]))];
    }
}
