using Mintage.Data;
using Mintage.Execution;
using Mintage.Reports;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Studies.Analysis;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Elsewhere;

/// <summary>What predictions from elsewhere say.</summary>
/// <param name="Results">What was found; as of a study.</param>
/// <param name="Missing">Names of the fits without predictions; the verdict waits for them.</param>
/// <param name="Unknown">Folders among the predictions that belong to no fit.</param>
public sealed record JudgedPredictions(
    StudyResults Results, IReadOnlyList<string> Missing, IReadOnlyList<string> Unknown);

/// <summary>
/// Judges predictions of classifiers that were trained elsewhere on what <see cref="StudyExport"/> handed out, as a
/// study judges its own: same comparisons, inference, looks and report.
/// </summary>
public static class StudyJudge
{
    /// <summary>Reads predictions, analyses them and writes results.json, the tables and report.html.</summary>
    /// <param name="exported">Folder that <see cref="StudyExport"/> wrote.</param>
    /// <param name="predictions">
    /// Folder with a folder for each fit, in it predictions.npy (float32 or float64, [images, classes]) or
    /// predictions.csv, and report.json.
    /// </param>
    /// <param name="output">Where the results go; made where there is none.</param>
    /// <param name="studyFolder">The study folder; null for the one that the export names.</param>
    /// <param name="loading">How the data set, which has the true labels, is read; null for the defaults.</param>
    /// <exception cref="UserInputException">
    /// Predictions are faulty (every fault is listed) or none are there, or export, study and data set do not belong
    /// together.
    /// </exception>
    public static JudgedPredictions Judge(string exported, string predictions, string output,
        string? studyFolder = null, DataSetLoading? loading = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        var export = ExportRecord.Read(exported);
        studyFolder ??= Path.GetFullPath(Path.Combine(exported, export.Study));
        if (!StudyFolder.IsStudy(studyFolder))
            throw new UserInputException(
                $"Judging takes the study folder that '{exported}' was exported from, but there is none at "
                + $"'{studyFolder}'. Name it with --study.");
        if (!Directory.Exists(predictions))
            throw new UserInputException($"The predictions must be in a folder, but '{predictions}' is none.");
        var (there, missing) = (export.Fits.Where(f => PredictedFits.AreThere(predictions, f.Name)).ToList(),
            export.Fits.Where(f => !PredictedFits.AreThere(predictions, f.Name)).Select(f => f.Name).ToList());
        if (there.Count == 0)
            throw new UserInputException(
                $"'{predictions}' must hold a folder for each fit, such as "
                + $"'{export.Fits[0].Name}/predictions.npy', but holds none. index.csv names them all.");
        var plan = AtLook(StudyFolder.ReadPlan(studyFolder), export.Fits, missing);
        var data = StudyData.Load(plan, loading);
        var study = ExportedStudy.Graph(plan, data);
        Require(study, export, exported, studyFolder);
        HashSet<string> judged = [.. study.Runs.Select(r => r.Key)];
        var fits = new PredictedFits(study, [.. there.Where(f => judged.Contains(f.Key))], predictions);
        var results = new StudyAnalysis(
            study, new TaskStore(studyFolder),
            LookBook.Read(StudyExport.Looks(studyFolder), study.Data.Identity), fits).Run();
        Json.Write(Path.Combine(output, StudyFolder.ResultsFile), results);
        StudyCsv.WriteAll(results, output);
        WholeFile.WriteText(Path.Combine(output, HtmlReport.FileName), HtmlReport.Render(results, studyFolder));
        var known = export.Fits.Select(f => f.Name).ToHashSet();
        return new JudgedPredictions(results, missing, [.. Directory.EnumerateDirectories(predictions)
            .Select(f => Path.GetFileName(f)!).Where(f => !known.Contains(f)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>
    /// The plan up to the last look that all predictions are there for; where it names none, all of it.
    /// </summary>
    private static StudyPlan AtLook(StudyPlan plan, IReadOnlyList<ExportedFit> fits, List<string> missing)
    {
        if (plan.Looks.Count == 0) return plan;
        var first = fits.Where(f => missing.Contains(f.Name)).Select(f => f.Replicate)
            .DefaultIfEmpty(int.MaxValue).Min();
        return plan with { Replicates = plan.Looks.LastOrDefault(look => look <= first, plan.Looks[0]) };
    }

    /// <summary>Refuses an export of another study, or of other images.</summary>
    private static void Require(StudyGraph study, ExportRecord export, string exported, string studyFolder)
    {
        var (handedOut, planned) =
            (export.Fits.Select(f => f.Key).ToHashSet(), study.Runs.Select(r => r.Key).ToHashSet());
        if (export.Fits.Any(f => f.Replicate < study.Plan.Replicates && !planned.Contains(f.Key)))
            throw new UserInputException(
                $"'{exported}' must be an export of the study in '{studyFolder}' on the same images, but is not: the "
                + "plan or the data set was changed since. Export again, or name the right study with --study.");
        new TaskStore(studyFolder).RequireUnchanged(study.Nodes.Where(n => !handedOut.Contains(n.Key)));
    }
}
