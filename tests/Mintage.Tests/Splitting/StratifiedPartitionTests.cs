using CsCheck;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Tests.Data;

namespace Mintage.Tests.Splitting;

public sealed class StratifiedPartitionTests
{
    private static readonly Gen<(int[] Labels, long Seed, int[] Sizes)> Drawn = StratifiedSubsetTests.Drawn.SelectMany(d =>
        Gen.Int[1, Math.Max(1, d.Labels.Length / 4)].Array[1, 4].Where(sizes => sizes.Sum() <= d.Labels.Length).Select(sizes => (d.Labels, d.Seed, sizes)));

    [Fact]
    public void Parts_have_their_sizes_share_no_image_and_keep_the_shares_of_what_was_left() => Drawn.Sample(t =>
    {
        var parts = StratifiedPartition.Draw(t.Labels, t.Sizes, SeedTree.FromSeed(t.Seed).Random());
        Assert.Equal(t.Sizes, parts.Select(part => part.Length));
        int[] left = [.. Enumerable.Range(0, t.Labels.Length)];
        foreach (var part in parts)
        {
            StratifiedSubsetTests.AssertAscending(part);
            Assert.Empty(part.Except(left));
            StratifiedSubsetTests.AssertShares(t.Labels, left, part);
            left = [.. left.Except(part)];
        }
    });

    [Fact]
    public void Parts_that_use_every_image_cover_the_whole() => StratifiedSubsetTests.Drawn.Where(d => d.Labels.Length > 2).Sample(d =>
    {
        var parts = StratifiedPartition.Draw(d.Labels, [d.Labels.Length - 2, 1, 1], SeedTree.FromSeed(d.Seed).Random());
        Assert.Equal(Enumerable.Range(0, d.Labels.Length), parts.SelectMany(part => part).Order());
    });

    [Fact]
    public void More_parts_leave_the_first_ones_as_they_were() => Drawn.Sample(t =>
    {
        var all = StratifiedPartition.Draw(t.Labels, t.Sizes, SeedTree.FromSeed(t.Seed).Random());
        var first = StratifiedPartition.Draw(t.Labels, t.Sizes[..1], SeedTree.FromSeed(t.Seed).Random());
        Assert.Equal(all[0], first[0]);
        Assert.Equal(first[0], StratifiedSubset.Draw(t.Labels, t.Sizes[0], SeedTree.FromSeed(t.Seed).Random()));
    });

    [Fact]
    public void Parts_that_are_empty_or_need_more_images_than_there_are_are_refused()
    {
        TestImages.Refused(() => StratifiedPartition.Draw([0, 1, 0, 1], [3, 2], SeedTree.FromSeed(1).Random()), "at most 4", "3, 2 (5 together)");
        TestImages.Refused(() => StratifiedPartition.Draw([0, 1, 0, 1], [3, 0], SeedTree.FromSeed(1).Random()), "at least 1 image");
    }
}
