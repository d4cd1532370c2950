using Mintage.Execution;
using Mintage.Execution.Clusters;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>A job array in a cluster's queue.</summary>
/// <param name="Job">Its number.</param>
/// <param name="Name">Name of its script.</param>
/// <param name="Elements">All its elements.</param>
/// <param name="Waiting">Elements that wait.</param>
/// <param name="Running">Elements that run.</param>
/// <param name="Nodes">Where they run.</param>
/// <param name="Reason">Why elements wait, as the cluster says it; empty if none does.</param>
public sealed record ClusterJob(
    string Job, string Name, int Elements, int Waiting, int Running, IReadOnlyList<string> Nodes, string Reason);

/// <summary>What a cluster knows of a study that was submitted to it.</summary>
public sealed record ClusterStatus
{
    /// <summary>Arrays and jobs that wait or run.</summary>
    public required IReadOnlyList<ClusterJob> Jobs { get; init; }

    /// <summary>Tasks whose job has ended without their result and without a reason: its log says why.</summary>
    public required IReadOnlyList<FailedTask> Lost { get; init; }

    /// <summary>Whether the user has cancelled it.</summary>
    public required bool IsCancelled { get; init; }

    /// <summary>Why the cluster could not be asked, or why nothing was run; null otherwise.</summary>
    public string? Note { get; init; }

    /// <summary>Joins the queue with the folder.</summary>
    /// <param name="folder">Study folder.</param>
    /// <param name="open">Tasks that are not done, do not run, did not fail and need none that failed.</param>
    /// <param name="slurm">Whom to ask.</param>
    /// <returns>Null for a study that was never submitted.</returns>
    internal static ClusterStatus? Of(string folder, IReadOnlyCollection<TaskNode> open, Slurm slurm)
    {
        if (Submission.Read(folder) is not { } submission) return null;
        IReadOnlyList<QueuedElement> queue;
        try
        {
            queue = slurm.Queue([.. submission.Numbers]);
        }
        catch (UserInputException e)
        {
            return new ClusterStatus { Jobs = [], Lost = [], IsCancelled = submission.IsCancelled, Note = e.Message };
        }
        var probed = submission.Jobs.All(j => j.Name != "probe") || ProbeResult.Of(folder) is { Fault: null };
        var isOver = queue.Count == 0 && !submission.IsCancelled;
        return new ClusterStatus
        {
            Jobs = [.. submission.Jobs.Select(j => Job(j, [.. queue.Where(q => q.Job == j.Job)]))
                .Where(j => j.Waiting + j.Running > 0)],
            Lost = submission.IsCancelled || !probed ? [] : Missing(folder, submission, queue, open),
            IsCancelled = submission.IsCancelled,
            Note = isOver && !probed ? ProbeResult.Refusal(folder) : null,
        };
    }

    private static ClusterJob Job(SubmittedJob job, IReadOnlyCollection<QueuedElement> queue) => new(
        job.Job, job.Name, Math.Max(1, job.Elements), queue.Count(e => e.IsWaiting), queue.Count(e => !e.IsWaiting),
        [.. queue.Select(e => e.Nodes).Where(n => n.Length > 0).Distinct().Order(StringComparer.Ordinal)],
        string.Join(", ", queue.Where(e => e.IsWaiting).Select(e => e.Reason).Distinct()));

    private static IReadOnlyList<FailedTask> Missing(
        string folder, Submission submission, IReadOnlyList<QueuedElement> queue, IReadOnlyCollection<TaskNode> open)
    {
        var there = queue.Select(q => (q.Job, q.Element)).ToHashSet();
        var missing = open.ToDictionary(t => t.Key);
        return [.. from job in submission.Jobs
                   where job.Elements > 0
                   from element in Submission.Elements(folder, job.Name).Index()
                   where !there.Contains((job.Job, element.Index))
                   from key in element.Item
                   where missing.ContainsKey(key)
                   let log = $"{BatchScripts.FolderName}/logs/{job.Name}-{element.Index}.log"
                   select new FailedTask(missing[key].Title, key, $"its job ended without it; see {log}")];
    }
}

/// <summary>What the probe job found out.</summary>
/// <param name="Fault">Why the node cannot do the work; null if it can.</param>
internal sealed record ProbeResult(string? Fault)
{
    /// <summary>Its answer; null as long as there is none.</summary>
    public static ProbeResult? Of(string folder)
    {
        var path = Path.Combine(folder, BatchScripts.FolderName, BatchScripts.ProbeAnswer);
        if (!File.Exists(path) || File.ReadAllLines(path) is not [var code, var host, .. var said]) return null;
        return new ProbeResult(code == "0" ? null : $"node {host} says: {string.Join(' ', said)}");
    }

    /// <summary>The message for nodes that cannot do the work.</summary>
    public static string Refusal(string folder) => Of(folder)?.Fault is { } fault
        ? $"Slurm's nodes must see the study folder '{folder}' and start Mintage, but {fault}. Put both where every "
            + "node sees them."
        : $"Slurm's nodes must see the study folder '{folder}', but the probe job ended without an answer in it. Put "
            + "the study where every node sees it (--out), on a shared file system.";
}
