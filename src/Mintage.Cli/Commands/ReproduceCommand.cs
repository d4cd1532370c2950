using System.CommandLine;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Execution;
using Mintage.Runtime;
using Mintage.Studies;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage reproduce</c>: the article's study.</summary>
internal static class ReproduceCommand
{
    public static Command Create()
    {
        var profile = new Option<string>("--profile")
        {
            Description = "smoke (seconds, plumbing only), reduced (15 minutes), evidence (5 replicates, also leaky GANs; hours), full (both data set sizes, 100 epochs; a day)",
            HelpName = string.Join('|', Profiles.Names),
            DefaultValueFactory = _ => "reduced",
        };
        var output = new Option<string?>("--out") { Description = "Study folder (default: mintage-PROFILE); an interrupted study in it goes on", HelpName = "DIR" };
        var workers = new Option<int>("--workers") { Description = "Single-threaded worker processes; results do not depend on it", HelpName = "N", DefaultValueFactory = _ => DefaultWorkers };
        var seed = CommonOptions.Seed();
        var dataFolder = CommonOptions.DataFolder();
        var json = CommonOptions.Json();
        var command = new Command("reproduce", "Run the article's study on MNIST: every row of it, next to the article's figures and to the control it lacked")
        {
            profile, output, workers, seed, dataFolder, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var plan = Profiles.Get(parsed.GetValue(profile)!) with { Seed = CommonOptions.CheckedSeed(parsed.GetValue(seed)) };
            var folder = parsed.GetValue(output) ?? $"mintage-{plan.Name}";
            var count = CommonOptions.AtLeast("--workers", parsed.GetValue(workers), 1);
            var outcome = await RunAsync(plan, folder, parsed.GetValue(dataFolder), count, cancellation);
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(outcome.Results, Json.File));
            else StudySummary.Print(outcome.Results, folder);
            foreach (var failure in outcome.Failures) Terminal.Say($"mintage: '{failure.Task.Title}' failed: {failure.Message}");
            if (outcome.Failures.Count == 0) return ExitCode.Done;
            Terminal.Say("mintage: the results above lack what failed. Run the same command again to retry it; everything else is kept.");
            return outcome.Failures.Any(f => f.IsUserInput) ? ExitCode.UserInput : ExitCode.Fault;
        });
        return command.WithExamples(
            "mintage reproduce",
            "mintage reproduce --profile smoke --out /tmp/smoke",
            "mintage reproduce --profile evidence --out evidence --workers 8");
    }

    /// <summary>One per core, as long as each has a gigabyte.</summary>
    private static int DefaultWorkers =>
        (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30, 1, Environment.ProcessorCount);

    private static async Task<StudyOutcome> RunAsync(StudyPlan plan, string folder, string? dataFolder, int workers, CancellationToken cancellation)
    {
        if (plan.Faults() is { Count: > 0 } faults) throw UserInputException.FromFaults($"plan '{plan.Name}'", faults);
        if (plan.PlumbingOnly) Terminal.Say("SMOKE PROFILE: this run proves the plumbing only. Its numbers say nothing about GANs.");
        var graph = new StudyGraph(plan, StudyData.Load(plan, dataFolder, Terminal.Say));
        var nodes = graph.Tasks.Select(t => t.Node).ToList();
        var store = new TaskStore(folder);
        var executors = Enumerable.Range(0, workers).Select(_ => (ITaskExecutor)Worker(folder, dataFolder)).ToList();
        try
        {
            Terminal.Say($"{nodes.Count} tasks, {nodes.Count(store.IsDone)} done already, {workers} worker{(workers == 1 ? "" : "s")}, in {Path.GetFullPath(folder)}");
            return await StudyDisplay.ShowAsync(nodes, store.IsDone, observer =>
                StudyRunner.RunAsync(graph, new StudyRun(folder, dataFolder, executors, observer), cancellation));
        }
        finally
        {
            await Task.WhenAll(executors.Select(e => e.DisposeAsync().AsTask()));
        }
    }

    /// <summary>This program once more, as a worker.</summary>
    private static WorkerProcess Worker(string folder, string? dataFolder)
    {
        var self = Environment.ProcessPath!;
        List<string> arguments = Path.GetFileNameWithoutExtension(self).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? [typeof(ReproduceCommand).Assembly.Location]
            : [];
        arguments.AddRange(["task", "work", folder]);
        if (dataFolder is not null) arguments.AddRange(["--data-folder", dataFolder]);
        return new WorkerProcess(self, arguments);
    }
}
