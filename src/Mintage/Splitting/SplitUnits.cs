using Mintage.Data;

namespace Mintage.Splitting;

/// <summary>
/// Finds the units that a split may not divide: images with equal pixels (a copy on the other side would be a leak) and
/// images of one group. Units are transitive: two groups that share an identical image are one unit.
/// </summary>
public static class SplitUnits
{
    /// <summary>
    /// Numbers the units. Without groups these are the numbers of <see cref="IdenticalImages.Groups"/>.
    /// </summary>
    /// <returns>One number per image, from 0 in order of first appearance. Images with equal numbers stay on one
    /// side.</returns>
    public static int[] Of(LabelledImages images)
    {
        var units = IdenticalImages.Groups(images);
        if (images.Groups is null) return units;
        var joined = new DisjointSets(images.Count);
        var firstOf = new Dictionary<string, int>();
        for (var i = 0; i < units.Length; i++)
        {
            if (!firstOf.TryAdd(images.Groups[i], units[i])) joined.Join(firstOf[images.Groups[i]], units[i]);
        }
        var numbers = new Dictionary<int, int>();
        return Array.ConvertAll(units, unit =>
        {
            var root = joined.Root(unit);
            numbers.TryAdd(root, numbers.Count);
            return numbers[root];
        });
    }

    /// <summary>Union-find with path halving; the lower number becomes the root.</summary>
    private sealed class DisjointSets(int count)
    {
        private readonly int[] parent = [.. Enumerable.Range(0, count)];

        public int Root(int item)
        {
            while (parent[item] != item) item = parent[item] = parent[parent[item]];
            return item;
        }

        public void Join(int a, int b)
        {
            (a, b) = (Root(a), Root(b));
            parent[Math.Max(a, b)] = Math.Min(a, b);
        }
    }
}

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
        var grouped = groups.Count == 0
            ? []
            : Enumerable.Range(0, train.Count).Where(i => groups.Contains(train.Groups![i]));
        var touched = copies.Concat(grouped).Select(i => units[i]).ToHashSet();
        return [.. Enumerable.Range(0, train.Count).Where(i => !touched.Contains(units[i]))];
    }
}
