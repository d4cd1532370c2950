using Mintage.Results;

namespace Mintage.Reports;

/// <summary>One arm as a summary shows it: the article's figure, ours by its protocol, ours at equal steps.</summary>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Leaky">True when its GAN saw real images that the classifier of its baseline did not.</param>
/// <param name="Article">The article's accuracy, 0 ... 1; null where it has none.</param>
/// <param name="ArticleProtocol">Accuracy under the article's protocol here; null where it was not run.</param>
/// <param name="Fair">
/// The study's measure (<see cref="StudyResults.Measure"/>) under the fair protocol, 0 ... 1; null where it was not
/// run.
/// </param>
/// <param name="Against">The control that it is compared with; null where it has none.</param>
/// <param name="GainPoints">
/// Difference to that control in points of the measure; null where there is none, or where it is void.
/// </param>
/// <param name="Gain">
/// Interval of the difference: simultaneous where a verdict is about it, else 95 % for this difference alone.
/// </param>
/// <param name="Verdict">Verdict, or why there is none; null without a control.</param>
/// <param name="IsChosen">Whether the study's decision is to train so.</param>
public sealed record SummaryRow(
    string Arm, bool Leaky, double? Article, double? ArticleProtocol, double? Fair,
    string? Against, double? GainPoints, PointsInterval? Gain, string? Verdict, bool IsChosen = false)
{
    /// <summary>Replicates behind the fair figure; null where all that were planned are, or none is.</summary>
    public int? FewerReplicates { get; init; }
}

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

    /// <summary>The decision at one size; null without the fair protocol.</summary>
    /// <param name="results">What the study found.</param>
    /// <param name="size">One of its sizes.</param>
    public static DecisionRecord? DecisionAt(StudyResults results, SizeRecord size)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(size);
        return results.Decisions.FirstOrDefault(d => d.Size == size.Name);
    }

    /// <summary>What a reader must know of rows that lack replicates; null where none does.</summary>
    /// <param name="results">What the study found.</param>
    /// <param name="rows">Rows of one size.</param>
    public static string? PartialNote(StudyResults results, IReadOnlyList<SummaryRow> rows)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Any(r => r.FewerReplicates is not null)
            ? $"Where a number of replicates stands beside an arm, not all {results.Replicates} are done: do not "
                + "compare its figure with those of other replicates. A gain compares the replicates that both "
                + "arms have."
            : null;
    }

    /// <summary>Every arm that was trained: the article's, then those of the fair protocol.</summary>
    /// <param name="results">What the study found.</param>
    /// <param name="size">One of its sizes.</param>
    public static IReadOnlyList<SummaryRow> Rows(StudyResults results, SizeRecord size)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(size);
        var article = results.Arms.Where(a => a.Size == size.Name).ToList();
        var fair = results.FairArms.Where(a => a.Size == size.Name).ToList();
        var family = results.Contrasts.Where(c => c.InFamily && c.Size == size.Name).ToList();
        var chosen = DecisionAt(results, size)?.Arm;
        var names = article.Select(a => a.Arm).Concat(fair.Select(a => a.Arm)).Concat(family.Select(c => c.Arm))
            .Distinct();
        return [.. names.Select(n => Row(results, n, article.Find(a => a.Arm == n), fair.Find(a => a.Arm == n),
            family.Find(c => c.Arm == n)) with { IsChosen = n == chosen })];
    }

    private static SummaryRow Row(
        StudyResults results, string arm, ArmRow? article, FairArmRow? fair, ContrastRecord? contrast)
    {
        var row = new SummaryRow(
            arm, article?.Leaky ?? false, article?.ArticleAccuracy, article?.Accuracy,
            fair?.Of(results.Measure) / 100, null, null, null, null)
        {
            FewerReplicates = fair?.Replicates < results.Replicates ? fair.Replicates : null,
        };
        if (contrast is not null)
            return row with
            {
                Against = contrast.Against,
                GainPoints = contrast.Shown(),
                Gain = contrast.Shown() is null ? null : contrast.SimultaneousPoints,
                Verdict = VerdictMark.Of(contrast, results.PlumbingOnly).Word,
            };
        return fair?.Gain is { } gain
            ? row with
            {
                Against = gain.Against,
                GainPoints = gain.EstimatePoints,
                Gain = gain.IntervalPoints,
                Verdict = results.PlumbingOnly ? "plumbing only"
                    : fair.EqualSteps ? "exploratory" : "exploratory, own steps",
            }
            : row;
    }
}
