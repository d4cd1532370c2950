namespace Mintage.Execution;

/// <summary>What is known of a task that was begun.</summary>
/// <param name="Share">How much of it is done, 0 to 1.</param>
/// <param name="Seen">The part of it that was done in <paramref name="Seconds"/>; less than the share where a
/// checkpoint went before.</param>
/// <param name="Seconds">Wall time.</param>
public readonly record struct TaskPace(double Share, double Seen, double Seconds)
{
    private const double TooFast = 10;

    /// <summary>Of a running task. A share far beyond what the time allows was kept by a checkpoint, and tells
    /// nothing.</summary>
    public static TaskPace Running(double share, double seconds, double estimatedSeconds) =>
        new(share, share * estimatedSeconds > TooFast * seconds ? 0 : share, seconds);
}

/// <summary>
/// How long the tasks that are left will take: their estimates, corrected group by group by what this machine has
/// shown, as the queue will run them on its workers.
/// </summary>
public static class WorkLeft
{
    /// <summary>Estimated seconds that weigh as much as what was seen.</summary>
    private const double Doubt = 3;

    /// <summary>Wall seconds until all is done.</summary>
    /// <param name="tasks">All tasks, each after those it needs.</param>
    /// <param name="workers">At least 1.</param>
    /// <param name="begun">Every task that is done (share 1) or running, by key.</param>
    /// <param name="blocked">Keys of tasks that will not run: those that failed, and those that need one.</param>
    public static double Seconds(
        IReadOnlyList<TaskNode> tasks, int workers, IReadOnlyDictionary<string, TaskPace> begun,
        IReadOnlySet<string>? blocked = null)
    {
        var estimates = Estimates(tasks, begun);
        var factor = Factors(tasks, estimates, begun);
        var left = new Dictionary<string, double>();
        foreach (var task in tasks)
        {
            if (blocked?.Contains(task.Key) != true && ShareOf(task) < 1)
                left[task.Key] = factor[task.Group] * estimates[task.Key] * (1 - ShareOf(task));
        }
        return Schedule([.. tasks.Where(t => left.ContainsKey(t.Key))], workers, left, t => begun.ContainsKey(t.Key));

        double ShareOf(TaskNode task) => begun.TryGetValue(task.Key, out var pace) ? pace.Share : 0;
    }

    /// <summary>
    /// Estimated seconds of each task, by key. Work that tasks share counts once: for the one of those begun that took
    /// longest, or else for the first.
    /// </summary>
    /// <param name="tasks">All tasks.</param>
    /// <param name="begun">Every task that is done or running, by key; null for none.</param>
    public static Dictionary<string, double> Estimates(
        IReadOnlyList<TaskNode> tasks, IReadOnlyDictionary<string, TaskPace>? begun = null)
    {
        var estimates = tasks.ToDictionary(t => t.Key, t => t.EstimatedSeconds);
        foreach (var sharing in tasks.SelectMany(t => t.Shared, (t, w) => (Task: t, Work: w)).GroupBy(s => s.Work.Name))
        {
            var does = sharing.MaxBy(s =>
                begun is not null && begun.TryGetValue(s.Task.Key, out var pace) ? pace.Seconds : -1);
            foreach (var (task, work) in sharing.Where(s => s.Task.Key != does.Task.Key))
                estimates[task.Key] -= work.EstimatedSeconds;
        }
        return estimates;
    }

    /// <summary>Seconds on this machine for every estimated second, by group.</summary>
    private static Dictionary<string, double> Factors(IReadOnlyList<TaskNode> tasks,
        Dictionary<string, double> estimates, IReadOnlyDictionary<string, TaskPace> begun)
    {
        var shown = tasks.ToLookup(task => task.Group, task => begun.TryGetValue(task.Key, out var pace)
            ? (pace.Seconds, Estimated: pace.Seen * estimates[task.Key])
            : default);
        var all = Factor(shown.SelectMany(group => group), 1);
        return shown.ToDictionary(group => group.Key, group => Factor(group, all));

        static double Factor(IEnumerable<(double Seconds, double Estimated)> seen, double before)
        {
            var (seconds, estimated) = (Doubt * before, Doubt);
            foreach (var (taken, expected) in seen.Where(s => s.Estimated > 0))
                (seconds, estimated) = (seconds + taken, estimated + expected);
            return seconds / estimated;
        }
    }

    /// <summary>When the last task ends, if the longest chain of work comes first.</summary>
    private static double Schedule(
        List<TaskNode> tasks, int workers, Dictionary<string, double> seconds, Func<TaskNode, bool> isRunning)
    {
        var dependents = tasks.SelectMany(t => t.Needs.Select(need => (need, t))).ToLookup(p => p.need, p => p.t);
        var chain = new Dictionary<string, double>();
        foreach (var task in Enumerable.Reverse(tasks)) // those that need it come after it
            chain[task.Key] = seconds[task.Key] + dependents[task.Key].Select(d => chain[d.Key]).DefaultIfEmpty().Max();
        var needs = tasks.ToDictionary(t => t.Key, t => t.Needs.Count(seconds.ContainsKey));
        var ready = new PriorityQueue<TaskNode, (bool, double)>();
        foreach (var task in tasks.Where(t => needs[t.Key] == 0)) Enqueue(task);
        var running = new PriorityQueue<TaskNode, double>();
        var now = 0.0;
        while (ready.Count > 0 || running.Count > 0)
        {
            while (running.Count < workers && ready.TryDequeue(out var next, out _))
                running.Enqueue(next, now + seconds[next.Key]);
            running.TryDequeue(out var ended, out now);
            foreach (var dependent in dependents[ended!.Key])
            {
                if (--needs[dependent.Key] == 0) Enqueue(dependent);
            }
        }
        return now;

        void Enqueue(TaskNode task) => ready.Enqueue(task, (!isRunning(task), -chain[task.Key]));
    }
}
