using Mintage.Results;

namespace Mintage.Tests.Reports;

public sealed class BadgeTests
{
    private static readonly StudyResults Sample = SampleResults.Create();
    private static readonly Page SamplePage = Page.Of(Sample);

    [Fact]
    public void Each_leaky_arm_is_marked_on_its_row_and_no_other_is() =>
        AssertMarked("arms", "leaky", Sample.Arms.Select(a => a.Leaky));

    [Fact]
    public void Each_leaky_GAN_is_marked_on_its_row_and_no_other_is() =>
        AssertMarked("gans", "leaky", Sample.Gans.Select(g => g.Leaky));

    [Fact]
    public void Each_leaky_fold_row_is_marked_and_no_other_is() =>
        AssertMarked("folds", "leaky", Sample.FoldTable.Select(f => f.Leaky));

    [Fact]
    public void Each_pooled_fold_row_is_marked_and_no_other_is() =>
        AssertMarked("folds", "pooled", Sample.FoldTable.Select(f => f.Pooled));

    [Fact]
    public void Only_the_step_matched_control_is_marked_as_control() =>
        AssertMarked("arms", "control", Sample.Arms.Select(a => a.IsControl));

    [Fact]
    public void Leaky_columns_of_scores_and_classes_are_marked()
    {
        foreach (var section in new[] { "scores", "class-accuracy" })
        {
            var headings = SamplePage.Section(section).Descendants("th").Where(t => (string?)t.Attribute("scope") == "col").ToList();
            Assert.NotEmpty(headings);
            Assert.All(headings, h => Assert.Equal(h.Value.Contains("60k", StringComparison.Ordinal), Page.HasBadge(h, "leaky")));
        }
    }

    [Theory]
    [InlineData("arms")]
    [InlineData("gans")]
    [InlineData("folds")]
    [InlineData("scores")]
    public void A_section_that_shows_the_mark_explains_it(string section) =>
        Assert.Contains("never saw", SamplePage.Section(section).Value, StringComparison.Ordinal);

    [Fact]
    public void A_study_without_a_leak_shows_no_mark()
    {
        var page = Page.Of(Sample with
        {
            Arms = [.. Sample.Arms.Where(a => !a.Leaky)],
            Gans = [.. Sample.Gans.Where(g => !g.Leaky)],
            FoldTable = [.. Sample.FoldTable.Where(f => !f.Leaky)],
            Scores = [.. Sample.Scores.Where(s => !s.Leaky)],
            Fits = [.. Sample.Fits.Where(f => !f.Leaky)],
        });
        Assert.False(Page.HasBadge(page.Root, "leaky"));
    }

    [Fact]
    public void A_diverged_GAN_is_marked_and_named_among_the_caveats()
    {
        var page = Page.Of(Sample with { Gans = [Sample.Gans[0] with { Figures = Sample.Gans[0].Figures with { Divergence = "a loss is not finite" } }] });
        Assert.True(Page.HasBadge(page.RowHeadings("gans").Single(), "diverged"));
        Assert.Contains("last finite checkpoint", page.Section("finding").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_GAN_of_unhealthy_training_is_marked_and_its_warning_is_among_the_caveats_once_for_all_replicates()
    {
        var (first, second) = (Sample.Gans[0], Sample.Gans[0] with { Replicate = 7 });
        var page = Page.Of(Sample with { Gans = [first, second with { Figures = second.Figures with { Warnings = ["Collapse: of the threes."] } }] });
        Assert.Equal([false, true], page.RowHeadings("gans").Select(h => Page.HasBadge(h, "unhealthy")));
        Assert.Contains("unhealthy in 1 of 2 replicates; in replicate 8: Collapse: of the threes.", page.Section("finding").Value, StringComparison.Ordinal);
    }

    private static void AssertMarked(string section, string word, IEnumerable<bool> expected) =>
        Assert.Equal(expected, SamplePage.RowHeadings(section).Select(h => Page.HasBadge(h, word)));
}
