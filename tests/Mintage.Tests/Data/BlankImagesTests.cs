using Mintage.Data;

namespace Mintage.Tests.Data;

public sealed class BlankImagesTests
{
    [Fact]
    public void Images_of_one_colour_and_faint_ones_are_told_from_others()
    {
        // 1x2 pixels of red, green, blue.
        byte[][] images = [[9, 80, 200, 9, 80, 200], [9, 80, 200, 9, 88, 200], [9, 80, 200, 9, 80, 191], [0, 0, 0, 0, 0, 0], [0, 0, 0, 8, 8, 8]];
        var found = BlankImages.Of(new LabelledImages("x", [.. images.SelectMany(i => i)], new int[5], 1, 2, 3, ["a"]));
        Assert.Equal([0, 3], found.Constant);
        Assert.Equal([1, 4], found.Faint);
    }
}
