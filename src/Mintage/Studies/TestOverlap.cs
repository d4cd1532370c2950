using Mintage.Data;

namespace Mintage.Studies;

/// <summary>Training images that a test set rules out.</summary>
internal static class TestOverlap
{
    /// <summary>Rows of the training set that are identical to no test image.</summary>
    public static int[] RowsOutside(LabelledImages train, LabelledImages test)
    {
        var seen = Enumerable.Range(0, test.Count).Select(test.ImageFingerprint).ToHashSet();
        return [.. Enumerable.Range(0, train.Count).Where(i => !seen.Contains(train.ImageFingerprint(i)))];
    }
}
