using Mintage.Runtime;

namespace Mintage.Execution;

/// <summary>
/// Results of tasks, one folder per key under <c>tasks/</c>. The folder exists only if the task is done; before that it
/// is built under a temporary name, where an interrupted task finds its checkpoint again. Beside it lie, as hidden files,
/// the lock of the process that works on it, how far that is, and why the last attempt failed.
/// </summary>
public sealed class TaskStore(string studyFolder)
{
    private const int MaxAttempts = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether the task's result is there.</summary>
    public bool IsDone(TaskNode task) => Directory.Exists(Folder(task));

    /// <summary>Folder of a task's result.</summary>
    public string Folder(TaskNode task) => Path.Combine(studyFolder, "tasks", task.FolderName);

    /// <summary>Builds a task's result; does nothing when it is done already.</summary>
    /// <param name="task">The task.</param>
    /// <param name="fill">Writes the result into the folder it is given.</param>
    /// <exception cref="UserInputException">Another process keeps working on the same task.</exception>
    public void Build(TaskNode task, Action<string> fill)
    {
        if (IsDone(task)) return;
        using var claim = Claim(task);
        if (IsDone(task)) return;
        WholeFile.WriteFolder(Folder(task), folder =>
        {
            fill(folder);
            TaskManifest.Write(folder, task.Key);
        });
        File.Delete(FailurePath(task));
        File.Delete(ProgressPath(task));
    }

    /// <summary>What was changed in a finished task's folder since it was written; empty where nothing was.</summary>
    public IReadOnlyList<string> Changes(TaskNode task) => IsDone(task) ? TaskManifest.Changes(Folder(task), task.Key) : [];

    /// <summary>Removes a task's result, so that it is built anew.</summary>
    public void Remove(TaskNode task)
    {
        using var claim = Claim(task);
        if (IsDone(task)) Directory.Delete(Folder(task), recursive: true);
    }

    /// <summary>Keeps why a task failed until it succeeds.</summary>
    public void KeepFailure(TaskFailure failure) =>
        Json.Write(FailurePath(failure.Task), new FailureRecord(failure.Task.Key, failure.Task.Title, failure.Message, failure.IsUserInput));

    /// <summary>Why a task failed when it was last tried, or null.</summary>
    public string? Failure(TaskNode task) => !IsDone(task) && File.Exists(FailurePath(task)) ? Json.Read<FailureRecord>(FailurePath(task)).Message : null;

    /// <summary>Keeps how far a running task is.</summary>
    public void KeepProgress(TaskNode task, TaskProgress progress) => Json.Write(ProgressPath(task), progress);

    /// <summary>How far a task is that some process works on right now; null where none does.</summary>
    public TaskProgress? Running(TaskNode task)
    {
        var path = LockPath(task);
        if (!File.Exists(path)) return null;
        try
        {
            using var probe = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return null; // left behind by a process that was killed
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return File.Exists(ProgressPath(task)) ? Json.Read<TaskProgress>(ProgressPath(task)) : new TaskProgress(0, "");
        }
    }

    private sealed record FailureRecord(string Key, string Title, string Message, bool IsUserInput);

    private string FailurePath(TaskNode task) => Path.Combine(studyFolder, "tasks", $".{task.FolderName}.failed.json");

    private string ProgressPath(TaskNode task) => Path.Combine(studyFolder, "tasks", $".{task.FolderName}.progress.json");

    private string LockPath(TaskNode task) => Path.Combine(studyFolder, "tasks", $".{task.FolderName}.lock");

    /// <summary>
    /// One process per task: a worker whose parent was killed may still be finishing a step when the next run starts,
    /// and a cluster may start a task twice. Released by the system however the holder ends.
    /// </summary>
    private FileStream Claim(TaskNode task)
    {
        var path = LockPath(task);
        var start = System.Diagnostics.Stopwatch.StartNew();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The holder's file may vanish between the refusal and this look, hence more than one attempt.
                var isHeld = File.Exists(path);
                if (isHeld && start.Elapsed > Patience)
                    throw new UserInputException($"Another process is working on '{task.Title}' in '{studyFolder}'. Wait for it to end, or stop it.", e);
                if (!isHeld && attempt > MaxAttempts) throw WholeFile.CannotWrite(path, e);
                Thread.Sleep(Pause);
            }
        }
    }
}
