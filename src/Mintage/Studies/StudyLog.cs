using Microsoft.Extensions.Logging;
using Mintage.Execution;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>
/// Logs what happens to a study's tasks, wherever they run, and tells the run's observer; the events are listed in
/// docs/guide/library.md.
/// </summary>
/// <param name="run">Whose logger and observer.</param>
/// <param name="store">Where finished tasks are.</param>
internal sealed partial class StudyLog(StudyRun run, TaskStore store) : IQueueObserver
{
    private readonly ILogger logger = run.Logger;

    /// <summary>The study begins, or goes on.</summary>
    public void Begun(IReadOnlyCollection<TaskNode> tasks) =>
        StudyStarted(logger, run.Folder, tasks.Count, tasks.Count(store.IsDone));

    /// <summary>The report is written.</summary>
    public void Reported(int failures) => StudyEnded(logger, run.Folder, failures);

    /// <inheritdoc/>
    public void Started(TaskNode task)
    {
        TaskStarted(logger, task.Kind, task.Title, task.Key);
        run.Observer?.Started(task);
    }

    /// <inheritdoc/>
    public void Progressed(TaskNode task, TaskProgress progress) => run.Observer?.Progressed(task, progress);

    /// <inheritdoc/>
    public void Ended(TaskNode task, TaskFailure? failure, double seconds)
    {
        if (failure is null)
        {
            TaskEnded(logger, task.Kind, task.Title, task.Key, seconds);
            var folder = store.Folder(task);
            if (logger.IsEnabled(LogLevel.Warning) && File.Exists(Path.Combine(folder, TrainedGan.FactsFile)))
                GanLog.Faults(logger, TrainedGan.ReadFacts(folder));
        }
        else
        {
            TaskFailed(logger, task.Kind, task.Title, task.Key, seconds, failure.Message);
        }
        run.Observer?.Ended(task, failure, seconds);
    }

    [LoggerMessage(200, LogLevel.Information, "Study in {Folder} begins: {Tasks} tasks, {Done} done already",
        EventName = "StudyStarted")]
    private static partial void StudyStarted(ILogger logger, string folder, int tasks, int done);

    [LoggerMessage(
        201, LogLevel.Information, "Study in {Folder} is reported; {Failures} tasks failed", EventName = "StudyEnded")]
    private static partial void StudyEnded(ILogger logger, string folder, int failures);

    [LoggerMessage(210, LogLevel.Information, "Task begins: {Title} ({Kind}, {Key})", EventName = "TaskStarted")]
    private static partial void TaskStarted(ILogger logger, string kind, string title, string key);

    [LoggerMessage(
        211, LogLevel.Information, "Task done: {Title} ({Kind}, {Key}), {Seconds:F1} s", EventName = "TaskEnded")]
    private static partial void TaskEnded(ILogger logger, string kind, string title, string key, double seconds);

    [LoggerMessage(212, LogLevel.Error, "Task failed: {Title} ({Kind}, {Key}), {Seconds:F1} s: {Reason}",
        EventName = "TaskFailed")]
    private static partial void TaskFailed(
        ILogger logger, string kind, string title, string key, double seconds, string reason);
}
