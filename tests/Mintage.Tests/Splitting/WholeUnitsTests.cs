using CsCheck;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Tests.Data;

namespace Mintage.Tests.Splitting;

/// <summary>Subsets and parts drawn in whole units.</summary>
public sealed class WholeUnitsTests
{
    /// <summary>Units of 1 to 12 images, each of one class out of four, in random order; and how many images to draw.</summary>
    private static readonly Gen<(int[] Labels, int[] Units, int Count, long Seed)> Pure =
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 12]).Array[1, 60].SelectMany(units => Make(units, mixed: false));

    /// <summary>The same, but the images of a unit have any classes.</summary>
    private static readonly Gen<(int[] Labels, int[] Units, int Count, long Seed)> Mixed =
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 12]).Array[1, 60].SelectMany(units => Make(units, mixed: true));

    [Fact]
    public void A_subset_holds_whole_units_and_is_off_by_at_most_half_of_the_smallest_that_could_mend_it() => Gen.OneOf(Pure, Mixed).Sample(t =>
    {
        if (Sizes(t).Min() >= 2 * t.Count) return; // refused, see below
        var subset = Draw(t);
        StratifiedSubsetTests.AssertAscending(subset);
        AssertWhole(t.Units, subset);
        var drawn = subset.Select(i => t.Units[i]).ToHashSet();
        var candidates = t.Units.CountBy(unit => unit).Where(pair => drawn.Contains(pair.Key) == subset.Length > t.Count).Select(pair => pair.Value).DefaultIfEmpty(0);
        Assert.InRange(2 * Math.Abs(subset.Length - t.Count), 0, subset.Length == t.Count ? 0 : candidates.Min());
    });

    [Fact]
    public void Single_images_make_the_number_exact_until_all_are_drawn() => Gen.OneOf(Pure, Mixed).Sample(t =>
    {
        int[] labels = [.. t.Labels, .. t.Labels], units = [.. t.Units, .. Enumerable.Range(1000, t.Units.Length)];
        var subset = StratifiedSubset.Draw(labels, t.Count, SeedTree.FromSeed(t.Seed).Random(), units);
        var singles = Enumerable.Range(0, units.Length).Where(i => units[i] >= 1000);
        Assert.True(subset.Length == t.Count || (subset.Length < t.Count && singles.All(subset.Contains)), $"{subset.Length} of {t.Count}");
    });

    [Fact]
    public void Classes_of_units_of_their_own_get_nearly_their_shares() => Pure.Sample(t =>
    {
        if (Sizes(t).Min() >= 2 * t.Count) return;
        var subset = Draw(t);
        foreach (var label in t.Labels.Distinct())
        {
            var share = subset.Length * (double)t.Labels.Count(l => l == label) / t.Labels.Length;
            // Units have up to 12 images. No bound is known; 20,000 draws reached 12.9.
            Assert.InRange(subset.Count(i => t.Labels[i] == label) - share, -18, 18);
        }
    });

    [Fact]
    public void Parts_share_no_unit() => Gen.OneOf(Pure, Mixed).Where(t => t.Labels.Length >= 100).Sample(t =>
    {
        int[] sizes = [30, 20, 25];
        var parts = StratifiedPartition.Draw(t.Labels, sizes, SeedTree.FromSeed(t.Seed).Random(), t.Units);
        Assert.All(parts, part => AssertWhole(t.Units, part));
        Assert.Equal(parts.Sum(part => part.Length), parts.SelectMany(part => part).Distinct().Count());
        Assert.All(parts.Zip(sizes), pair => Assert.InRange(pair.First.Length, pair.Second - 12, pair.Second + 6));
        Assert.Equal(parts[0], StratifiedSubset.Draw(t.Labels, sizes[0], SeedTree.FromSeed(t.Seed).Random(), t.Units));
    });

    [Fact]
    public void Folds_of_units_share_none() => Gen.OneOf(Pure, Mixed).Sample(t =>
    {
        IReadOnlyList<Fold> folds;
        try { folds = StratifiedKFold.Split(t.Labels, 3, SeedTree.FromSeed(t.Seed).Random(), t.Units); }
        catch (UserInputException) { return; } // a class has fewer units than folds
        Assert.All(folds, fold => Assert.Empty(fold.Training.Select(i => t.Units[i]).Intersect(fold.Validation.Select(i => t.Units[i]))));
    });

    [Fact]
    public void Units_of_one_image_each_give_the_draw_without_units() => StratifiedSubsetTests.Drawn.Where(d => d.Labels.Length >= 4).Sample(d =>
    {
        int[] units = [.. Enumerable.Range(0, d.Labels.Length).Reverse()];
        var half = d.Labels.Length / 2;
        Assert.Equal(
            StratifiedSubset.Draw(d.Labels, half, SeedTree.FromSeed(d.Seed).Random()),
            StratifiedSubset.Draw(d.Labels, half, SeedTree.FromSeed(d.Seed).Random(), units));
        Assert.Equal(
            StratifiedPartition.Draw(d.Labels, [1, half], SeedTree.FromSeed(d.Seed).Random()),
            StratifiedPartition.Draw(d.Labels, [1, half], SeedTree.FromSeed(d.Seed).Random(), units));
    });

    [Fact]
    public void All_images_are_all_units() => Mixed.Sample(t => Assert.Equal(
        Enumerable.Range(0, t.Labels.Length), StratifiedSubset.Draw(t.Labels, t.Labels.Length, SeedTree.FromSeed(t.Seed).Random(), t.Units)));

    [Fact]
    public void Every_unit_of_one_size_is_equally_likely()
    {
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i / 20)], units = [.. Enumerable.Range(0, 40).Select(i => i / 4)];
        var hits = new int[10];
        var tree = SeedTree.FromSeed(1);
        for (var i = 0; i < 4000; i++)
        {
            foreach (var unit in StratifiedSubset.Draw(labels, 16, tree.Child("draw", i).Random(), units).Select(image => units[image]).Distinct()) hits[unit]++;
        }
        Assert.All(hits, n => Assert.InRange(n, 1460, 1740)); // 1600, 4.5 standard deviations
    }

    [Fact]
    public void The_draw_is_frozen() // a change would silently change the splits of every study with groups
        => Assert.Equal([0, 1, 2, 3, 4, 10], StratifiedSubset.Draw([0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0], 6, SeedTree.FromSeed(1).Random(), [0, 0, 1, 2, 2, 3, 4, 4, 5, 5, 6, 7]));

    [Fact]
    public void Draws_that_no_unit_fits_are_refused()
    {
        int[] labels = [0, 0, 0, 0, 1, 1, 1, 1], units = [0, 0, 0, 0, 1, 1, 1, 1];
        TestImages.Refused(() => StratifiedSubset.Draw(labels, 2, SeedTree.FromSeed(1).Random(), units), "has 4 images", "subset of 2");
        TestImages.Refused(() => StratifiedPartition.Draw(labels, [3, 3, 2], SeedTree.FromSeed(1).Random(), units), "the first 2 parts take all 8 images");
        Assert.Throws<ArgumentException>(() => StratifiedSubset.Draw(labels, 2, SeedTree.FromSeed(1).Random(), [1, 2]));
        Assert.Throws<ArgumentException>(() => StratifiedPartition.Draw(labels, [2], SeedTree.FromSeed(1).Random(), [1, 2]));
    }

    private static Gen<(int[] Labels, int[] Units, int Count, long Seed)> Make((int Label, int Images)[] units, bool mixed)
    {
        int[] unitOf = [.. units.SelectMany((unit, number) => Enumerable.Repeat(number, unit.Images))];
        return Gen.Select(Gen.Int[0, 3].Array[unitOf.Length], Gen.Int[1, unitOf.Length], Gen.Long[0, 1000], (labels, count, seed) =>
        {
            var order = unitOf.ToArray();
            SeedTree.FromSeed(seed).Child("order").Random().Shuffle(order.AsSpan());
            return (mixed ? labels : Array.ConvertAll(order, unit => units[unit].Label), order, count, seed);
        });
    }

    private static int[] Draw((int[] Labels, int[] Units, int Count, long Seed) t) =>
        StratifiedSubset.Draw(t.Labels, t.Count, SeedTree.FromSeed(t.Seed).Random(), t.Units);

    private static IEnumerable<int> Sizes((int[] Labels, int[] Units, int Count, long Seed) t) => t.Units.CountBy(unit => unit).Select(pair => pair.Value);

    private static void AssertWhole(int[] units, int[] drawn) => Assert.Equal(
        drawn.Length, drawn.Select(i => units[i]).Distinct().Sum(unit => units.Count(u => u == unit)));
}
