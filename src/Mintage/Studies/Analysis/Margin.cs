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
        return Points(errors, study.Data.Images(study.Data.Test(0)).Count);
    }

    /// <summary>The margin of a family, where the plan gives none.</summary>
    /// <param name="errors">Mean error of each control, a fraction; empty where none is done.</param>
    /// <param name="testImages">A control without errors still has a margin: one of them counts as an error.</param>
    public static double Points(IReadOnlyCollection<double> errors, int testImages) => errors.Count == 0
        ? MostPoints
        : Math.Min(MostPoints, 100 * ShareOfErrors * Math.Max(1.0 / testImages, errors.Min()));
}
