using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Mintage.Execution;
using Mintage.Execution.Clusters;
using Mintage.Studies;

namespace Mintage.Benchmarks;

/// <summary>
/// <c>cluster</c>: how long a finished study would take on so many workers, from what its tasks took; and how long
/// many tasks take to be grouped.
/// </summary>
internal static class ClusterCommand
{
    private static readonly Argument<string> Study = new("STUDY") { Description = "Folder of a finished study" };

    private static readonly Option<int[]> Workers = new("--workers")
    {
        Description = "Numbers of workers",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [1, 2, 4, 8, 16, 32, 64, 125, 250, 500, 1000],
    };

    private static readonly Option<double> Start = new("--start-seconds")
    {
        Description = "Seconds that an element of a job array takes to begin its first task",
        DefaultValueFactory = _ => 5,
    };

    public static Command Create()
    {
        var command = new Command("cluster", "A finished study on many workers, simulated from its timings")
        {
            Study, Workers, Start,
        };
        command.SetAction(parsed =>
            Print(parsed.GetValue(Study)!, parsed.GetValue(Workers)!, parsed.GetValue(Start)));
        return command;
    }

    private static void Print(string folder, IReadOnlyList<int> workers, double startSeconds)
    {
        var nodes = StudyFolder.Read(folder).Tasks.Select(t => t.Node).ToList();
        using var timings = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "timings.json")));
        var took = timings.RootElement.EnumerateArray()
            .ToDictionary(t => t.GetProperty("task").GetString()!, t => t.GetProperty("processor_seconds").GetDouble());
        List<TaskNode> measured = [.. nodes.Where(n => took.ContainsKey(n.FolderName))
            .Select(n => n with { EstimatedSeconds = took[n.FolderName] })];
        var (total, path) = (measured.Sum(t => t.EstimatedSeconds), Makespan(measured, measured.Count));
        Console.WriteLine(
            $"{measured.Count} of {nodes.Count} tasks, {total / 3600:F2} processor hours; critical path "
            + $"{path / 60:F1} min, so no more than {total / path:F0} workers can help.");
        var ends = new[] { 60.0, 120, 600 }
            .Select(pack => new ClusterSimulation(nodes, measured, pack, startSeconds)).ToList();
        Markdown.Title(
            $"{Path.GetFileName(Path.GetFullPath(folder))}", "workers", "total / workers", "queue", "arrays, packed to 60 s", "to 120 s",
            "to 600 s", "speed-up of the queue");
        foreach (var count in workers)
        {
            var queue = Makespan(measured, count);
            Markdown.Row(
                [$"{count:N0}", Minutes(total / count), Minutes(queue), .. ends.Select(e => Minutes(e.Seconds(count))),
                    $"{total / queue:F1}"]);
        }
        var clock = Stopwatch.StartNew();
        List<TaskNode> many = [.. Enumerable.Range(0, 10_000).Select(i => new TaskNode(
            i % 10 == 0 ? "train-gan" : "fit", $"{i:D64}", "", i % 10 == 0 ? [] : [$"{i - (i % 10):D64}"], 30 + (i % 7)))];
        var arrays = JobArrays.Of(many, _ => false, 600, 1000);
        Console.WriteLine($"\n10,000 made-up tasks in {arrays.Count} arrays: grouped in {clock.ElapsedMilliseconds} ms.");
    }

    private static double Makespan(IReadOnlyList<TaskNode> tasks, int workers) =>
        WorkLeft.Seconds(tasks, workers, new Dictionary<string, TaskPace>());

    private static string Minutes(double seconds) => $"{seconds / 60:F1} min";
}
