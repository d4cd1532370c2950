using Mintage.Runtime;

namespace Mintage.Splitting;

/// <summary>What classes of unequal size lack.</summary>
public static class ClassTopUp
{
    /// <summary>Images that each class lacks to a number; 0 for those that have as many, and for those that have none at all.</summary>
    /// <param name="classCounts">Images per class.</param>
    /// <param name="target">The number; null for that of the largest class.</param>
    public static int[] Missing(IReadOnlyList<int> classCounts, int? target = null) =>
        [.. classCounts.Select(n => n == 0 ? 0 : Math.Max(0, (target ?? classCounts.Max()) - n))];

    /// <summary>Rows in which every class that has an image comes up as often as the largest one: each row as often as any other of its class, but for a remainder.</summary>
    /// <param name="labels">Class of every row.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="random">Draws the remainder.</param>
    /// <returns>Row numbers, class by class.</returns>
    public static int[] Oversampled(IReadOnlyList<int> labels, int classes, SeededRandom random)
    {
        var members = Enumerable.Range(0, labels.Count).ToLookup(row => labels[row]);
        var target = members.Max(m => m.Count());
        return [.. Enumerable.Range(0, classes).Where(members.Contains).SelectMany(c =>
        {
            int[] rows = [.. members[c]];
            random.Shuffle(rows.AsSpan());
            return Enumerable.Range(0, target).Select(i => rows[i % rows.Length]);
        })];
    }
}
