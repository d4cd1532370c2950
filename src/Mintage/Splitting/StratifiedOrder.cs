using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Splitting;

/// <summary>
/// Orders a set so that for every n the first n images are a stratified random subset; the first 100 are among the
/// first 250. The order depends on the images and the seed, not on where the images stand in their file.
/// </summary>
/// <remarks>
/// The classes take turns by Tijdeman's rule for the chairman assignment problem (Discrete Mathematics 32, 1980): of
/// the classes that are far enough behind their share, the next is the one that would otherwise be too late first. For
/// every n each class is less than one image off its share, as in a <see cref="StratifiedSubset"/>. Subsets of
/// different sizes drawn by that class are not nested.
/// </remarks>
internal static class StratifiedOrder
{
    /// <param name="images">May be empty.</param>
    /// <param name="random">Decides which images of a class come first, and which class comes first when two are
    /// equally due; consumed.</param>
    public static int[] Of(LabelledImages images, SeededRandom random)
    {
        int[][] members = [.. ClassMembers.Of(images.Labels).Where(rows => rows.Length > 0)];
        random.Shuffle(members.AsSpan());
        foreach (var rows in members)
        {
            rows.AsSpan().Sort((a, b) => string.CompareOrdinal(images.ImageFingerprint(a), images.ImageFingerprint(b)));
            random.Shuffle(rows.AsSpan());
        }
        var next = new int[members.Length];
        return [.. Turns(Array.ConvertAll(members, rows => rows.Length)).Select(c => members[c][next[c]++])];
    }

    /// <summary>Gives the class of each place in the order.</summary>
    private static IEnumerable<int> Turns(int[] counts)
    {
        long total = counts.Sum();
        var taken = new long[counts.Length];
        var slack = Math.Max(1, (2L * counts.Length) - 2); // Tijdeman's bound is 1 - 1 / (2 classes - 2)
        for (long place = 1; place <= total; place++)
        {
            var (next, earliest) = (-1, double.PositiveInfinity);
            for (var c = 0; c < counts.Length; c++)
            {
                var behind = slack * ((place * counts[c]) - (total * taken[c]));
                if (behind < total) continue;
                var due = ((total * (slack - 1)) - behind) / (double)counts[c];
                if (due < earliest) (next, earliest) = (c, due);
            }
            taken[next]++;
            yield return next;
        }
    }
}
