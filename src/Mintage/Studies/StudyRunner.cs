using Mintage.Execution;
using Mintage.Reports;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>How a study is carried out; nothing in here changes a result.</summary>
/// <param name="Folder">Study folder.</param>
/// <param name="DataFolder">Folder with the data set's files, or null for cache and download.</param>
/// <param name="Executors">Where tasks run; each runs one at a time. The caller disposes them.</param>
/// <param name="Observer">Told about every task.</param>
public sealed record StudyRun(string Folder, string? DataFolder, IReadOnlyList<ITaskExecutor> Executors, IQueueObserver Observer);

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
    /// <exception cref="UserInputException">The folder belongs to something else, or another run is using it.</exception>
    public static async Task<StudyOutcome> RunAsync(StudyGraph study, StudyRun run, CancellationToken cancellation)
    {
        using var claim = StudyFolder.Claim(run.Folder, study);
        var store = new TaskStore(run.Folder);
        var nodes = study.Tasks.Select(t => t.Node).ToList();
        var failures = await TaskSchedule.RunAsync(nodes, store.IsDone, run.Executors, run.Observer, cancellation).ConfigureAwait(false);
        var results = new StudyAnalysis(study, store).Run();
        Json.Write(Path.Combine(run.Folder, "results.json"), results);
        CsvTable.Write(results, Path.Combine(run.Folder, "results.csv"));
        Json.Write(Path.Combine(run.Folder, "timings.json"), Timings(nodes, store));
        HtmlReport.Write(results, run.Folder);
        return new StudyOutcome(results, failures);
    }

    private static IEnumerable<object> Timings(IEnumerable<TaskNode> nodes, TaskStore store) => nodes.Where(store.IsDone).Select(node =>
    {
        var timing = Json.Read<TaskTiming>(Path.Combine(store.Folder(node), TaskTiming.File));
        return new { task = node.FolderName, node.Title, timing.Seconds, timing.PeakMemoryBytes };
    }).ToList();
}
