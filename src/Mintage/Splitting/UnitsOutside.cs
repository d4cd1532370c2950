using Mintage.Data;

namespace Mintage.Splitting;

/// <summary>What is left of a training set beside a test set.</summary>
internal static class UnitsOutside
{
    /// <summary>Rows whose unit has no image that is identical to a test image or of one of the test set's groups.</summary>
    /// <param name="train">The training set.</param>
    /// <param name="units">Its <see cref="SplitUnits"/>: they stay or go as a whole.</param>
    /// <param name="test">The test set.</param>
    /// <returns>Ascending.</returns>
    public static int[] Rows(LabelledImages train, int[] units, LabelledImages test)
    {
        var copies = IdenticalImages.Between(train, test).Select(match => match.First);
        var groups = GroupSummary.Shared(train, test).ToHashSet();
        var grouped = groups.Count == 0 ? [] : Enumerable.Range(0, train.Count).Where(i => groups.Contains(train.Groups![i]));
        var touched = copies.Concat(grouped).Select(i => units[i]).ToHashSet();
        return [.. Enumerable.Range(0, train.Count).Where(i => !touched.Contains(units[i]))];
    }
}
