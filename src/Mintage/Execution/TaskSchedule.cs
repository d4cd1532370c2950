using Mintage.Runtime;

namespace Mintage.Execution;

/// <summary>Receives events from the running queue. Calls come one at a time.</summary>
public interface IQueueObserver
{
    /// <summary>Called when a task has started.</summary>
    void Started(TaskNode task);

    /// <summary>Called when a running task has made progress.</summary>
    void Progressed(TaskNode task, TaskProgress progress);

    /// <summary>Called when a task has ended.</summary>
    /// <param name="task">The task.</param>
    /// <param name="failure">Null if the task is done.</param>
    /// <param name="seconds">Wall time in seconds.</param>
    void Ended(TaskNode task, TaskFailure? failure, double seconds);
}

/// <summary>
/// Runs tasks on several executors. Each starts as soon as the tasks it needs are done; the longest chain of work comes
/// first. A failed task stops only the tasks that need it, unless the disk is full, which stops all. A program of the
/// user's own that fails at once three times is not run again.
/// </summary>
public static class TaskSchedule
{
    /// <summary>Failures without a success after which a program is given up.</summary>
    private const int MostFailures = 3;

    /// <summary>Runs the tasks that are not done yet.</summary>
    /// <param name="tasks">All tasks. Keys are unique, and every needed task is in the list.</param>
    /// <param name="isDone">True if a task's result already exists.</param>
    /// <param name="executors">At least one.</param>
    /// <param name="observer">Receives the events, one call at a time; may be null.</param>
    /// <param name="cancellation">Stops running tasks and starts no more.</param>
    /// <returns>The failed tasks. Tasks that needed a failed one, and those of a program that was given up, did not run
    /// and are not listed.</returns>
    /// <exception cref="UserInputException">The disk is full or read-only.</exception>
    public static async Task<IReadOnlyList<TaskFailure>> RunAsync(
        IReadOnlyList<TaskNode> tasks, Func<TaskNode, bool> isDone, IReadOnlyList<ITaskExecutor> executors,
        IQueueObserver? observer, CancellationToken cancellation)
    {
        var done = tasks.Where(isDone).Select(t => t.Key).ToHashSet();
        var waiting = ByUrgency(tasks.Where(t => !done.Contains(t.Key)).ToList());
        var free = new Stack<ITaskExecutor>(executors.Reverse());
        var running = new Dictionary<Task<TaskFailure?>, (TaskNode Task, ITaskExecutor Executor, long Start)>();
        var failures = new List<TaskFailure>();
        var gate = new Lock();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        while (true)
        {
            while (free.Count > 0 && waiting.Find(t => t.Needs.All(done.Contains)) is { } next)
            {
                waiting.Remove(next);
                var executor = free.Pop();
                lock (gate) observer?.Started(next);
                var progress = new Relay(next, observer, gate);
                running.Add(executor.RunAsync(next, progress, stop.Token),
                    (next, executor, System.Diagnostics.Stopwatch.GetTimestamp()));
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
                await EndOfAsync(running.Keys).ConfigureAwait(false);
                throw;
            }
            if (failure is null) done.Add(task.Key);
            else failures.Add(failure = GivenUp(failure, tasks, waiting, done, failures));
            lock (gate) observer?.Ended(task, failure, Clock.SecondsSince(start));
            if (failure is not { IsOfDisk: true }) continue;
            await stop.CancelAsync().ConfigureAwait(false);
            await EndOfAsync(running.Keys).ConfigureAwait(false);
            throw new UserInputException(failure.Message);
        }
    }

    /// <summary>Takes the tasks of a program from the queue that has failed whenever it ran, and says so.</summary>
    private static TaskFailure GivenUp(TaskFailure failure, IReadOnlyList<TaskNode> tasks, List<TaskNode> waiting,
        HashSet<string> done, List<TaskFailure> failures)
    {
        var task = failure.Task;
        if (!task.RunsCommand || failures.Count(f => f.Task.Group == task.Group) < MostFailures - 1
            || tasks.Any(t => t.Group == task.Group && done.Contains(t.Key)))
            return failure;
        var left = waiting.RemoveAll(t => t.Group == task.Group);
        return left == 0 ? failure : failure with
        {
            Message = $"{failure.Message}{Environment.NewLine}  This program has failed whenever it ran. So {left} "
                + $"more task{(left == 1 ? " that needs it is" : "s that need it are")} not run now.",
        };
    }

    /// <summary>Waits for tasks, however they end: none may still be writing when the caller continues.</summary>
    private static Task EndOfAsync(IEnumerable<Task> running) => Task.WhenAll(running)
        .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    /// <summary>Sorts by urgency. The most urgent task begins the longest chain of estimated work.</summary>
    internal static List<TaskNode> ByUrgency(List<TaskNode> tasks)
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
