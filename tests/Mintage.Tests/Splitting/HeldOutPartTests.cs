using Mintage.Data;
using Mintage.Splitting;
using Mintage.Tests.Data;

namespace Mintage.Tests.Splitting;

public sealed class HeldOutPartTests
{
    [Fact]
    public void The_part_is_stratified_and_the_same_for_a_seed()
    {
        var images = TestImages.Random(count: 90);
        var (part, others) = HeldOutPart.ForTest(images, 0.2, seed: 5);
        Assert.Equal([6, 6, 6], images.Select(part).ClassCounts());
        Assert.Equal(Enumerable.Range(0, 90), part.Concat(others).Order());
        Assert.Equal(part, HeldOutPart.ForTest(images, 0.2, seed: 5).Part);
        Assert.NotEqual(part, HeldOutPart.ForTest(images, 0.2, seed: 6).Part);
    }

    [Fact]
    public void Groups_and_identical_images_stay_on_one_side()
    {
        var images = TestImages.Random(count: 60).WithGroups([.. Enumerable.Range(0, 60).Select(i => $"{i / 4}")]);
        images = LabelledImages.Concat("twice", [images, images.Select([7], "copy").WithGroups(["other"])]);
        var (part, others) = HeldOutPart.ForTest(images, 0.3, seed: 1);
        Assert.Empty(GroupSummary.Shared(images.Select(part), images.Select(others)));
        Assert.Empty(IdenticalImages.Between(images.Select(part), images.Select(others)));
        Assert.InRange(part.Length, 16, 20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Other_shares_are_refused(double share) => TestImages.Refused(() => HeldOutPart.ForTest(TestImages.Random(), share, 1), "above 0 and below 1");

    [Fact]
    public void One_group_cannot_be_split() =>
        TestImages.Refused(() => HeldOutPart.ForTest(TestImages.Random(count: 3).WithGroups(["a", "a", "a"]), 0.6, 1), "must stay together");
}
