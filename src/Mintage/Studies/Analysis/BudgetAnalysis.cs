using Mintage.Results;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>
/// What other numbers of steps say: the family at a third and at three times its steps, and each GAN against its own
/// processor time.
/// </summary>
internal sealed class BudgetAnalysis(StudyGraph study, FinishedRuns fits, SizePlan size)
{
    private const double Confidence = 0.95;

    /// <summary>Name of the comparison with what a GAN's time pays for.</summary>
    public const string Spent = "spent";

    /// <summary>Name of the family's own number of steps.</summary>
    public const string Own = "S";

    public IEnumerable<BudgetRecord> Run()
    {
        if (study.Plan.Fair is not { Thorough: true }) yield break;
        foreach (var c in FairArms.Contrasts(study.Plan).Where(c => c.InFamily))
        {
            List<string?> budgets = [.. StepBudget.Family.Select(b => (string?)b.Name)];
            budgets.Insert(1, null);
            foreach (var budget in budgets)
            {
                if (Of(budget ?? Own, c.Arm, c.Against, Named(c.Arm, budget), Named(c.Against, budget)) is { } found)
                    yield return found;
            }
        }
        foreach (var gan in study.Plan.Gans.Where(g => g.Scope == GanScope.TrainingPart).Select(g => g.Name))
        {
            var (arm, against) = (FairArms.ClassicalWith(gan), FairArms.SpentOnTraining(gan));
            if (Of(Spent, arm, against, arm, against) is { } found) yield return found;
        }
    }

    private static string Named(string arm, string? budget) =>
        budget is null ? arm : StepBudget.NameOf(arm, budget);

    private BudgetRecord? Of(string budget, string arm, string against, string armRun, string againstRun)
    {
        var comparison = new Comparison(study, fits, size, (ArmRun.Fair, armRun), (ArmRun.Fair, againstRun));
        if (comparison.EffectOf(study.Plan.Fair!.Measure) is not { } effect) return null;
        var (first, second) = comparison.Pairs[0];
        return new BudgetRecord
        {
            Size = size.Name,
            Budget = budget,
            Arm = arm,
            Against = against,
            Steps = first.Figures.Steps,
            AgainstSteps = second.Figures.Steps,
            Replicates = comparison.Pairs.Count,
            EstimatePoints = 100 * effect.Estimate,
            PointwisePoints = Points.Of(effect.Interval(Confidence)),
        };
    }
}
