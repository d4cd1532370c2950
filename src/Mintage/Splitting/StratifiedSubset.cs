using Mintage.Runtime;

namespace Mintage.Splitting;

/// <summary>Draws a random subset that keeps the proportions of the classes.</summary>
public static class StratifiedSubset
{
    /// <summary>
    /// Draws <paramref name="count"/> images without replacement. Each class gets its proportional share, rounded down or
    /// up (largest remainder; ties are drawn), so it is off by less than one image; a class whose share is below one may get none.
    /// </summary>
    /// <param name="labels">Class index of every image, 0 or more.</param>
    /// <param name="count">Size of the subset, 1 to the number of labels.</param>
    /// <param name="random">Decides which images; consumed.</param>
    /// <returns>Indices into <paramref name="labels"/>, ascending.</returns>
    /// <exception cref="UserInputException"><paramref name="count"/> is out of range.</exception>
    public static int[] Draw(IReadOnlyList<int> labels, int count, SeededRandom random)
    {
        if (count < 1 || count > labels.Count)
            throw new UserInputException($"A subset must have 1 to {labels.Count} images, as many as there are; {count} were asked for. Ask for {Math.Clamp(count, 1, Math.Max(1, labels.Count))} images, for example.");
        return Draw(ClassMembers.Of(labels), count, random);
    }

    /// <summary>Draws from lists of the images of each class, in a random order that this call decides.</summary>
    internal static int[] Draw(int[][] members, int count, SeededRandom random)
    {
        var shares = Shares([.. members.Select(m => m.Length)], count, random);
        var drawn = new List<int>(count);
        for (var label = 0; label < members.Length; label++)
        {
            random.Shuffle(members[label].AsSpan());
            drawn.AddRange(members[label].AsSpan(0, shares[label]));
        }
        drawn.Sort();
        return [.. drawn];
    }

    /// <summary>How many of <paramref name="count"/> images each class gets: its proportional share, rounded by largest remainder.</summary>
    internal static int[] Shares(IReadOnlyList<int> classCounts, int count, SeededRandom random)
    {
        long total = classCounts.Sum();
        int[] shares = [.. classCounts.Select(n => (int)((long)count * n / total))];
        var byRemainder = random.Permutation(classCounts.Count).OrderByDescending(label => (long)count * classCounts[label] % total);
        foreach (var label in byRemainder.Take(count - shares.Sum())) shares[label]++;
        return shares;
    }
}
