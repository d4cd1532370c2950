using Mintage.Reports;
using Mintage.Results;

namespace Mintage.Tests.Reports;

public sealed class AnswerTests
{
    private static readonly StudyResults Sample = SampleFair.Create();

    [Fact]
    public void One_improvement_is_told_with_its_size_its_interval_and_the_number_of_comparisons() => Assert.Equal(
        "With 3,000 real images: yes, in 1 of 4 comparisons, by +0.74 points [+0.29,\u00A0+1.19].",
        Answer.Of(Sample, Sample.Sizes[0]));

    [Fact]
    public void A_void_comparison_is_not_counted_and_harm_is_told() => Assert.Equal(
        "With 60,000 real images, no improvement was shown. Of 3 comparisons, 2 have no relevant effect, 1 is worse.",
        Answer.Of(Sample, Sample.Sizes[1]));

    [Theory]
    [InlineData(": yes, in 2 of 4 comparisons, by +0.25 to +0.74 points.", "improves", "improves", "no relevant effect", "no relevant effect")]
    [InlineData(": yes, in 1 of 4 comparisons, by +0.74 points [+0.29,\u00A0+1.19]. 2 are worse.", "improves", "harms", "harms", "not enough evidence")]
    [InlineData(", no improvement was shown. Of 4 comparisons, 3 have no relevant effect, 1 is inconclusive.", "not enough evidence", "no relevant effect", "no relevant effect", "no relevant effect")]
    [InlineData(", no improvement was shown. Of 4 comparisons, 3 are inconclusive, 1 is worse.", "harms", "not enough evidence", "not enough evidence", "not enough evidence")]
    [InlineData(", no improvement was shown. Both comparisons are inconclusive.", "not enough evidence", "not enough evidence")]
    [InlineData(", no improvement was shown. The one comparison is inconclusive.", "not enough evidence")]
    [InlineData(", no improvement was shown. The one comparison has no relevant effect.", "no relevant effect")]
    [InlineData(": no answer. No comparison at equal steps was completed.")]
    public void The_answer_follows_the_verdicts(string answer, params string[] verdicts) =>
        Assert.Equal("With 3,000 real images" + answer, Answer.Of(With(verdicts), Sample.Sizes[0]));

    [Fact]
    public void Plumbing_answers_nothing() =>
        Assert.EndsWith("no answer. This run proves the plumbing only.", Answer.Of(Sample with { PlumbingOnly = true }, Sample.Sizes[0]), StringComparison.Ordinal);

    private static StudyResults With(string[] verdicts) => Sample with
    {
        Contrasts = [.. Sample.Contrasts.Where(c => c.Size == "reduced" && c.InFamily).Zip(verdicts, (c, v) => c with { Verdict = v })],
    };
}
