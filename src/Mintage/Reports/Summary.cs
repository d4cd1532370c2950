using Mintage.Results;

namespace Mintage.Reports;

/// <summary>One arm as a summary shows it: the article's figure, ours by its protocol, ours at equal steps.</summary>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Leaky">True when its GAN saw real images that the classifier of its baseline did not.</param>
/// <param name="Article">The article's accuracy, 0 ... 1; null where it has none.</param>
/// <param name="ArticleProtocol">Accuracy under the article's protocol here; null where it was not run.</param>
/// <param name="Fair">Accuracy under the fair protocol; null where it was not run.</param>
/// <param name="Against">
/// The control it is compared with at equal steps; null where no comparison of the family has it.
/// </param>
/// <param name="GainPoints">
/// Difference to that control in points; null where there is none, or where it is void.
/// </param>
/// <param name="Gain">Simultaneous interval of the difference.</param>
/// <param name="Verdict">Verdict, or why there is none; null without a comparison.</param>
public sealed record SummaryRow(
    string Arm, bool Leaky, double? Article, double? ArticleProtocol, double? Fair,
    string? Against, double? GainPoints, PointsInterval? Gain, string? Verdict);

/// <summary>What a study found in a few lines, for a terminal.</summary>
public static class Summary
{
    /// <summary>True where the fair protocol has something to say.</summary>
    /// <param name="results">What the study found.</param>
    public static bool HasFair(StudyResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return results.FairArms.Count > 0 || results.Contrasts.Count > 0;
    }

    /// <summary>The sizes, the smallest first.</summary>
    /// <param name="results">What the study found.</param>
    public static IEnumerable<SizeRecord> Sizes(StudyResults results) => Finding.Order(results);

    /// <summary>The answer of the fair protocol at one size, as a line.</summary>
    /// <param name="results">What the study found.</param>
    /// <param name="size">One of its sizes.</param>
    public static string AnswerOf(StudyResults results, SizeRecord size) => Answer.Of(results, size);

    /// <summary>
    /// The article's arms, then those of the fair protocol that a verdict is about; doses and bounds are in the report.
    /// </summary>
    /// <param name="results">What the study found.</param>
    /// <param name="size">One of its sizes.</param>
    public static IReadOnlyList<SummaryRow> Rows(StudyResults results, SizeRecord size)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(size);
        var article = results.Arms.Where(a => a.Size == size.Name).ToList();
        var family = results.Contrasts.Where(c => c.InFamily && c.Size == size.Name).ToList();
        var names = article.Select(a => a.Arm).Concat(family.Select(c => c.Against)).Concat(family.Select(c => c.Arm))
            .Distinct();
        return [.. names.Select(n => Row(results, n, article.FirstOrDefault(a => a.Arm == n),
            results.FairArms.FirstOrDefault(a => a.Size == size.Name && a.Arm == n),
            family.FirstOrDefault(c => c.Arm == n)))];
    }

    private static SummaryRow Row(
        StudyResults results, string arm, ArmRow? article, FairArmRow? fair, ContrastRecord? contrast) => new(
        arm, article?.Leaky
            ?? false, article?.ArticleAccuracy, article?.Accuracy, fair?.Accuracy, contrast?.Against, contrast?.Shown(),
        contrast?.Shown() is null ? null : contrast.SimultaneousPoints,
        contrast is null ? null : VerdictMark.Of(contrast, results.PlumbingOnly).Word);
}
