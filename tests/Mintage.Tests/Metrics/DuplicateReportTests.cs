using Mintage.Data;
using Mintage.Metrics;

namespace Mintage.Tests.Metrics;

public sealed class DuplicateReportTests
{
    private static ImageMatch Match(int first, string secondClass, double correlation) => new(first, 100 + first, "a", secondClass, correlation);

    [Fact]
    public void Contradictions_come_first_then_copies_then_what_is_close_each_once()
    {
        ImageMatch copy = Match(0, "a", 1), wrong = Match(1, "b", 1), near = Match(2, "a", 0.995), nearWrong = Match(3, "b", 0.992), far = Match(4, "b", 0.9);
        var report = new DuplicateReport([copy, wrong], new NearDuplicateResult(9, 2, [near, nearWrong], [near, nearWrong, far]));
        Assert.Equal([wrong, nearWrong, copy, near, far], report.Foremost(10));
        Assert.Equal([wrong, nearWrong], report.Foremost(2));
        Assert.Equal([wrong, copy], new DuplicateReport([copy, wrong], null).Foremost(10));
    }

    [Fact]
    public void Both_kinds_of_copies_are_found()
    {
        var images = NearCopies.Clouds(20);
        var joined = LabelledImages.Concat("joined", [images, images.Select([3]), NearCopies.Change(images.Select([5]), 0.9)]);
        var report = DuplicateReport.Within(joined, near: true);
        Assert.Equal((3, 20), report.Identical.Select(match => (match.First, match.Second)).Single());
        Assert.Equal((5, 21), report.Near!.Pairs.Select(match => (match.First, match.Second)).Single());
        Assert.Null(DuplicateReport.Between(images, joined, near: false).Near);
        Assert.Equal(20, DuplicateReport.Between(images, joined, near: false).Identical.Count);
    }
}
