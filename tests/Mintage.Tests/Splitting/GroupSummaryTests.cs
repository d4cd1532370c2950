using Mintage.Data;
using Mintage.Splitting;

namespace Mintage.Tests.Splitting;

public sealed class GroupSummaryTests
{
    private static readonly LabelledImages Images = new("x", [1, 2, 3, 4, 5], new int[5], 1, 1, 1, ["a"], ["p", "q", "q", "r", "p"]);

    [Fact]
    public void Groups_are_counted_and_the_first_of_the_largest_named() =>
        Assert.Equal(new GroupSummary(3, "p", 2, 2), GroupSummary.Of(Images));

    [Fact]
    public void Groups_that_share_an_image_are_one_unit() =>
        Assert.Equal(new GroupSummary(3, "p", 2, 4), GroupSummary.Of(new LabelledImages("x", [1, 2, 1, 4, 5], new int[5], 1, 1, 1, ["a"], Images.Groups)));

    [Fact]
    public void Shared_groups_are_named()
    {
        Assert.Equal(["p", "r"], GroupSummary.Shared(Images, Images.Select([0, 1, 2]).WithGroups(["s", "r", "p"])));
        Assert.Empty(GroupSummary.Shared(Images, Images.WithGroups(null)));
    }

    [Fact]
    public void Sets_without_groups_have_no_summary()
    {
        Assert.Null(GroupSummary.Of(Images.WithGroups(null)));
        Assert.Null(GroupSummary.Of(Images.Select([])));
    }
}
