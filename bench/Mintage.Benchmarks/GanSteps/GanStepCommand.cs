using System.CommandLine;
using System.Text.Json;
using Mintage.Runtime;

namespace Mintage.Benchmarks.GanSteps;

/// <summary><c>gan-step</c>: the speed of training steps, and what share of the machine's matrix product they reach.</summary>
internal static class GanStepCommand
{
    private static readonly Argument<string[]> Designs = new("DESIGN")
    {
        Description = "Designs as for peers; the first is what the others are compared with",
        DefaultValueFactory = _ => ["plain-eager", "cgan"],
    };

    private static readonly Option<int[]> Threads = new("--threads") { Description = "Threads per tensor operation", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 2] };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Turns of each; medians are shown", DefaultValueFactory = _ => 5 };
    private static readonly Option<int> Updates = new("--updates") { Description = "Generator updates per turn", DefaultValueFactory = _ => 20 };
    private static readonly Option<bool> Child = new("--child") { Description = "Time one design in this process and print one line of JSON", Hidden = true };

    public static Command Create()
    {
        var command = new Command("gan-step", "Images per second of training steps, against the same networks in plain TorchSharp") { Designs, Threads, Rounds, Updates, Child };
        command.SetAction(parsed =>
        {
            var (designs, threads, updates) = (parsed.GetValue(Designs)!, parsed.GetValue(Threads)!, parsed.GetValue(Updates));
            if (parsed.GetValue(Child)) Console.WriteLine(JsonSerializer.Serialize(StepTime.Measure(designs[0], threads[0], updates), Json.Line));
            else Run(designs, threads, parsed.GetValue(Rounds), updates);
        });
        return command;
    }

    /// <summary>Each in a process of its own; they take turns, so that what else the machine does hits all of them.</summary>
    private static void Run(string[] designs, int[] threads, int rounds, int updates)
    {
        var turns = threads.SelectMany(t => designs.Append(StepTime.MatrixProduct).Select(d => (Threads: t, Design: d))).ToArray();
        var times = turns.ToDictionary(turn => turn, _ => new List<StepTime>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var turn in turns)
            {
                var line = OwnProcess.Run("gan-step", turn.Design, "--child", "--threads", $"{turn.Threads}", "--updates", $"{updates}");
                times[turn].Add(JsonSerializer.Deserialize<StepTime>(line, Json.Line)!);
            }
        }
        Markdown.Title($"{updates} updates a turn, medians of {rounds} turns", "threads", "design", "ms per update", "images/s", "times the first",
            "10⁹ multiply-adds per update", "10⁹ multiply-adds/s", "share of the matrix product");
        foreach (var (t, design) in turns)
            Print(t, design, StepTime.Median(times[(t, design)]), StepTime.Median(times[(t, designs[0])]), StepTime.Median(times[(t, StepTime.MatrixProduct)]));
    }

    private static void Print(int threads, string design, StepTime time, StepTime first, StepTime product)
    {
        string[] work = time.MultiplyAdds is { } count
            ? [$"{count / 1e9:F2}", $"{count / time.Seconds / 1e9:F1}", $"{100 * count / time.Seconds / (product.MultiplyAdds!.Value / product.Seconds):F0} %"]
            : ["not counted", "", ""];
        string[] images = time.Images > 0 ? [$"{time.Images / time.Seconds:N0}", $"{first.Seconds / time.Seconds:F2}"] : ["", ""];
        Markdown.Row([$"{threads}", design, $"{1000 * time.Seconds:F1}", .. images, .. work]);
    }
}
