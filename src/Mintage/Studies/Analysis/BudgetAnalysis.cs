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

    private static readonly string[] Budgets =
        [StepBudget.Family[0].Name, StepBudget.Own, .. StepBudget.Family.Skip(1).Select(b => b.Name)];

    public IEnumerable<BudgetRecord> Run()
    {
        if (study.Plan.Fair is not { Thorough: true }) yield break;
        foreach (var c in FairArms.Contrasts(study.Plan).Where(c => c.InFamily))
        {
            foreach (var budget in Budgets)
            {
                var (arm, against) = (StepBudget.NameOf(c.Arm, budget), StepBudget.NameOf(c.Against, budget));
                if (Of(budget, c.Arm, c.Against, arm, against) is { } found) yield return found;
            }
        }
        foreach (var gan in study.Plan.Gans.Where(g => g.Scope == GanScope.TrainingPart).Select(g => g.Name))
        {
            var (arm, against) = (FairArms.ClassicalWith(gan), FairArms.SpentOnTraining(gan));
            if (Of(Spent, arm, against, arm, against) is { } found) yield return found;
        }
    }

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
