using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>Differences that do not matter at a size.</summary>
internal static class Margin
{
    /// <summary>What the plan says, otherwise what <see cref="UsualMargin"/> gives for its controls.</summary>
    public static double Points(StudyGraph study, FinishedRuns fits, SizePlan size)
    {
        var fair = study.Plan.Fair!;
        if (fair.RelevantPoints is { } given) return given;
        double[] errors =
        [
            .. from control in FairArms.Contrasts(study.Plan).Where(c => c.InFamily).Select(c => c.Against).Distinct()
               let runs = Enumerable.Range(0, study.Plan.Replicates)
                   .Select(r => fits.Find(ArmRun.Fair, size, control, r)).OfType<FinishedRun>().ToList()
               where runs.Count > 0
               select 1 - runs.Average(r => r.Outcomes.Value!.Of(fair.Measure)),
        ];
        return 100 * UsualMargin.Of(errors, study.Data.Images(study.Data.Test(0)).Count);
    }
}
