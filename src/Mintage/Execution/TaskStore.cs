using Mintage.Runtime;

namespace Mintage.Execution;

/// <summary>
/// Results of tasks, one folder per key under <c>tasks/</c>. The folder exists only if the task is done. Before that it
/// is built under a temporary name, where an interrupted task finds its checkpoint again. Hidden files beside it hold
/// the claim of the process that works on it, its progress, and the reason for the last failure. Safe to use from
/// several threads and processes.
/// </summary>
public sealed class TaskStore(string studyFolder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>True if the task's result exists.</summary>
    public bool IsDone(TaskNode task) => Directory.Exists(Folder(task));

    /// <summary>Those of some tasks that are not done.</summary>
    public IEnumerable<TaskNode> Waiting(IEnumerable<TaskNode> tasks) => tasks.Where(task => !IsDone(task));

    /// <summary>Where features of a pretrained backbone are kept: any may be removed and is computed again.</summary>
    public string FeatureFolder => Path.Combine(studyFolder, "features");

    /// <summary>Gives the folder of a task's result.</summary>
    public string Folder(TaskNode task) => Path.Combine(studyFolder, "tasks", task.FolderName);

    /// <summary>Builds a task's result. Does nothing if it is already done.</summary>
    /// <param name="task">The task.</param>
    /// <param name="fill">Writes the result into the folder it gets, unless it is cancelled.</param>
    /// <exception cref="UserInputException">Another process is still working on the task, or has taken it
    /// over.</exception>
    public void Build(TaskNode task, Action<string, CancellationToken> fill)
    {
        if (IsDone(task)) return;
        using var claim = Claimed(task);
        if (IsDone(task)) return;
        WholeFile.WriteFolder(Folder(task), folder =>
        {
            try
            {
                fill(folder, claim.Lost);
            }
            catch (OperationCanceledException) when (!claim.IsHeld)
            {
                // said below
            }
            if (!claim.IsHeld)
                throw new UserInputException(
                    $"Another process has taken '{task.Title}' over, because this one was silent for too long. It "
                    + "goes on there.");
            TaskManifest.Write(folder, task.Key);
        });
        File.Delete(FailurePath(task));
        File.Delete(ProgressPath(task));
    }

    /// <summary>Lists changes made to a finished task's folder since it was written. Empty if there are none.</summary>
    public IReadOnlyList<string> Changes(TaskNode task) =>
        IsDone(task) ? TaskManifest.Changes(Folder(task), task.Key) : [];

    /// <summary>
    /// Refuses finished tasks that are not as they were written: an edited result would be taken for a measured one.
    /// </summary>
    /// <exception cref="UserInputException">Some were changed; the message names each and what changed.</exception>
    internal void RequireUnchanged(IEnumerable<TaskNode> tasks)
    {
        string[] faults =
            [.. tasks.Select(task => (Task: task, Changes: Changes(task))).Where(c => c.Changes.Count > 0)
            .Select(c => $"tasks/{c.Task.FolderName} ({c.Task.Title}): {string.Join(", ", c.Changes)}.")];
        if (faults.Length > 0)
            throw UserInputException.FromList(
                "finished tasks must be as Mintage wrote them, but some were changed since ('study run' with "
                + "--redo-changed builds them again)", faults);
    }

    /// <summary>Deletes a task's result, so that it is built again.</summary>
    public void Remove(TaskNode task)
    {
        using var claim = Claimed(task);
        if (IsDone(task)) Directory.Delete(Folder(task), recursive: true);
    }

    /// <summary>Stores the reason for a failure until the task succeeds.</summary>
    public void KeepFailure(TaskFailure failure) =>
        Json.Write(
            FailurePath(failure.Task),
            new FailureRecord(failure.Task.Key, failure.Task.Title, failure.Message, failure.IsUserInput));

    /// <summary>Gives the reason for the last failure; null if the task succeeded or never failed.</summary>
    public string? Failure(TaskNode task) =>
        !IsDone(task) && File.Exists(FailurePath(task)) ? Json.Read<FailureRecord>(FailurePath(task)).Message : null;

    /// <summary>Stores the progress of a running task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="progress">Its progress.</param>
    /// <param name="from">The share that it began with: what a checkpoint had kept.</param>
    public void KeepProgress(TaskNode task, TaskProgress progress, double from = 0) =>
        Json.Write(ProgressPath(task), new ProgressRecord(progress.Share, progress.Status, from));

    /// <summary>Gives the progress of a task that a process is working on right now; null if none is.</summary>
    public TaskProgress? Running(TaskNode task) => RunningRecord(task) is { } kept
        ? new TaskProgress(kept.Share, kept.Status)
        : null;

    /// <summary>How fast a task runs that a process is working on right now.</summary>
    internal TaskPace RunningPace(TaskNode task)
    {
        var (share, seconds) = (RunningRecord(task) ?? new(0, "", 0), RunningSeconds(task));
        return new TaskPace(share.Share, share.Share - share.From, seconds);
    }

    private ProgressRecord? RunningRecord(TaskNode task)
    {
        if (Claim.Holder(LockPath(task)) is null) return null;
        return File.Exists(ProgressPath(task))
            ? Json.Read<ProgressRecord>(ProgressPath(task))
            : new ProgressRecord(0, "", 0);
    }

    private sealed record ProgressRecord(double Share, string Status, double From);

    /// <summary>Seconds since a process began to work on a task, for as long as it does.</summary>
    public double RunningSeconds(TaskNode task) => Claim.Holder(LockPath(task)) is { } holder
        ? Math.Max(0, (Clock.UtcNow - holder.Since).TotalSeconds)
        : 0;

    private sealed record FailureRecord(string Key, string Title, string Message, bool IsUserInput);

    private string FailurePath(TaskNode task) => Path.Combine(studyFolder, "tasks", $".{task.FolderName}.failed.json");

    private string ProgressPath(TaskNode task) =>
        Path.Combine(studyFolder, "tasks", $".{task.FolderName}.progress.json");

    private string LockPath(TaskNode task) => Path.Combine(studyFolder, "tasks", $".{task.FolderName}.lock");

    /// <summary>
    /// Keeps a task for one process. A worker whose parent was killed may still be finishing a step when the next run
    /// starts, and a cluster may start a task twice.
    /// </summary>
    private Claim Claimed(TaskNode task)
    {
        var path = LockPath(task);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (Claim.Take(path, Patience) is { } claim) return claim;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WholeFile.CannotWrite(path, e);
        }
        var holder = Claim.Holder(path)?.Holder;
        throw new UserInputException(
            $"Another process is working on '{task.Title}' in '{studyFolder}'"
            + $"{(holder is null ? "" : $" (process {holder.ProcessId} on '{holder.Host}')")}. Wait for it to end, or "
            + "stop it.");
    }
}

