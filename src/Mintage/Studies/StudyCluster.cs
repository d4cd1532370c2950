using Mintage.Execution.Clusters;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>What was submitted to a cluster.</summary>
/// <param name="Tasks">Tasks in it.</param>
/// <param name="Elements">Elements of all arrays.</param>
/// <param name="Arrays">Job arrays.</param>
/// <param name="Jobs">Numbers of the jobs, first to last.</param>
public sealed record StudySubmission(int Tasks, int Elements, int Arrays, IReadOnlyList<string> Jobs);

/// <summary>
/// Hands a study to a cluster: its tasks as job arrays, and a last job that analyses them. Submitting needs no
/// libtorch.
/// </summary>
public static class StudyCluster
{
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(30), Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Submits the tasks that are not done.</summary>
    /// <param name="study">The resolved plan.</param>
    /// <param name="run">Folder and plan; its executors are not used.</param>
    /// <param name="options">What to ask for.</param>
    /// <returns>Null if all tasks are done.</returns>
    /// <exception cref="UserInputException">
    /// There is no Slurm, or it refuses; the study has jobs in the queue already; the folder holds another study or is
    /// in use.
    /// </exception>
    public static StudySubmission? Submit(StudyGraph study, StudyRun run, ClusterOptions options) =>
        Submit(study, run, options, Slurm.Here);

    internal static StudySubmission? Submit(StudyGraph study, StudyRun run, ClusterOptions options, Slurm slurm)
    {
        var maxArraySize = slurm.MaxArraySize(); // before anything is written: is there a Slurm?
        RequireIdle(run.Folder, slurm);
        StudyRunner.RequireUsable(study, run.Folder, study.Nodes);
        using var claim = StudyFolder.Claim(run.Folder, study, run.PlanText, run.AcceptChanges);
        LookBook.Read(run.Folder, study.Data.Identity).Plan(study.Plan);
        var store = StudyRunner.CheckedStore(run, study.Nodes);
        var arrays = JobArrays.Of(study.Nodes, store.IsDone, options.PackSeconds, maxArraySize);
        if (arrays.Count == 0) return null;
        var hash = ClusterFiles.PlanHash(run.Folder);
        ClusterFiles.Write(run.Folder, ClusterFiles.Of(study, store, run.Folder, hash, arrays, options));
        var submission = new Submitter(slurm, Path.GetFullPath(run.Folder), hash).Submit(arrays, options.Probe);
        return new StudySubmission(
            arrays.Sum(a => a.Tasks.Count()), arrays.Sum(a => a.Elements.Count), arrays.Count,
            [.. submission.Jobs.Select(j => j.Job)]);
    }

    /// <summary>Waits for the answer of the probe job, but not for long: it may have to queue.</summary>
    /// <param name="folder">Study folder.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether the nodes can do the work; false if there is no answer yet.</returns>
    /// <exception cref="UserInputException">They cannot; all jobs are cancelled.</exception>
    public static bool AwaitProbe(string folder, CancellationToken cancellation) =>
        AwaitProbe(folder, Slurm.Here, cancellation);

    internal static bool AwaitProbe(string folder, Slurm slurm, CancellationToken cancellation)
    {
        var submission = Submission.Read(folder)!;
        var probe = submission.Jobs.First(j => j.Name == "probe").Job;
        var waited = System.Diagnostics.Stopwatch.StartNew();
        var goneAt = TimeSpan.MaxValue;
        while (waited.Elapsed < ProbePatience && !cancellation.IsCancellationRequested)
        {
            if (ProbeResult.Of(folder) is { Fault: null }) return true;
            // A shared file system may show the answer later than the queue shows the end.
            if (goneAt == TimeSpan.MaxValue && slurm.Queue([probe]).Count == 0) goneAt = waited.Elapsed;
            if (ProbeResult.Of(folder) is { Fault: not null } || waited.Elapsed - TimeSpan.FromSeconds(3) > goneAt)
            {
                Cancel(folder, slurm);
                throw new UserInputException($"{ProbeResult.Refusal(folder)} Nothing was left in the queue.");
            }
            Thread.Sleep(Pause);
        }
        return false;
    }

    /// <summary>The files of a submission, as one text; writes nothing and needs no Slurm.</summary>
    /// <param name="study">The resolved plan.</param>
    /// <param name="folder">Study folder; need not exist.</param>
    /// <param name="options">What to ask for.</param>
    public static string Preview(StudyGraph study, string folder, ClusterOptions options) =>
        ClusterFiles.Preview(study, folder, options);

