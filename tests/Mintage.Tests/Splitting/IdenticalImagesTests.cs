using Mintage.Data;
using Mintage.Splitting;

namespace Mintage.Tests.Splitting;

public sealed class IdenticalImagesTests
{
    [Fact]
    public void Equal_pixels_make_a_group_whatever_the_labels()
    {
        var images = new LabelledImages("x", [1, 2, 3, 4, 1, 2, 5, 6, 3, 4], [0, 0, 1, 1, 0], 1, 2, 1, ["a", "b"]);
        Assert.Equal([0, 1, 0, 2, 1], IdenticalImages.Groups(images));
    }
}
