using System.CommandLine;
using System.Text.Json;
using Mintage.Execution;
using Mintage.Studies;

namespace Mintage.Benchmarks;

/// <summary>
/// <c>time-left</c>: how far the time left that a run shows is from the truth, replayed from what the tasks of finished
/// studies took on an idle processor (their processor seconds).
/// </summary>
internal static class TimeLeftCommand
{
    private static readonly double[] Moments = [0, 0.05, 0.1, 0.25, 0.5, 0.75];

    private static readonly Argument<string[]> Studies = new("STUDY")
    {
        Description = "Folders of finished studies",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<int> Workers = new("--workers") { DefaultValueFactory = _ => 2 };

    public static Command Create()
    {
        var command = new Command("time-left", "Estimates of the time left against the truth") { Studies, Workers };
        command.SetAction(parsed =>
        {
            Markdown.Title("time left said / time left in truth", ["study", "tasks", "truth in all", .. Moments.Select(m => $"after {m:P0}")]);
            foreach (var folder in parsed.GetValue(Studies)!) Print(folder, parsed.GetValue(Workers));
        });
        return command;
    }

    private static void Print(string folder, int workers)
    {
        using var timings = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "timings.json")));
        var took = timings.RootElement.EnumerateArray()
            .ToDictionary(t => t.GetProperty("task").GetString()!, t => t.GetProperty("processor_seconds").GetDouble());
        var plan = StudyFolder.ReadPlan(folder); // resolved anew, for the estimates of this build
        var study = StudyPlanner.Resolve(plan, StudyData.Load(plan), StudyFolder.InceptionWeights(folder));
        List<TaskNode> tasks = [.. study.Nodes.Where(n => took.ContainsKey(n.FolderName))];
        var runs = Replay(tasks, t => took[t.FolderName], workers);
        var end = runs.Values.Max(r => r.End);
        Markdown.Row([Path.GetFileName(Path.GetFullPath(folder)), $"{tasks.Count}", $"{end / 60:F1} min", .. Moments.Select(moment =>
        {
            var now = moment * end;
            var begun = runs.Where(r => r.Value.Start < now).ToDictionary(r => r.Key, r => Pace(r.Value, now));
            return $"{WorkLeft.Seconds(tasks, workers, begun) / (end - now):F2}";
        })]);
    }

    private static TaskPace Pace((double Start, double End) run, double now) => run.End <= now
        ? new TaskPace(1, 1, run.End - run.Start)
        : new TaskPace((now - run.Start) / (run.End - run.Start), (now - run.Start) / (run.End - run.Start), now - run.Start);

    /// <summary>When each task starts and ends, in the order of the queue.</summary>
    private static Dictionary<string, (double Start, double End)> Replay(List<TaskNode> tasks, Func<TaskNode, double> seconds, int workers)
    {
        var (now, clock, runs) = (0.0, new PriorityQueue<TaskNode, double>(), new Dictionary<string, (double, double)>());
        var done = new HashSet<string>();
        var known = tasks.Select(t => t.Key).ToHashSet();
        var waiting = TaskSchedule.ByUrgency(tasks);
        while (waiting.Count > 0 || clock.Count > 0)
        {
            while (clock.Count < workers && waiting.Find(t => t.Needs.All(n => done.Contains(n) || !known.Contains(n))) is { } next)
            {
                waiting.Remove(next);
                runs[next.Key] = (now, now + seconds(next));
                clock.Enqueue(next, now + seconds(next));
            }
            clock.TryDequeue(out var over, out now);
            done.Add(over!.Key);
        }
        return runs;
    }
}
