using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mintage.Execution;
using Mintage.Foreign;
using Mintage.Reports;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Studies.Analysis;
using Mintage.Studies.Plans;

namespace Mintage.Studies;

/// <summary>How a study is carried out; nothing in here changes a result.</summary>
public sealed record StudyRun
{
    /// <summary>Study folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The plan as it was given, for plan.yaml; null for none.</summary>
    public string? PlanText { get; init; }

    /// <summary>
    /// Where tasks run; each runs one at a time. The caller disposes them. Empty: one task after the other in this
    /// process.
    /// </summary>
    public IReadOnlyList<ITaskExecutor> Executors { get; init; } = [];

    /// <summary>Told about every task; null for nobody.</summary>
    public IQueueObserver? Observer { get; init; }

    /// <summary>Told of the study, its tasks, and what GANs say against themselves. Default: nobody.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>
    /// Whether to go on in the folder of another plan, keeping finished tasks that have the same key.
    /// </summary>
    public bool AcceptChanges { get; init; }

    /// <summary>Whether to build finished tasks anew whose files were changed; otherwise they are an error.</summary>
    public bool RedoChanged { get; init; }
}

/// <summary>How a study ended.</summary>
/// <param name="Results">What was found; tasks that failed are missing and noted.</param>
/// <param name="Failures">What failed.</param>
public sealed record StudyOutcome(StudyResults Results, IReadOnlyList<TaskFailure> Failures);

/// <summary>
/// Runs a study: for every replicate and size train the GANs on the training part, sample them, measure the samples,
/// train the classifier of every arm and fold; then analyse and report. Finished tasks are kept, so running the same
/// study in the same folder again goes on where it was.
/// </summary>
public static class StudyRunner
{
    /// <summary>Runs all tasks, then writes results.json, results.csv, timings.json and report.html.</summary>
    /// <param name="study">The resolved plan.</param>
    /// <param name="run">How to carry it out.</param>
    /// <param name="cancellation">Stops between two steps; nothing finished is lost.</param>
    /// <exception cref="UserInputException">
    /// The machine lacks the plan's device, ready-made images show test images, or the folder belongs to something
    /// else, or another run is using it.
    /// </exception>
    public static async Task<StudyOutcome> RunAsync(
        StudyGraph study, StudyRun run, CancellationToken cancellation = default)
    {
        study.Device.Required();
        RequireUsable(study, run.Folder, study.Nodes);
        RequirePrograms(study, run.Folder, study.Nodes);
        using var claim = StudyFolder.Claim(run.Folder, study, run.PlanText, run.AcceptChanges);
        LookBook.Read(run.Folder, study.Data.Identity).Plan(study.Plan);
        var (failures, log) = await RunAsync(study, run, study.Nodes, cancellation).ConfigureAwait(false);
        var results = Analyse(study, run.Folder);
        log.Reported(failures.Count);
        return new StudyOutcome(results, failures);
    }

    /// <summary>Runs some tasks of a study and analyses nothing.</summary>
    /// <param name="study">The resolved plan.</param>
    /// <param name="run">How to carry them out.</param>
    /// <param name="nodes">The tasks, each after those it needs.</param>
    /// <param name="cancellation">Stops between two steps; nothing finished is lost.</param>
    internal static async Task<IReadOnlyList<TaskFailure>> RunTasksAsync(
        StudyGraph study, StudyRun run, IReadOnlyList<TaskNode> nodes, CancellationToken cancellation)
    {
        study.Device.Required();
        RequireUsable(study, run.Folder, nodes);
        RequirePrograms(study, run.Folder, nodes);
        using var claim = StudyFolder.Claim(run.Folder, study, run.PlanText, run.AcceptChanges);
        return (await RunAsync(study, run, nodes, cancellation).ConfigureAwait(false)).Failures;
    }

    private static async Task<(IReadOnlyList<TaskFailure> Failures, StudyLog Log)> RunAsync(
        StudyGraph study, StudyRun run, IReadOnlyList<TaskNode> nodes, CancellationToken cancellation)
    {
        var store = CheckedStore(run, nodes);
        var log = new StudyLog(run, store);
        log.Begun(nodes);
        var failures =
            await TaskSchedule.RunAsync(
                nodes, store.IsDone, run.Executors.Count > 0 ? run.Executors : [Here(study, store)], log, cancellation)
                .ConfigureAwait(false);
        foreach (var failure in failures) store.KeepFailure(failure);
        if (study.Programs is not null) store.RequireUnchanged(nodes); // a program may write where it likes
        return (failures, log);
    }

