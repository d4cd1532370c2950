using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports;

/// <summary>The fair protocol's answer at one size in one line: does it help, by how much, how sure.</summary>
internal static class Answer
{
    /// <summary>Answers the question of the page's heading.</summary>
    public static string Of(StudyResults results, SizeRecord size)
    {
        var judged = results.Contrasts.Where(c => c.InFamily && c.Size == size.Name)
            .Select(c => (Contrast: c, Verdict: VerdictMark.Of(c, results.PlumbingOnly))).Where(c => c.Verdict.IsOne)
                .ToList();
        var better = judged.Where(c => c.Verdict == VerdictMark.Improves).Select(c => c.Contrast).ToList();
        var harm = judged.Count(c => c.Verdict == VerdictMark.Harms);
        var unclear = judged.Count(c => c.Verdict == VerdictMark.NotEnoughEvidence);
        var points = PointsOf(results.Measure);
        var suggested = judged.Count(c => c.Verdict == VerdictMark.SuggestsGain);
        var alike = results.Sizes.Count(s => s.Images == size.Images) > 1 ? $" (“{size.Name}”)" : "";
        return $"With {Count(size.Images)} real images{alike}{Words()}";

        string Words()
        {
            if (results.PlumbingOnly) return ": no answer. This run proves the plumbing only.";
            if (results.Contrasts.Any(c => c.Size == size.Name && c.Withheld is not null))
                return ": no answer. The verdicts are withheld; each comparison says why.";
            if (judged.Count == 0) return ": no answer. No comparison at equal steps was completed.";
            if (better.Count > 0 && Summary.DecisionAt(results, size) is { Arm: { } arm, UsesSynthetic: false })
                return $": no gain that you can use. Synthetic images improve on {Over(better)}, by "
                    + $"{ByHowMuch(better, points)}, but the result is not clearly better than '{arm}' without them.";
            if (better.Count > 0)
            {
                return $": yes, in {better.Count} of {Comparisons(judged.Count)}, by {ByHowMuch(better, points)}."
                    + (harm > 0 ? $" {Worse(harm)}." : "");
            }
            if (suggested > 0)
                return $": perhaps. {suggested} of {Comparisons(judged.Count)} on repeated splits suggest a gain; none "
                    + "shows it.";
            return $", no improvement was shown. {Rest(judged.Count, unclear, harm)}.";
        }
    }

    private static string Over(List<ContrastRecord> better) => string.Join(
        " and ", better.Select(c => $"'{c.Against}'").Distinct());

    private static string ByHowMuch(List<ContrastRecord> better, string points) => better.Count == 1
        ? $"{Points(better[0].EstimatePoints)} {points} {Interval(better[0].SimultaneousPoints)}"
        : $"{Points(better.Min(c => c.EstimatePoints))} to {Points(better.Max(c => c.EstimatePoints))} {points}";

    /// <summary>What the comparisons say instead.</summary>
    private static string Rest(int judged, int unclear, int harm)
    {
        var irrelevant = judged - unclear - harm;
        if (judged == 1)
            return "The one comparison "
                + (unclear > 0 ? "is inconclusive" : harm > 0 ? "shows harm" : "has no relevant effect");
        if (unclear == judged) return $"{All(judged)} comparisons are inconclusive";
        if (irrelevant == judged) return $"{All(judged)} comparisons have no relevant effect";
        if (harm == judged) return $"{All(judged)} comparisons show harm";
        List<string> parts = [];
        if (irrelevant > 0) parts.Add($"{irrelevant} {(irrelevant == 1 ? "has" : "have")} no relevant effect");
        if (unclear > 0) parts.Add($"{unclear} {(unclear == 1 ? "is" : "are")} inconclusive");
        if (harm > 0) parts.Add(Worse(harm));
        return $"Of {Comparisons(judged)}, {string.Join(", ", parts)}";
    }

    private static string All(int count) => count == 2 ? "Both" : $"All {count}";

    private static string Worse(int count) => count == 1 ? "1 is worse" : $"{count} are worse";

    private static string Comparisons(int count) => count == 1 ? "1 comparison" : $"{count} comparisons";
}
