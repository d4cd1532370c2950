using Mintage.Data;

namespace Mintage.Tests.Data;

public sealed class ClassDistributionTests
{
    [Fact]
    public void Counts_and_shares_stand_side_by_side()
    {
        var original = new LabelledImages("original", new byte[4], [0, 1, 1, 1], 1, 1, 1, ["good", "crack", "dent"]);
        var table = ClassDistribution.Of(original, original.Select([0, 1], "reduced"), original.Select([], "none"));
        Assert.Equal(["original", "reduced", "none"], table.SetNames);
        Assert.Equal([4, 2, 0], table.Totals);
        Assert.Equal(["good", "crack", "dent"], table.Rows.Select(row => row.ClassName));
        Assert.Equal([3, 1, 0], table.Rows[1].Counts);
        Assert.Equal([0.75, 0.5, 0], table.Rows[1].Shares);
        Assert.Equal([0, 0, 0], table.Rows[2].Counts);
    }

    [Fact]
    public void Sets_of_different_classes_have_no_common_table()
    {
        Assert.Throws<ArgumentException>(() => ClassDistribution.Of());
        Assert.Throws<ArgumentException>(() => ClassDistribution.Of(TestImages.Random(classes: 2), TestImages.Random(classes: 3)));
        Assert.Throws<ArgumentException>(() => ClassDistribution.Of(["a"], [("x", [1, 2])]));
    }
}
