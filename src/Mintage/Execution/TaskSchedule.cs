using Mintage.Runtime;

namespace Mintage.Execution;

/// <summary>What the queue tells while it runs.</summary>
public interface IQueueObserver
{
    /// <summary>A task has begun.</summary>
    void Started(TaskNode task);

    /// <summary>A running task got further.</summary>
    void Progressed(TaskNode task, TaskProgress progress);

    /// <summary>A task has ended.</summary>
    /// <param name="task">The task.</param>
    /// <param name="failure">Null when it is done.</param>
    /// <param name="seconds">Wall time.</param>
    void Ended(TaskNode task, TaskFailure? failure, double seconds);
}

/// <summary>
/// Runs tasks on several executors, each as soon as what it needs is done; the longest chain of work first. A task that
/// fails stops only the tasks that need it.
/// </summary>
public static class TaskSchedule
{
    /// <summary>Runs what is not done yet.</summary>
    /// <param name="tasks">All tasks; keys are unique, needs are among them.</param>
    /// <param name="isDone">Whether a task's result is there already.</param>
    /// <param name="executors">At least one.</param>
    /// <param name="observer">Told about every task; calls come one at a time. Null for nobody.</param>
    /// <param name="cancellation">Stops running tasks and starts no more.</param>
    /// <returns>What failed; tasks that needed a failed one were not run and are not listed.</returns>
    public static async Task<IReadOnlyList<TaskFailure>> RunAsync(
        IReadOnlyList<TaskNode> tasks, Func<TaskNode, bool> isDone, IReadOnlyList<ITaskExecutor> executors, IQueueObserver? observer, CancellationToken cancellation)
    {
        var done = tasks.Where(isDone).Select(t => t.Key).ToHashSet();
        var waiting = ByUrgency(tasks.Where(t => !done.Contains(t.Key)).ToList());
        var free = new Stack<ITaskExecutor>(executors.Reverse());
        var running = new Dictionary<Task<TaskFailure?>, (TaskNode Task, ITaskExecutor Executor, long Start)>();
        var failures = new List<TaskFailure>();
        var gate = new Lock();
        while (true)
        {
            while (free.Count > 0 && waiting.Find(t => t.Needs.All(done.Contains)) is { } next)
            {
                waiting.Remove(next);
                var executor = free.Pop();
                lock (gate) observer?.Started(next);
                var progress = new Relay(next, observer, gate);
                running.Add(executor.RunAsync(next, progress, cancellation), (next, executor, System.Diagnostics.Stopwatch.GetTimestamp()));
            }
            if (running.Count == 0) return failures;
            var ended = await Task.WhenAny(running.Keys).ConfigureAwait(false);
            var (task, place, start) = running[ended];
            running.Remove(ended);
            free.Push(place);
            TaskFailure? failure;
            try
            {
                failure = await ended.ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Nobody may still be writing when the caller goes on.
                await Task.WhenAll(running.Keys).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
                throw;
            }
            if (failure is null) done.Add(task.Key);
            else failures.Add(failure);
            lock (gate) observer?.Ended(task, failure, Clock.SecondsSince(start));
        }
    }

    /// <summary>Most urgent first: the one that begins the longest chain of estimated work.</summary>
    private static List<TaskNode> ByUrgency(List<TaskNode> tasks)
    {
        var dependents = tasks.SelectMany(t => t.Needs.Select(need => (need, t))).ToLookup(p => p.need, p => p.t);
        var chain = new Dictionary<string, double>();
        double Chain(TaskNode t) => chain.TryGetValue(t.Key, out var known)
            ? known
            : chain[t.Key] = t.EstimatedSeconds + dependents[t.Key].Select(Chain).DefaultIfEmpty().Max();
        return [.. tasks.OrderByDescending(Chain)];
    }

    private sealed class Relay(TaskNode task, IQueueObserver? observer, Lock gate) : IProgress<TaskProgress>
    {
        public void Report(TaskProgress value)
        {
            lock (gate) observer?.Progressed(task, value);
        }
    }
}
