using Mintage.Execution;
using Mintage.Execution.Clusters;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>A task that some process works on.</summary>
/// <param name="Title">For people.</param>
/// <param name="Share">0 ... 1.</param>
/// <param name="Status">What it is doing.</param>
public sealed record RunningTask(string Title, double Share, string Status);

/// <summary>A task that failed when it was last tried.</summary>
/// <param name="Title">For people.</param>
/// <param name="Key">Its key.</param>
/// <param name="Message">Why.</param>
public sealed record FailedTask(string Title, string Key, string Message);

/// <summary>How far a study is, read from its folder without touching it.</summary>
public sealed record StudyStatus
{
    /// <summary>Name of the plan.</summary>
    public required string Name { get; init; }

    /// <summary>All tasks.</summary>
    public required int Total { get; init; }

    /// <summary>Finished tasks.</summary>
    public required int Done { get; init; }

    /// <summary>Tasks that some process works on now.</summary>
    public required IReadOnlyList<RunningTask> Running { get; init; }

    /// <summary>Tasks whose last attempt failed.</summary>
    public required IReadOnlyList<FailedTask> Failed { get; init; }

    /// <summary>Tasks not begun yet.</summary>
    public required int Waiting { get; init; }

    /// <summary>How many of the waiting tasks need one that failed.</summary>
    public required int Blocked { get; init; }

    /// <summary>Finished tasks whose files were changed since.</summary>
    public required IReadOnlyList<string> Changed { get; init; }

    /// <summary>
    /// Seconds left with the workers that run now, at least one: estimates, corrected by what this machine has shown
    /// (<see cref="WorkLeft"/>).
    /// </summary>
    public required double SecondsLeft { get; init; }

    /// <summary>What the cluster says that it was submitted to; null if it never was.</summary>
    public ClusterStatus? Cluster { get; init; }

    /// <summary>Reads the state of a study folder.</summary>
    /// <exception cref="UserInputException">It holds no study.</exception>
    public static StudyStatus Of(string folder) => Of(folder, Slurm.Here);

    internal static StudyStatus Of(string folder, Slurm slurm)
    {
        var study = StudyFolder.Read(folder);
        var store = new TaskStore(folder);
        var nodes = study.Tasks.Select(t => t.Node).ToList();
        var done = nodes.Where(store.IsDone).ToList();
        var running = nodes.Except(done).Select(n => (Node: n, Progress: store.Running(n)))
            .Where(r => r.Progress is not null).ToList();
        var rest = nodes.Except(done).Except(running.Select(r => r.Node)).ToList();
        var failed = rest.Select(n => (Node: n, Message: store.Failure(n))).Where(f => f.Message is not null).ToList();
        var waiting = rest.Except(failed.Select(f => f.Node)).ToList();
        var begun = Times(done, store);
        foreach (var (node, _) in running) begun[node.Key] = store.RunningPace(node);
        var blocked = BlockedBy(failed.Select(f => f.Node.Key), waiting);
        return new StudyStatus
        {
            Name = study.Plan.Name,
            Total = nodes.Count,
            Done = done.Count,
            Running =
                [.. running.Select(
                    r => new RunningTask(r.Node.Title, r.Progress!.Value.Share, r.Progress.Value.Status))],
            Failed = [.. failed.Select(f => new FailedTask(f.Node.Title, f.Node.Key, f.Message!))],
            Waiting = waiting.Count,
            Blocked = blocked.Count,
            Changed = [.. done.Where(n => store.Changes(n).Count > 0).Select(n => n.Title)],
            SecondsLeft = WorkLeft.Seconds(nodes, Math.Max(1, running.Count), begun),
            Cluster = ClusterStatus.Of(folder, [.. waiting.Except(blocked)], slurm),
        };
    }

    private static List<TaskNode> BlockedBy(IEnumerable<string> failed, IEnumerable<TaskNode> waiting)
    {
        var (stopped, blocked) = (failed.ToHashSet(), new List<TaskNode>());
        foreach (var node in waiting.Where(n => n.Needs.Any(stopped.Contains))) // in the order of needs
        {
            stopped.Add(node.Key);
            blocked.Add(node);
        }
        return blocked;
    }

    /// <summary>What finished tasks took, by key; a task whose time is not known is left out of account.</summary>
    public static Dictionary<string, TaskPace> Times(IEnumerable<TaskNode> done, TaskStore store) =>
        done.ToDictionary(node => node.Key, node =>
        {
            var path = Path.Combine(store.Folder(node), TaskTiming.File);
            return File.Exists(path) ? new TaskPace(1, 1, Json.Read<TaskTiming>(path).Seconds) : new TaskPace(1, 0, 0);
        });
}
