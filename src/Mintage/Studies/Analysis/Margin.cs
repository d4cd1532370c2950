using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>Differences that do not matter at a size.</summary>
internal static class Margin
{
    /// <summary>Never more than this, in points.</summary>
    public const double MostPoints = 0.5;

    /// <summary>Part of a control's errors that matters, whatever it is in points.</summary>
    public const double ShareOfErrors = 0.25;

    /// <summary>
    /// What the plan says, otherwise <see cref="MostPoints"/> or a quarter of the errors of the family's best control,
    /// whichever is less: half a point is nothing at 80 % accuracy, and all there is to gain at 99.5 %.
    /// </summary>
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
        if (errors.Length == 0) return MostPoints;
        var oneImage = 1.0 / study.Data.Images(study.Data.Test(0)).Count; // a control without errors still has a margin
        return Math.Min(MostPoints, 100 * ShareOfErrors * Math.Max(oneImage, errors.Min()));
    }
}
