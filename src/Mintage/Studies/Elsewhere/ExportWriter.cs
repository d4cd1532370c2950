using System.Reflection;
using Mintage.Execution;
using Mintage.Foreign;
using Mintage.Reports;
using Mintage.Runtime;

namespace Mintage.Studies.Elsewhere;

/// <summary>Writes the files of an export, fit by fit.</summary>
internal sealed class ExportWriter(StudyGraph study, TaskStore store, string folder, ExportFormat format)
{
    private readonly List<ExportedFit> fits = [];
    private readonly List<(ArmRun Run, FitQuestion Question)> asked = [];
    private readonly HashSet<string> tests = [];

    /// <summary>Writes a fit, and its test images where no fit before it had them.</summary>
    public void Add(string name, ArmRun run)
    {
        var task = (FitTask)study.Task(run.Key);
        var context = new TaskContext(
            study.Node(run.Key), study, store, folder, new Progress<TaskProgress>(), CancellationToken.None);
        var handout = FitHandout.Of(task, run.Arm, task.Images(context), study.Plan.Threads);
        var into = Path.Combine(folder, StudyExport.FitsFolder, name);
        Directory.CreateDirectory(into);
        if (format == ExportFormat.Npz) FitFolder.WriteTrain(Path.Combine(into, FitFolder.TrainFile), handout.Training);
        else FitFolder.WriteTrainFolder(Path.Combine(into, FitFolder.TrainFolder), handout.Training);
        Json.Write(Path.Combine(into, FitFolder.TaskFile), handout.Question);
        var test = ExportedStudy.TestName(study, run);
        if (tests.Add(test)) WriteTest(test, task);
        fits.Add(new ExportedFit(name, run.Key, run.Replicate, test, handout.Images.RealImages,
            handout.Images.SyntheticImages, handout.Question.Steps, handout.Question.BatchSize));
        asked.Add((run, handout.Question));
    }

    /// <summary>Writes what is about all fits.</summary>
    /// <param name="studyFolder">The study folder, from here.</param>
    public void Finish(string studyFolder)
    {
        ExportRecord.Write(folder, studyFolder, fits);
        Csv.Write(Path.Combine(folder, StudyExport.IndexFile), Columns,
            fits.Zip(asked, (fit, a) => (fit, a.Run, a.Question)));
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream("Mintage.Studies.Elsewhere.README.md")!;
        using var reader = new StreamReader(stream);
        WholeFile.WriteText(Path.Combine(folder, "README.md"), reader.ReadToEnd());
    }

    private string Train => format == ExportFormat.Npz ? FitFolder.TrainFile : FitFolder.TrainFolder;

    private string Test(string name) =>
        $"{StudyExport.TestsFolder}/{name}" + (format == ExportFormat.Npz ? $"/{FitFolder.TestFile}" : "");

    private IReadOnlyList<CsvColumn<(ExportedFit Fit, ArmRun Run, FitQuestion Question)>> Columns =>
    [
        new("fit", row => row.Fit.Name),
        new("size", row => row.Run.Size.Name),
        new("arm", row => row.Run.Arm),
        new("replicate", row => Csv.Field(row.Run.Replicate)),
        new("fold", row => Csv.Field(row.Run.Fold)),
        new("steps", row => Csv.Field(row.Question.Steps)),
        new("batch_size", row => Csv.Field(row.Question.BatchSize)),
        new("seed", row => Csv.Field((double?)row.Question.Seed)),
        new("synthetic_share", row => Csv.Field(row.Question.SyntheticShare)),
        new("train", row => $"{StudyExport.FitsFolder}/{row.Fit.Name}/{Train}"),
        new("task", row => $"{StudyExport.FitsFolder}/{row.Fit.Name}/{FitFolder.TaskFile}"),
        new("test", row => Test(row.Fit.Test)),
        new("predictions", row => $"{row.Fit.Name}/{ClassProbabilities.NpyFile}"),
        new("report", row => $"{row.Fit.Name}/{FitReport.File}"),
    ];

    private void WriteTest(string name, FitTask task)
    {
        var images = study.Data.Images(task.Evaluation);
        var order = ExportedStudy.TestOrder(study, name, images.Count);
        var into = Path.Combine(folder, StudyExport.TestsFolder, name);
        Directory.CreateDirectory(into);
        if (format == ExportFormat.Npz) FitFolder.WriteTest(Path.Combine(into, FitFolder.TestFile), images, order);
        else FitFolder.WriteTestFolder(into, images, order);
    }
}
