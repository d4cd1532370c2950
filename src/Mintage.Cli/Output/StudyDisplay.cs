using System.Diagnostics;
using Mintage.Execution;
using Mintage.Runtime;
using Spectre.Console;

namespace Mintage.Cli.Output;

/// <summary>Shows running tasks on stderr: a bar for the whole and one for each running task on a terminal, lines
/// otherwise.</summary>
internal sealed class StudyDisplay : IQueueObserver
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, double> shares = []; // by key, of running tasks
    private readonly Dictionary<string, ProgressTask> bars = [];
    private readonly string title;
    private readonly double totalSeconds;
    private readonly int taskCount;
    private readonly TimeLeft left;
    private readonly ProgressContext? live;
    private readonly ProgressTask? whole;
    private readonly Dictionary<string, double> estimates;
    private readonly Stopwatch sinceLine = Stopwatch.StartNew();
    private double doneSeconds;
    private int doneCount;

    private StudyDisplay(
        string title, IReadOnlyList<TaskNode> tasks, Func<TaskNode, bool> isDone, ProgressContext? live)
    {
        (this.title, this.live) = (title, live);
        estimates = tasks.ToDictionary(t => t.Key, t => t.EstimatedSeconds);
        totalSeconds = estimates.Values.Sum();
        taskCount = tasks.Count;
        doneCount = tasks.Count(isDone);
        doneSeconds = tasks.Where(isDone).Sum(t => t.EstimatedSeconds);
        left = new TimeLeft(doneSeconds / totalSeconds);
        whole = live?.AddTask(title);
        Refresh();
    }

    /// <summary>Runs work with a display. <paramref name="work"/> gets the observer for the queue.</summary>
    /// <param name="title">Title of the whole.</param>
    /// <param name="tasks">All tasks.</param>
    /// <param name="isDone">True if a task was already done before.</param>
    /// <param name="work">The work.</param>
    public static Task<T> ShowAsync<T>(
        string title, IReadOnlyList<TaskNode> tasks, Func<TaskNode, bool> isDone, Func<IQueueObserver, Task<T>> work)
    {
        if (!Terminal.Error.Profile.Capabilities.Interactive) return work(new StudyDisplay(title, tasks, isDone, null));
        return Terminal.Error.Progress().AutoClear(true).HideCompleted(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(context => work(new StudyDisplay(title, tasks, isDone, context)));
    }

    /// <inheritdoc/>
    public void Started(TaskNode task)
    {
        shares[task.Key] = 0;
        if (live is not null) bars[task.Key] = live.AddTask(Markup.Escape(task.Title));
        else Terminal.Say($"        start  {task.Title}");
    }

    /// <inheritdoc/>
    public void Progressed(TaskNode task, TaskProgress progress)
    {
        shares[task.Key] = progress.Share;
        if (bars.TryGetValue(task.Key, out var bar))
        {
            bar.Value = 100 * progress.Share;
            bar.Description =
                Markup.Escape(progress.Status.Length > 0 ? $"{task.Title}: {progress.Status}" : task.Title);
        }
        else if (sinceLine.Elapsed >= LineEvery)
        {
            sinceLine.Restart();
            Terminal.Say($"        {Share:P0}    {task.Title}: {progress.Status}. {left.Text(Share)}".TrimEnd());
        }
        Refresh();
    }

    /// <inheritdoc/>
    public void Ended(TaskNode task, TaskFailure? failure, double seconds)
    {
        shares.Remove(task.Key);
        doneSeconds += task.EstimatedSeconds;
        doneCount++;
        if (bars.Remove(task.Key, out var bar))
        {
            bar.Value = 100;
            bar.StopTask();
        }
        else
        {
            var (end, time) = (failure is null ? "done " : "FAILED", Terminal.Duration(seconds));
            Terminal.Say($"{doneCount,3}/{taskCount,-3} {end}  {task.Title}, {time}. {left.Text(Share)}".TrimEnd());
        }
        if (failure is not null) Terminal.Error.WriteLine($"failed: {task.Title}: {failure.Message}");
        Refresh();
    }

    private double Share => (doneSeconds + shares.Sum(s => s.Value * estimates[s.Key])) / totalSeconds;

    private void Refresh()
    {
        if (whole is null) return;
        whole.Value = 100 * Share;
        whole.Description = $"{title}: {doneCount} of {taskCount} tasks done {left.Text(Share)}";
    }
}
