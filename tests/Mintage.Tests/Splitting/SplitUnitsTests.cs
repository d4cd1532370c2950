using CsCheck;
using Mintage.Data;
using Mintage.Splitting;

namespace Mintage.Tests.Splitting;

public sealed class SplitUnitsTests
{
    [Fact]
    public void Images_of_one_group_and_identical_images_are_one_unit() =>
        // Images 0 and 3 are equal, and so are 1 and 5; a, b, c, d are patients.
        Assert.Equal([0, 1, 1, 0, 2, 1, 0], SplitUnits.Of(Images([1, 2, 3, 1, 4, 2, 5], ["a", "b", "b", "c", "d", "b", "c"])));

    [Fact]
    public void Without_groups_only_copies_are_one_unit()
    {
        var images = Images([1, 2, 1, 3], null);
        Assert.Equal([0, 1, 0, 2], SplitUnits.Of(images));
        Assert.Equal(IdenticalImages.Groups(images), SplitUnits.Of(images));
    }

    [Fact]
    public void Units_are_numbered_by_first_appearance_and_are_the_connected_parts() =>
        Gen.Select(Gen.Byte[0, 12], Gen.Int[0, 9]).Array[1, 30].Sample(drawn =>
        {
            var units = SplitUnits.Of(Images([.. drawn.Select(d => d.Item1)], [.. drawn.Select(d => $"group {d.Item2}")]));
            Assert.Equal(Enumerable.Range(0, units.Distinct().Count()), units.Distinct());
            // The slow way: paint from each image whatever is connected to it.
            int[] painted = [.. Enumerable.Range(0, drawn.Length)];
            for (var changed = true; changed;)
            {
                changed = false;
                for (var i = 0; i < drawn.Length; i++)
                {
                    for (var j = 0; j < drawn.Length; j++)
                    {
                        if ((drawn[i].Item1 != drawn[j].Item1 && drawn[i].Item2 != drawn[j].Item2) || painted[j] >= painted[i]) continue;
                        (painted[i], changed) = (painted[j], true);
                    }
                }
            }
            for (var i = 0; i < drawn.Length; i++)
            {
                for (var j = 0; j < i; j++) Assert.Equal(painted[i] == painted[j], units[i] == units[j]);
            }
        });

    private static LabelledImages Images(byte[] pixels, string[]? groups) => new("x", pixels, new int[pixels.Length], 1, 1, 1, ["a"], groups);
}
