using Mintage.Data;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Tests.Splitting;

public sealed class StratifiedOrderTests
{
    [Theory]
    [InlineData(100, 100, 100)]
    [InlineData(900, 50, 40, 9, 1)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(7)]
    [InlineData(500, 3)]
    public void Every_beginning_has_less_than_one_image_of_a_class_too_many_or_too_few(params int[] counts)
    {
        var images = Sorted(counts);
        var order = StratifiedOrder.Of(images, SeedTree.FromSeed(1).Random());
        Assert.Equal(Enumerable.Range(0, images.Count), order.Order());
        var taken = new int[counts.Length];
        for (var n = 1; n <= order.Length; n++)
        {
            taken[images.Labels[order[n - 1]]]++;
            // Tijdeman: at most 1 - 1 / (2 classes - 2) off; a single class is never off.
            for (var c = 0; c < counts.Length; c++) Assert.InRange(taken[c] - ((double)n * counts[c] / order.Length), -0.9999, 0.9999);
        }
    }

    [Fact]
    public void A_set_sorted_by_class_and_its_shuffle_give_the_same_images()
    {
        var sorted = Sorted(40, 30, 5);
        var shuffled = sorted.Select(SeedTree.FromSeed(5).Random().Permutation(sorted.Count));
        var (a, b) = (Prints(sorted, seed: 1), Prints(shuffled, seed: 1));
        Assert.Equal(a, b);
        Assert.NotEqual(a[..20], Prints(sorted, seed: 2)[..20]);
    }

    [Fact]
    public void A_set_without_images_has_an_empty_order() =>
        Assert.Empty(StratifiedOrder.Of(Sorted(1).Select([]), SeedTree.FromSeed(1).Random()));

    [Fact]
    public void The_order_by_content_is_that_of_the_shuffle()
    {
        var sorted = Sorted(20, 20);
        var shuffled = sorted.Select(SeedTree.FromSeed(5).Random().Permutation(sorted.Count));
        Assert.Equal(ContentOrder.Of(sorted).Fingerprint, ContentOrder.Of(shuffled).Fingerprint);
        Assert.NotEqual(sorted.Fingerprint, shuffled.Fingerprint);
    }

    private static string[] Prints(LabelledImages images, long seed) =>
        [.. StratifiedOrder.Of(images, SeedTree.FromSeed(seed).Random()).Select(images.ImageFingerprint)];

    /// <summary>Images that all differ, one class after the other.</summary>
    private static LabelledImages Sorted(params int[] counts)
    {
        var labels = counts.SelectMany((n, label) => Enumerable.Repeat(label, n)).ToArray();
        var pixels = Enumerable.Range(0, labels.Length).SelectMany(i => new[] { (byte)i, (byte)(i >> 8), (byte)0, (byte)0 }).ToArray();
        return new LabelledImages("sorted", pixels, labels, 2, 2, 1, [.. counts.Select((_, label) => $"{label}")]);
    }
}
