using Mintage.Data;
using Mintage.Splitting;

namespace Mintage.Tests.Splitting;

public sealed class IdenticalImagesTests
{
    private static readonly LabelledImages Images = new("x", [1, 2, 3, 4, 1, 2, 5, 6, 3, 4], [0, 0, 1, 1, 0], 1, 2, 1, ["a", "b"]);

    [Fact]
    public void Equal_pixels_make_a_group_whatever_the_labels() => Assert.Equal([0, 1, 0, 2, 1], IdenticalImages.Groups(Images));

    [Fact]
    public void Each_copy_is_paired_with_the_first_of_its_kind()
    {
        Assert.Equal([new(0, 2, "a", "b", 1), new(1, 4, "a", "a", 1)], IdenticalImages.Within(Images));
        Assert.Equal([false, true], IdenticalImages.Within(Images).Select(match => match.SameClass));
    }

    [Fact]
    public void Images_of_another_set_are_compared_by_the_names_of_their_classes()
    {
        var others = new LabelledImages("y", [9, 9, 3, 4, 3, 4, 5, 6], [0, 1, 0, 0], 1, 2, 1, ["b", "a"]);
        // Images 1 and 4 (class a) are there as a and as b: the contradiction is shown. Image 3 is b in both.
        Assert.Equal([new(1, 2, "a", "b", 1), new(3, 3, "b", "b", 1), new(4, 2, "a", "b", 1)], IdenticalImages.Between(Images, others));
        Assert.Empty(IdenticalImages.Between(Images, others.Select([0])));
    }
}