/// <summary>manifest.json of a finished task: its key and the SHA-256 of every file, so that later changes can be
/// detected.</summary>
internal static class TaskManifest
{
    private const string FileName = "manifest.json";

    private sealed record Manifest(string Key, SortedDictionary<string, string> Files);

    public static void Write(string folder, string key) =>
        Json.Write(Path.Combine(folder, FileName), new Manifest(key, Hashes(folder)));

    /// <summary>Describes each difference between a folder and its manifest in a phrase.</summary>
    public static IReadOnlyList<string> Changes(string folder, string key)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return [$"{FileName} is missing"];
        Manifest manifest;
        try
        {
            manifest = Json.Read<Manifest>(path);
        }
        catch (UserInputException e)
        {
            return [e.Message];
        }
        var there = Hashes(folder);
        return
        [
            .. manifest.Key == key ? Array.Empty<string>() : ["it belongs to another task"],
            .. manifest.Files.Where(f => !there.ContainsKey(f.Key)).Select(f => $"{f.Key} is missing"),
            .. manifest.Files.Where(f => there.TryGetValue(f.Key, out var hash) && hash != f.Value)
                .Select(f => $"{f.Key} was changed"),
            .. there.Keys.Except(manifest.Files.Keys).Select(f => $"{f} was added"),
        ];
    }

    private static SortedDictionary<string, string> Hashes(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
            .Where(f => f.Name != FileName)
            .ToDictionary(f => f.Name, f => WholeFile.Sha256(f.File)),
        StringComparer.Ordinal);
}
