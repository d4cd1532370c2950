using Mintage.Data;

namespace Mintage.Splitting;

/// <summary>Removes from a training set what it shares with a test set.</summary>
internal static class UnitsOutside
{
    /// <summary>Keeps the rows of units that share no identical image and no group with the test set.</summary>
    /// <param name="train">The training set.</param>
    /// <param name="units">The training set's <see cref="SplitUnits"/>, which stay or go as a whole.</param>
    /// <param name="test">The test set.</param>
    /// <returns>Row numbers, ascending.</returns>
    public static int[] Rows(LabelledImages train, int[] units, LabelledImages test)
    {
        var copies = IdenticalImages.Between(train, test).Select(match => match.First);
        var groups = GroupSummary.Shared(train, test).ToHashSet();
        var grouped = groups.Count == 0 ? [] : Enumerable.Range(0, train.Count).Where(i => groups.Contains(train.Groups![i]));
        var touched = copies.Concat(grouped).Select(i => units[i]).ToHashSet();
        return [.. Enumerable.Range(0, train.Count).Where(i => !touched.Contains(units[i]))];
    }
}
