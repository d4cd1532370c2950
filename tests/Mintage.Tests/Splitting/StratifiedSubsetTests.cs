using CsCheck;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Tests.Data;

namespace Mintage.Tests.Splitting;

public sealed class StratifiedSubsetTests
{
    /// <summary>Labels of up to five classes, some rare or absent, and a seed.</summary>
    internal static readonly Gen<(int[] Labels, long Seed)> Drawn = Gen.Select(Gen.Frequency((6, Gen.Const(0)), (3, Gen.Const(1)), (1, Gen.Int[2, 4])).Array[1, 200], Gen.Long[0, 1000]);

    [Fact]
    public void A_subset_has_its_size_and_each_class_its_share_within_one_image() =>
        Drawn.SelectMany(d => Gen.Int[1, d.Labels.Length].Select(count => (d.Labels, d.Seed, Count: count))).Sample(t =>
        {
            var subset = StratifiedSubset.Draw(t.Labels, t.Count, SeedTree.FromSeed(t.Seed).Random());
            Assert.Equal(t.Count, subset.Length);
            AssertAscending(subset);
            AssertShares(t.Labels, [.. Enumerable.Range(0, t.Labels.Length)], subset);
        });

    [Fact]
    public void Every_image_is_equally_likely()
    {
        int[] labels = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]; // 5 of 10: 3 of class 0 and 2 of class 1
        var hits = new int[10];
        var tree = SeedTree.FromSeed(1);
        for (var i = 0; i < 4000; i++)
        {
            foreach (var index in StratifiedSubset.Draw(labels, 5, tree.Child("draw", i).Random())) hits[index]++;
        }
        Assert.All(hits, n => Assert.InRange(n, 1860, 2140)); // 2000, 4.4 standard deviations of a fair coin's 4000 tosses
    }

    [Fact]
    public void Ties_between_classes_are_drawn_and_do_not_favour_the_first()
    {
        var firstClassHasTwo = Enumerable.Range(0, 400).Count(i => StratifiedSubset.Draw([0, 0, 1, 1], 3, SeedTree.FromSeed(i).Random()).Count(index => index < 2) == 2);
        Assert.InRange(firstClassHasTwo, 150, 250); // 200, 5 standard deviations
    }

    [Fact]
    public void The_draw_is_frozen() // a change would silently change every study's reduced set
        => Assert.Equal([0, 1, 5, 6, 10], StratifiedSubset.Draw([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2], 5, SeedTree.FromSeed(1).Random()));

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(5)]
    public void A_subset_cannot_be_empty_or_larger_than_the_whole(int count) =>
        TestImages.Refused(() => StratifiedSubset.Draw([0, 1, 0, 1], count, SeedTree.FromSeed(1).Random()), "1 to 4 images", $"asked for {count}");

    internal static void AssertAscending(int[] indices) => Assert.All(indices.Zip(indices.Skip(1)), pair => Assert.True(pair.First < pair.Second));

    /// <summary>Asserts that each class's number in the drawn indices is off its share of the pool by less than one image.</summary>
    internal static void AssertShares(int[] labels, int[] pool, int[] drawn) => Assert.All(labels.Distinct(), label =>
    {
        var share = drawn.Length * (double)pool.Count(i => labels[i] == label) / pool.Length;
        Assert.InRange(drawn.Count(i => labels[i] == label) - share, -1 + 1e-9, 1 - 1e-9);
    });
}
