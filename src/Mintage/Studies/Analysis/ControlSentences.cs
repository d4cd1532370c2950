using System.Globalization;
using Mintage.Results;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>
/// What the controls say beside the verdicts: how much of what further real images add a GAN reaches, and whether
/// copies of the real images do as well in its place.
/// </summary>
internal static class ControlSentences
{
    public static IEnumerable<string> Of(
        StudyPlan plan, SizePlan size, IReadOnlyList<ContrastRecord> contrasts, IReadOnlyList<BudgetRecord> budgets)
    {
        List<ContrastRecord> here =
            [.. contrasts.Where(c => c.Size == size.Name && c.Evaluation != NestedContrasts.Evaluation
                && c.Steps is not null)];
        string[] arms = [.. FairArms.Contrasts(plan).Where(c => c.Against == FairArms.Placebo).Select(c => c.Arm)];
        foreach (var sentence in Ceiling(here, arms)) yield return sentence;
        foreach (var arm in arms)
        {
            if (here.Find(c => c.Arm == arm && c.Against == FairArms.Placebo) is not { PointwisePoints: { } i } placebo)
                continue;
            yield return "Copies of the real images, augmented once, in the place of the synthetic ones: "
                + $"'{arm}' differs from them by {Figures(placebo, i)}. {Beyond(i)}";
        }
        foreach (var c in here.Where(c => c.Against == FairArms.Strong && c.PointwisePoints is not null))
            yield return $"On a classifier with strong augmentation and regularisation, '{c.Arm}' differs from "
                + $"'{c.Against}' by {Figures(c, c.PointwisePoints!)}.";
        var points = ContrastSentence.Points(plan.Fair!.Measure.Words());
        foreach (var sentence in Budgets([.. budgets.Where(b => b.Size == size.Name)], points)) yield return sentence;
    }

    /// <summary>Whether the sign holds at other numbers of steps, and what the GAN's time would have bought.</summary>
    private static IEnumerable<string> Budgets(List<BudgetRecord> here, string points)
    {
        foreach (var pair in here.Where(b => b.Budget != BudgetAnalysis.Spent).GroupBy(b => (b.Arm, b.Against)))
        {
            var all = pair.ToList();
            var signs = all.Select(b => Math.Sign(b.EstimatePoints)).Distinct().Count();
            yield return $"'{pair.Key.Arm}' against '{pair.Key.Against}' with fewer and more steps: "
                + string.Join(", ", all.Select(b => $"{Figures(b, points)} at {b.Budget}"))
                + (signs == 1 ? ". The sign is the same throughout." : ". The sign is not the same throughout.");
        }
        foreach (var b in here.Where(b => b.Budget == BudgetAnalysis.Spent))
            yield return $"For the processor time of its GAN, '{FairArms.Classical}' could train for "
                + $"{(b.AgainstSteps - b.Steps).ToString("N0", CultureInfo.InvariantCulture)} further steps; "
                + $"'{b.Arm}' differs from that by {Figures(b, points)}.";
    }

    private static string Figures(BudgetRecord b, string points) =>
        $"{ContrastSentence.Signed(b.EstimatePoints)} {points}"
        + (b.PointwisePoints is { } i
            ? $" (95 % {ContrastSentence.Signed(i.Low)} to {ContrastSentence.Signed(i.High)})"
            : "");

    private static IEnumerable<string> Ceiling(List<ContrastRecord> here, string[] arms)
    {
        if (here.Find(c => c.Arm == FairArms.ClassicalMoreReal) is not { PointwisePoints: { } i } ceiling) yield break;
        var words =
            $"As many further real images change '{FairArms.Classical}' by {Figures(ceiling, i)}: the ceiling of what "
            + "synthetic images can be expected to add.";
        if (i.Low <= 0)
        {
            yield return $"{words} Its interval does not lie above 0, so no share of it is given.";
            yield break;
        }
        var shares =
            here.Where(c => arms.Contains(c.Arm) && c is { Against: FairArms.Classical, EstimatePoints: not null })
            .Select(c => $"{c.Arm} "
                + (c.EstimatePoints > 0 ? Percent(c.EstimatePoints.Value / ceiling.EstimatePoints!.Value) : "none"));
        yield return $"{words} Of it, by the estimates alone: {string.Join(", ", shares)}.";
    }

    private static string Beyond(PointsInterval i) => i switch
    {
        { Low: > 0 } => "Synthetic images do more than such copies.",
        { High: < 0 } => "Synthetic images do less than such copies.",
        _ => "It is not shown that synthetic images do more than such copies.",
    };

    private static string Figures(ContrastRecord c, PointsInterval i) =>
        $"{ContrastSentence.Signed(c.EstimatePoints!.Value)} {ContrastSentence.Points(c.Measure)} "
        + $"(95 % {ContrastSentence.Signed(i.Low)} to {ContrastSentence.Signed(i.High)})";

    private static string Percent(double share) => (100 * share).ToString("0 '%'", CultureInfo.InvariantCulture);
}
