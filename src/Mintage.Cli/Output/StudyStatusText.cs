using Mintage.Studies;

namespace Mintage.Cli.Output;

/// <summary>Prints a study's progress on stdout.</summary>
internal static class StudyStatusText
{
    public static void Print(StudyStatus status)
    {
        Terminal.Line(
            $"{status.Name}: {status.Done} of {status.Total} tasks done, {status.Running.Count} running, "
            + $"{status.Failed.Count} failed, {status.Waiting} "
            + $"waiting{(status.Blocked > 0 ? $" ({status.Blocked} of them for failed tasks)" : "")}.");
        foreach (var task in status.Running)
            Terminal.Line(
                $"  running  {task.Share:P0}  {task.Title}{(task.Status.Length > 0 ? $": {task.Status}" : "")}");
        foreach (var task in status.Failed) Terminal.Line($"  failed   {task.Title}: {task.Message}");
        foreach (var title in status.Changed)
            Terminal.Line($"  changed  {title}: its files were changed after Mintage wrote them");
        if (status.Cluster is { } cluster) Print(cluster);
        if (status.Done == status.Total) return;
        var workers = Math.Max(1, status.Running.Count);
        Terminal.Line(
            $"{Terminal.About(status.SecondsLeft, begins: true)} left with {workers} "
            + $"worker{(workers == 1 ? "" : "s")}.");
        if (status.Running.Count == 0 && status.Cluster is not { Jobs.Count: > 0 })
            Terminal.Line("Nothing is running. Run the study again to continue.");
    }

    private static void Print(ClusterStatus cluster)
    {
        foreach (var job in cluster.Jobs)
        {
            var waits = job.Waiting > 0 ? $", {job.Waiting} waiting ({job.Reason})" : "";
            var nodes = job.Nodes.Count > 0 ? $" on {string.Join(", ", job.Nodes)}" : "";
            Terminal.Line(
                $"  job {job.Job}  {job.Name}: {job.Running} of {job.Elements} running{nodes}{waits}");
        }
        foreach (var task in cluster.Lost) Terminal.Line($"  lost     {task.Title}: {task.Message}");
        if (cluster.IsCancelled) Terminal.Line("Its jobs were cancelled.");
        if (cluster.Note is { } note) Terminal.Paragraph("", note);
    }
}
