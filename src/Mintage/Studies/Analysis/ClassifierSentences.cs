using Mintage.Results;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>Whether the verdict depends on the classifier, where sizes of one draw differ in it.</summary>
internal static class ClassifierSentences
{
    public static IEnumerable<string> Of(StudyPlan plan, SizePlan size, IReadOnlyList<ContrastRecord> contrasts)
    {
        List<string> names = [.. plan.Sizes.Where(s => s.DrawName == size.DrawName).Select(s => s.Name)];
        if (names.Count < 2) yield break;
        var family = contrasts.Where(c => c.InFamily && names.Contains(c.Size) && c.EstimatePoints is not null);
        foreach (var pair in family.GroupBy(c => (c.Arm, c.Against)))
        {
            var told = string.Join("; ", pair.Select(c =>
                $"{c.Size} {ContrastSentence.Signed(c.EstimatePoints!.Value)} {ContrastSentence.Points(c.Measure)} "
                + $"({c.Verdict ?? "no verdict"})"));
            var same = pair.Select(c => c.Verdict).Distinct().Count() == 1;
            yield return $"'{pair.Key.Arm}' against '{pair.Key.Against}' on the same images, by classifier: {told}. "
                + (same ? "The verdict is the same." : "The verdict depends on the classifier.");
        }
    }
}
