using System.Diagnostics;
using Mintage.Execution;
using Mintage.Runtime;
using Spectre.Console;

namespace Mintage.Cli.Output;

/// <summary>Shows running tasks on stderr: a bar for the whole and one for each running task on a terminal, lines
/// otherwise.</summary>
internal sealed class StudyDisplay : IQueueObserver
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(30), EstimateEvery = TimeSpan.FromSeconds(1);

    // Before that much was seen, any figure would be a guess.
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, RunningTime> running = []; // by key
    private readonly Dictionary<string, ProgressTask> bars = [];
    private readonly Dictionary<string, TaskPace> done;
    private readonly HashSet<string> failed = [];
    private readonly IReadOnlyList<TaskNode> tasks;
    private readonly int workers;
    private readonly Dictionary<string, double> estimates;
    private readonly ProgressContext? live;
    private readonly ProgressTask? whole;
    private readonly Stopwatch sinceLine = Stopwatch.StartNew(), sinceStart = Stopwatch.StartNew();
    private readonly Stopwatch sinceEstimate = new();
    private string left = "";

    private StudyDisplay(
        IReadOnlyList<TaskNode> tasks, Dictionary<string, TaskPace> done, int workers, ProgressContext? live)
    {
        (this.tasks, this.done, this.workers, this.live) = (tasks, done, workers, live);
        estimates = WorkLeft.Estimates(tasks, done);
        whole = live?.AddTask("study");
        Refresh();
    }

    /// <summary>Runs work with a display. <paramref name="work"/> gets the observer for the queue.</summary>
    /// <param name="tasks">All tasks, each after those it needs.</param>
    /// <param name="done">What those took that were done before, by key; owned by the display from then on.</param>
    /// <param name="workers">Tasks that run at once.</param>
    /// <param name="work">The work.</param>
    public static Task<T> ShowAsync<T>(
        IReadOnlyList<TaskNode> tasks, Dictionary<string, TaskPace> done, int workers,
        Func<IQueueObserver, Task<T>> work)
    {
        var profile = Terminal.Error.Profile;
        if (!profile.Capabilities.Interactive) return work(new StudyDisplay(tasks, done, workers, null));
        return Terminal.Error.Progress().AutoClear(true).HideCompleted(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = Math.Clamp(profile.Width / 6, 10, 40) },
                new PercentageColumn())
            .StartAsync(context => work(new StudyDisplay(tasks, done, workers, context)));
    }

    /// <inheritdoc/>
    public void Started(TaskNode task)
    {
        running[task.Key] = new RunningTime(task.EstimatedSeconds);
        if (live is not null) bars[task.Key] = live.AddTask(Markup.Escape(task.Title));
        else Terminal.Say($"        start  {task.Title}");
    }

    /// <inheritdoc/>
    public void Progressed(TaskNode task, TaskProgress progress)
    {
        running[task.Key].Report(progress.Share);
        if (bars.TryGetValue(task.Key, out var bar))
        {
            bar.Value = 100 * progress.Share;
            bar.Description =
                Markup.Escape(progress.Status.Length > 0 ? $"{task.Title}: {progress.Status}" : task.Title);
        }
        else if (sinceLine.Elapsed >= LineEvery)
        {
            sinceLine.Restart();
            var percent = Math.Floor(100 * Share); // 100 is for the end
            Terminal.Say($"        {percent:0} %    {task.Title}: {progress.Status}. {Left()}".TrimEnd());
        }
        Refresh();
    }

    /// <inheritdoc/>
    public void Ended(TaskNode task, TaskFailure? failure, double seconds)
    {
        running.Remove(task.Key, out var time);
        if (failure is null) done[task.Key] = new TaskPace(1, 1 - (time?.Kept ?? 0), seconds);
        else failed.Add(task.Key);
        if (bars.Remove(task.Key, out var bar))
        {
            bar.Value = 100;
            bar.StopTask();
        }
        else
        {
            var (end, taken) = (failure is null ? "done " : "FAILED", Terminal.Duration(seconds));
            Terminal.Say(
                $"{done.Count + failed.Count,3}/{tasks.Count,-3} {end}  {task.Title}, {taken}. {Left()}".TrimEnd());
        }
        if (failure is not null) Terminal.Error.WriteLine($"failed: {task.Title}: {failure.Message}");
        Refresh();
    }

    private double Share => tasks.Sum(t => estimates[t.Key] * ShareOf(t)) / estimates.Values.Sum();

    private double ShareOf(TaskNode task) => done.ContainsKey(task.Key) || failed.Contains(task.Key) ? 1
        : running.TryGetValue(task.Key, out var time) ? time.Share : 0;

    /// <summary>"about 6 min left", or "" before there is an estimate; computed once a second.</summary>
    private string Left()
    {
        if (sinceStart.Elapsed < Enough || (sinceEstimate.IsRunning && sinceEstimate.Elapsed < EstimateEvery))
            return left;
        sinceEstimate.Restart();
        var begun = new Dictionary<string, TaskPace>(done);
        foreach (var (key, time) in running) begun[key] = time.Pace;
        var blocked = failed.ToHashSet();
        foreach (var task in tasks.Where(t => t.Needs.Any(blocked.Contains))) blocked.Add(task.Key); // in their order
        var seconds = WorkLeft.Seconds(tasks, workers, begun, blocked);
        return left = seconds <= 0 ? "" : $"{Terminal.About(seconds)} left";
    }

    private void Refresh()
    {
        if (whole is null) return;
        whole.Value = 100 * Share;
        whole.Description = $"{done.Count + failed.Count} of {tasks.Count} tasks done {Left()}";
    }

    /// <summary>Time of a task that runs in this process's sight.</summary>
    private sealed class RunningTime(double estimatedSeconds)
    {
        private readonly long start = Stopwatch.GetTimestamp();
        private double? lastSeconds;

        /// <summary>The share that a checkpoint had kept: a first report far beyond what the time allows.</summary>
        public double Kept { get; private set; }

        public double Share { get; private set; }

        /// <summary>What was seen until the last report.</summary>
        public TaskPace Pace => new(Share, Share - Kept, lastSeconds ?? 0);

        public void Report(double share)
        {
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (lastSeconds is null) Kept = share - TaskPace.Running(share, seconds, estimatedSeconds).Seen;
            (Share, lastSeconds) = (share, seconds);
        }
    }
}