    /// <summary>Refuses what would fail after hours of training, wherever it runs.</summary>
    internal static void RequireUsable(StudyGraph study, string folder, IReadOnlyList<TaskNode> nodes)
    {
        RequireNoTestImages(study, folder);
        if (study.RunsCommands(new TaskStore(folder).Waiting(nodes))) study.RequireCommandsAllowed();
    }

    /// <summary>Refuses programs that are not on this machine.</summary>
    private static void RequirePrograms(StudyGraph study, string folder, IReadOnlyList<TaskNode> nodes)
    {
        if (!study.RunsCommands(new TaskStore(folder).Waiting(nodes))) return;
        foreach (var program in ProgramSite.Programs(study.Plan))
            new ForeignProgram(program, study.Programs!.Folder).RequireFound();
    }

    /// <summary>
    /// Refuses ready-made images that show test images, and lists them in a file beside the study folder.
    /// </summary>
    /// <param name="study">The resolved plan.</param>
    /// <param name="folder">Study folder.</param>
    /// <exception cref="UserInputException">They do; names some.</exception>
    public static void RequireNoTestImages(StudyGraph study, string folder)
    {
        ArgumentNullException.ThrowIfNull(study);
        var store = new TaskStore(folder);
        foreach (var (task, node) in study.Tasks.Where(t => t.Task is TakeImagesTask && !store.IsDone(t.Node)))
        {
            var take = (TakeImagesTask)task;
            if (take.Compared(study.Data).Refused is not { } copies) continue;
            var list = $"{Path.TrimEndingDirectorySeparator(folder)}-test-copies.csv";
            WholeFile.WriteText(list, copies.Table);
            throw new UserInputException($"{copies.Fault(take.GanName)} '{list}' lists them all.");
        }
    }

    /// <summary>
    /// Analyses the tasks that are done and writes results.json, the tables, timings.json and report.html.
    /// </summary>
    /// <param name="study">The resolved plan.</param>
    /// <param name="folder">Study folder.</param>
    /// <exception cref="UserInputException">Finished tasks were changed since they were written, or the images since
    /// the study was begun.</exception>
    public static StudyResults Report(StudyGraph study, string folder)
    {
        if (StudyFolder.IsStudy(folder)) StudyFolder.RequireSameImages(folder, study);
        new TaskStore(folder).RequireUnchanged(study.Nodes);
        return Analyse(study, folder);
    }

    /// <summary>The finished tasks, as Mintage wrote them.</summary>
    internal static TaskStore CheckedStore(StudyRun run, IReadOnlyList<TaskNode> nodes)
    {
        var store = new TaskStore(run.Folder);
        if (run.RedoChanged)
            foreach (var node in nodes.Where(n => store.Changes(n).Count > 0)) store.Remove(node);
        else store.RequireUnchanged(nodes);
        return store;
    }

    private static StudyResults Analyse(StudyGraph study, string folder)
    {
        var store = new TaskStore(folder);
        var results = new StudyAnalysis(study, store, LookBook.Read(folder, study.Data.Identity)).Run();
        Json.Write(Path.Combine(folder, StudyFolder.ResultsFile), results);
        StudyCsv.WriteAll(results, folder);
        Json.Write(Path.Combine(folder, "timings.json"), Timings(study.Nodes, store));
        HtmlReport.Write(results, folder);
        return results;
    }

    private static InProcessExecutor Here(StudyGraph study, TaskStore store)
    {
        TorchRuntime.Start(study.Plan.Threads);
        return new InProcessExecutor(
            (task, progress, cancellation) => study.Run(task.Key, store, progress, cancellation));
    }

    private static IEnumerable<object> Timings(IEnumerable<TaskNode> nodes, TaskStore store) =>
        nodes.Where(store.IsDone).Select(node =>
    {
        var timing = Json.Read<TaskTiming>(Path.Combine(store.Folder(node), TaskTiming.File));
        return new
        {
            task = node.FolderName,
            node.Title,
            timing.Seconds,
            timing.ProcessorSeconds,
            timing.PeakMemoryBytes
        };
    }).ToList();
}
