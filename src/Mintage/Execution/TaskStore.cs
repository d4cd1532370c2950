using Mintage.Runtime;

namespace Mintage.Execution;

/// <summary>
/// Results of tasks, one folder per key under <c>tasks/</c>. The folder exists only if the task is done; before that it
/// is built under a temporary name, where an interrupted task finds its checkpoint again.
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
        if (!IsDone(task)) WholeFile.WriteFolder(Folder(task), fill);
    }

    /// <summary>
    /// One process per task: a worker whose parent was killed may still be finishing a step when the next run starts,
    /// and a cluster may start a task twice. Released by the system however the holder ends.
    /// </summary>
    private FileStream Claim(TaskNode task)
    {
        var path = Path.Combine(studyFolder, "tasks", $".{task.FolderName}.lock");
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
