using Mintage.Runtime;

namespace Mintage.Splitting;

/// <summary>Draws a random subset that keeps the proportions of the classes.</summary>
public static class StratifiedSubset
{
    /// <summary>
    /// Draws <paramref name="count"/> images without replacement. Each class gets its proportional share, rounded down
    /// or up
    /// (largest remainder; ties are drawn), so it is off by less than one image. A class whose share is below one may
    /// get none.
    /// </summary>
    /// <param name="labels">Class index of every image, 0 or more.</param>
    /// <param name="count">Size of the subset, 1 to the number of labels.</param>
    /// <param name="random">Decides which images are drawn; consumed.</param>
    /// <param name="units">
    /// One number per image, e.g. from <see cref="SplitUnits"/>. Images with the same number are drawn together or not
    /// at all.
    /// The subset then comes as near to <paramref name="count"/> images as adding or dropping one unit can bring it. It
    /// misses by at
    /// most half of the smallest unit left out (or drawn, if it has too many), so it is exact unless all single images
    /// are drawn.
    /// Classes are as near to their shares as that allows. If all numbers differ, the draw is the same as without
    /// units.
    /// </param>
    /// <returns>Indices into <paramref name="labels"/>, ascending. With units there may be more or fewer than <paramref
    /// name="count"/>.</returns>
    /// <exception cref="UserInputException"><paramref name="count"/> is out of range, or even the smallest unit has at
    /// least twice that many images.</exception>
    /// <exception cref="ArgumentException">There is not one unit number per image.</exception>
    public static int[] Draw(
        IReadOnlyList<int> labels, int count, SeededRandom random, IReadOnlyList<int>? units = null)
    {
        if (count < 1 || count > labels.Count)
            throw new UserInputException(
                $"A subset must have 1 to {labels.Count} images, the number there are, but you asked for {count}. "
                + $"Ask for {Math.Clamp(count, 1, Math.Max(1, labels.Count))} images, for example.");
        if (units is not null && units.Count != labels.Count)
            throw new ArgumentException(
                $"{labels.Count} images need {labels.Count} unit numbers, but {units.Count} came.", nameof(units));
        if (units is null || WholeUnits.AreSingle(units)) return Draw(ClassMembers.Of(labels), count, random);
        var drawn = WholeUnits.Draw(labels, units, count, random);
        return drawn.Length > 0
            ? drawn
            : throw new UserInputException(
                "A subset keeps identical or grouped images together, and the smallest such group has "
                + $"{units.CountBy(unit => unit).Min(pair => pair.Value)} images: too many for a subset of {count}. "
                + "Ask for more images.");
    }

    /// <summary>Draws from lists of each class's images, in a random order that this call decides.</summary>
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

    /// <summary>Splits <paramref name="count"/> images among the classes in proportion, rounded by largest
    /// remainder.</summary>
    internal static int[] Shares(IReadOnlyList<int> classCounts, int count, SeededRandom random)
    {
        long total = classCounts.Sum();
        int[] shares = [.. classCounts.Select(n => (int)((long)count * n / total))];
        var byRemainder = random.Permutation(classCounts.Count)
            .OrderByDescending(label => (long)count * classCounts[label] % total);
        foreach (var label in byRemainder.Take(count - shares.Sum())) shares[label]++;
        return shares;
    }
}
