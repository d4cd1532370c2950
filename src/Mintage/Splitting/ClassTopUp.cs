using Mintage.Runtime;

namespace Mintage.Splitting;

/// <summary>Evens out classes of unequal size.</summary>
public static class ClassTopUp
{
    /// <summary>Gives the number of images each class needs to reach a target; 0 for classes at or above it, and for
    /// empty classes.</summary>
    /// <param name="classCounts">Images per class.</param>
    /// <param name="target">Images per class to reach; null for the size of the largest class.</param>
    public static int[] Missing(IReadOnlyList<int> classCounts, int? target = null) =>
        [.. classCounts.Select(n => n == 0 ? 0 : Math.Max(0, (target ?? classCounts.Max()) - n))];

    /// <summary>
    /// Repeats rows so that every class with an image comes up as often as the largest one. Each row comes up as often
    /// as any other of its class, except for a remainder.
    /// </summary>
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
