using Mintage.Runtime;

namespace Mintage.Execution;

/// <summary>
/// Results of tasks, one folder per key under <c>tasks/</c>. The folder exists only if the task is done; before that it
/// is built under a temporary name, where an interrupted task finds its checkpoint again.
/// </summary>
public sealed class TaskStore(string studyFolder)
{
    /// <summary>Whether the task's result is there.</summary>
    public bool IsDone(TaskNode task) => Directory.Exists(Folder(task));

    /// <summary>Folder of a task's result.</summary>
    public string Folder(TaskNode task) => Path.Combine(studyFolder, "tasks", task.FolderName);

    /// <summary>Builds a task's result; does nothing when it is done already.</summary>
    /// <param name="task">The task.</param>
    /// <param name="fill">Writes the result into the folder it is given.</param>
    public void Build(TaskNode task, Action<string> fill)
    {
        if (!IsDone(task)) WholeFile.WriteFolder(Folder(task), fill);
    }
}
