using Mintage.Data;
using Mintage.Metrics;
using Mintage.Runtime;
using Mintage.Tests.Data;

namespace Mintage.Tests.Metrics;

public sealed class SymmetriesTests
{
    [Fact]
    public void Bars_may_be_mirrored_but_rows_turned_are_columns_and_diagonals_mirrored_are_others()
    {
        var shapes = Shapes.Make(900, size: 12);
        var bars = Symmetries.Of(shapes.Select([.. Enumerable.Range(0, 900).Where(i => i % 3 < 2)]));
        Assert.Equal([true, true, false], bars.Select(f => f.Alike));
        Assert.True(bars[2].Farther > 1); // a row that became a column
        Assert.InRange(bars[0].Farther, -0.03, 0.03);
        var all = Symmetries.Of(shapes);
        Assert.Equal((SymmetryKind.Mirror, "diagonal", false), (all[0].Kind, all[0].WorstClass, all[0].Alike));
    }

    [Fact]
    public void Blobs_bear_everything_and_blobs_in_one_corner_nothing()
    {
        Assert.All(Symmetries.Of(Blobs(anywhere: true)), f => Assert.True(f.Alike, $"{f}"));
        Assert.All(Symmetries.Of(Blobs(anywhere: false)), f => Assert.False(f.Alike, $"{f}"));
    }

    [Fact]
    public void Copies_of_an_image_or_its_group_are_not_taken_for_neighbours()
    {
        var blobs = Blobs(anywhere: false);
        // Each with its mirror image in one group: without the groups, every mirrored image would have itself at distance 0.
        var pixels = blobs.Pixels.Concat(Enumerable.Range(0, blobs.Count).SelectMany(i => blobs.Image(i).ToArray().Chunk(blobs.Width).SelectMany(row => row.Reverse()))).ToArray();
        var both = new LabelledImages("both", pixels, [.. blobs.Labels, .. blobs.Labels], blobs.Height, blobs.Width, 1, blobs.ClassNames,
            [.. Enumerable.Range(0, 2 * blobs.Count).Select(i => $"{i % blobs.Count}")]);
        var finding = Symmetries.Of(both)[0];
        Assert.InRange(finding.Farther, -0.05, 0.05); // alike since the set has mirrored ones, but not through the own one: that would be -1
    }

    [Fact]
    public void Few_images_and_other_shapes_say_less()
    {
        Assert.Empty(Symmetries.Of(Shapes.Make(27)));
        var wide = TestImages.Random(60, height: 6, width: 9);
        Assert.Equal([SymmetryKind.Mirror, SymmetryKind.MirrorVertical], Symmetries.Of(wide).Select(f => f.Kind));
    }

    /// <summary>Spots of two sizes on noise, anywhere or in the top left.</summary>
    private static LabelledImages Blobs(bool anywhere)
    {
        const int Count = 300, Size = 16;
        var random = SeedTree.FromSeed(5).Random();
        var pixels = new byte[Count * Size * Size];
        for (var i = 0; i < Count; i++)
        {
            double Place() => anywhere ? 2 + (random.NextDouble() * 11) : 2 + (random.NextDouble() * 3);
            var (cy, cx, width) = (Place(), Place(), i % 2 == 0 ? 2 : 6);
            for (var p = 0; p < Size * Size; p++)
            {
                var (y, x) = Math.DivRem(p, Size);
                pixels[(i * Size * Size) + p] = (byte)((200 * Math.Exp(-(((y - cy) * (y - cy)) + ((x - cx) * (x - cx))) / width)) + random.NextInt32(20));
            }
        }
        return new LabelledImages("blobs", pixels, [.. Enumerable.Range(0, Count).Select(i => i % 2)], Size, Size, 1, ["small", "large"]);
    }
}
