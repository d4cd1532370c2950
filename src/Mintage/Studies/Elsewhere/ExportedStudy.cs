using Mintage.Foreign;
using Mintage.Runtime;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Elsewhere;

/// <summary>What of a study is handed out to be trained elsewhere.</summary>
internal static class ExportedStudy
{
    /// <summary>Folder in the study folder that keeps the looks at predictions from elsewhere.</summary>
    public const string LooksFolder = "elsewhere";

    /// <summary>
    /// The fair protocol with all arms that take the same steps of one recipe: no article, no measures, and none of the
    /// arms that are about Mintage's own classifier.
    /// </summary>
    /// <exception cref="UserInputException">The plan has no fair protocol.</exception>
    public static StudyPlan Plan(StudyPlan plan) => plan.Fair is not { } fair
        ? throw new UserInputException(
            $"Only the fair protocol can be trained elsewhere, but plan '{plan.Name}' has none. Add 'fair: {{}}'.")
        : plan with
        {
            Article = null,
            Frechet = null,
            Gans = [.. plan.Gans.Where(g => g.Scope == GanScope.TrainingPart)],
            Fair = fair with { RealTuned = null, Thorough = false },
        };

    /// <summary>The graph of what is handed out; keys are those of the whole study.</summary>
    public static StudyGraph Graph(StudyPlan plan, StudyData data) => StudyPlanner.Resolve(Plan(plan), data);

    /// <summary>Each fit once, under the name of the first arm that it is.</summary>
    public static IEnumerable<(string Name, ArmRun Run)> Fits(StudyGraph study)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase); // some file systems know no capitals
        foreach (var run in study.Runs.DistinctBy(r => r.Key))
        {
            var name = $"{run.Size.Name}-{run.Arm}-r{run.Replicate + 1}"
                + (run.Fold is { } fold ? $"-fold{fold + 1}" : "");
            name = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.' ? c : '_'));
            if (!names.Add(name)) names.Add(name += $"-{run.Key[..8]}");
            yield return (name, run);
        }
    }

    /// <summary>Name of the folder of a fit's test images: one for all fits that are tested on them.</summary>
    public static string TestName(StudyGraph study, ArmRun run)
    {
        var part = ((FitTask)study.Task(run.Key)).Evaluation;
        return part.Part == RealPart.Validation ? $"validation-{part.Size}-r{part.Replicate + 1}-fold{part.Fold + 1}"
            : study.Data.HasTestSet ? "test" : $"test-r{part.Replicate + 1}";
    }

    /// <summary>The place in the test part of each image that is handed out.</summary>
    public static int[] TestOrder(StudyGraph study, string testName, int count) =>
        FitFolder.TestOrder(count, SeedTree.FromSeed(study.Plan.Seed).Child("export").Child(testName));
}