    /// <summary>The tasks that are not done as indexed Jobs of Kubernetes, in YAML; writes nothing.</summary>
    /// <param name="study">The resolved plan.</param>
    /// <param name="folder">Study folder as the pods see it.</param>
    /// <param name="options">What to ask for; the container is the image.</param>
    public static string KubernetesManifest(StudyGraph study, string folder, ClusterOptions options) =>
        ClusterFiles.Kubernetes(study, folder, options)[^1].Text;

    /// <summary>Writes the manifest into the study folder, with the lists that its Jobs read.</summary>
    /// <param name="study">The resolved plan.</param>
    /// <param name="run">Folder and plan; its executors are not used.</param>
    /// <param name="options">What to ask for; the container is the image.</param>
    /// <returns>Path of the manifest.</returns>
    /// <exception cref="UserInputException">The folder holds another study or is in use.</exception>
    public static string WriteKubernetes(StudyGraph study, StudyRun run, ClusterOptions options)
    {
        StudyRunner.RequireUsable(study, run.Folder, study.Nodes);
        using var claim = StudyFolder.Claim(run.Folder, study, run.PlanText, run.AcceptChanges);
        LookBook.Read(run.Folder, study.Data.Identity).Plan(study.Plan);
        StudyRunner.CheckedStore(run, study.Nodes);
        return ClusterFiles.Write(run.Folder, ClusterFiles.Kubernetes(study, run.Folder, options));
    }

    /// <summary>Takes a study's jobs out of the queue; those that run write their checkpoints.</summary>
    /// <param name="folder">Study folder.</param>
    /// <returns>How many elements waited or ran.</returns>
    /// <exception cref="UserInputException">The study was not submitted, or there is no Slurm here.</exception>
    public static int Cancel(string folder) => Cancel(folder, Slurm.Here);

    internal static int Cancel(string folder, Slurm slurm)
    {
        var submission = Submission.Read(folder)
            ?? throw new UserInputException($"'{folder}' must hold a study that was submitted, but it was not.");
        var there = slurm.Queue([.. submission.Numbers]);
        slurm.Cancel([.. there.Select(e => e.Job).Distinct()]);
        (submission with { IsCancelled = true }).Write(folder);
        return there.Count;
    }

    /// <summary>Refuses a study that has jobs in a queue; passes where Slurm cannot be asked.</summary>
    /// <param name="folder">Study folder; need not exist.</param>
    /// <exception cref="UserInputException">It has.</exception>
    public static void RequireIdle(string folder) => RequireIdle(folder, Slurm.Here);

    internal static void RequireIdle(string folder, Slurm slurm)
    {
        if (Submission.Read(folder) is not { } submission) return;
        int count;
        try
        {
            count = slurm.Queue([.. submission.Numbers]).Count;
        }
        catch (UserInputException)
        {
            return; // not a machine of the cluster: claims keep the tasks apart
        }
        if (count > 0)
            throw new UserInputException(
                $"The study in '{folder}' has {count} job{(count == 1 ? "" : "s")} in Slurm's queue. Wait for them "
                + $"(mintage study status {folder}), or cancel them first: mintage study cancel {folder}");
    }

    /// <summary>Refuses tasks that were submitted with another plan than the folder's now.</summary>
    /// <param name="folder">Study folder.</param>
    /// <param name="submitted">Hash that was submitted.</param>
    /// <exception cref="UserInputException">It was changed.</exception>
    public static void RequirePlan(string folder, string submitted)
    {
        if (ClusterFiles.PlanHash(folder) != submitted)
            throw new UserInputException(
                $"The plan in '{folder}' must be the one that was submitted, but was changed since. Cancel these jobs "
                + $"and submit the study again: mintage study cancel {folder}");
    }

    /// <summary>Keys of the tasks of an element.</summary>
    /// <param name="path">List of elements, a line each.</param>
    /// <param name="element">Zero-based.</param>
    /// <exception cref="UserInputException">There is no such list or element.</exception>
    public static IReadOnlyList<string> Element(string path, int element)
    {
        var elements = Submission.ReadList(path);
        return element >= 0 && element < elements.Count
            ? elements[element]
            : throw new UserInputException(
                $"--element must lie between 0 and {elements.Count - 1}, as '{path}' has {elements.Count} lines, but "
                + $"is {element}.");
    }
}
