using System.CommandLine;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Execution;
using Mintage.Networks.Weights;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;

namespace Mintage.Cli.Commands;

/// <summary>The shared part of <c>reproduce</c> and <c>study run</c>: their options, and running the study.</summary>
internal sealed class StudyLaunch
{
    private readonly Option<string?> output =
        new("--out")
        {
            Description = "Study folder (default: mintage-NAME); continues an interrupted study in it",
            HelpName = "DIR"
        };
    private readonly Option<int> workers =
        new("--workers")
        {
            Description = "Number of single-threaded worker processes; does not change results",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultWorkers
        };
    private readonly Option<string?> device =
        new("--device")
        {
            Description = "Device for GANs, classifiers and features: cpu, cuda (the first GPU) or cuda:N "
        + "(default: the plan's, usually cpu)",
            HelpName = "NAME"
        };
    private readonly Option<bool> dryRun =
        new("--dry-run") { Description = "Show the resolved plan, its tasks and their estimated cost; run nothing" };
    private readonly Option<bool> acceptChanges =
        new("--accept-changes")
        {
            Description = "Continue in a folder that was made with another plan; keeps "
        + "finished tasks that the change does not affect"
        };
    private readonly Option<bool> redoChanged =
        new("--redo-changed") { Description = "Rebuild finished tasks whose files were changed" };
    private readonly CommandPermission permission = new();
    private readonly Option<string?> dataFolder = CommonOptions.DataFolder();
    private readonly Option<bool> json = CommonOptions.Json();

    public void AddTo(Command command)
    {
        command.Options.Add(workers);
        AddPlanOptionsTo(command);
        command.Options.Add(dryRun);
        command.Options.Add(json);
    }

    /// <summary>Adds the options that say which study in which folder.</summary>
    public void AddPlanOptionsTo(Command command)
    {
        foreach (var option in new Option[] { output, device, acceptChanges, redoChanged, dataFolder })
            command.Options.Add(option);
        permission.AddTo(command);
    }

    public string? DataFolder(ParseResult parsed) => parsed.GetValue(dataFolder);

    public string Folder(ParseResult parsed, StudyPlan plan) => parsed.GetValue(output) ?? $"mintage-{plan.Name}";

    public int Workers(ParseResult parsed) => CommonOptions.AtLeast("--workers", parsed.GetValue(workers), 1);

    /// <summary>Runs a plan, or shows what a run would do.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="planText">The plan's text as it was given.</param>
    /// <param name="cancellation">Stops the study; finished tasks are kept.</param>
    /// <param name="pace">What a trial on this machine found already; null for a trial of its own.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        ParseResult parsed, StudyPlan plan, string planText, CancellationToken cancellation,
        IReadOnlyDictionary<string, double>? pace = null)
    {
        var count = Workers(parsed);
        var (graph, run) = Resolve(parsed, plan, planText, cancellation);
        if (parsed.GetValue(dryRun))
        {
            StudyRunner.RequireNoTestImages(graph, run.Folder);
            var store = new TaskStore(run.Folder);
            var cost = pace is null
                ? Trial(graph, count, cancellation)
                : StudyCost.Of(graph, PaceTrial.Paced(graph.Nodes, pace));
            StudyPreview.Print(graph, cost,
                StudyStatus.Times(graph.Nodes.Where(store.IsDone), store), count, parsed.GetValue(json));
            return ExitCode.Done;
        }
        StudyCluster.RequireIdle(run.Folder);
        graph = Permitted(parsed, graph, run, cancellation);
        Prepare(graph, cancellation);
        foreach (var note in graph.ScoreNotes) Terminal.Say(note);
        SayFewer(plan, graph.Plan);
        if (StudyCost.Of(graph).InceptionSeconds is > 0 and var seconds)
        {
            Terminal.Say($"FID, FID-infinity and KID take about {Terminal.Duration(seconds)} of one core in all;"
                + " to leave them out, set 'inception_replicates: 0' under 'frechet' in the plan.");
        }
        var outcome = await RunAsync(parsed, graph, run, count, pace, cancellation);
        if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(outcome.Results, Json.File));
        else StudySummary.Print(outcome.Results, run.Folder);
        foreach (var failure in outcome.Failures)
            Terminal.Say($"mintage: '{failure.Task.Title}' failed: {failure.Message}");
        if (outcome.Failures.Count == 0) return ExitCode.Done;
        Terminal.Say(
            "mintage: the results above lack the tasks that failed. Run the same command again to retry them; "
            + "everything else is kept.");
        return outcome.Failures.Any(f => f.IsUserInput) ? ExitCode.UserInput : ExitCode.Fault;
    }

    /// <summary>Says where ready-made images are fewer than the plan asks for.</summary>
    private static void SayFewer(StudyPlan wanted, StudyPlan fitted)
    {
        foreach (var (first, size) in wanted.Sizes.Zip(fitted.Sizes))
        {
            var (many, few) = (wanted.SyntheticAt(first), fitted.SyntheticAt(size));
            if (few < many)
                Terminal.Say($"Size '{size.Name}': every arm gets {few:N0} synthetic images in place of {many:N0}, "
                    + "since there are no more ready-made ones.");
        }
    }

    /// <summary>The study of a plan, and where it is to run.</summary>
    public (StudyGraph Graph, StudyRun Run) Resolve(
        ParseResult parsed, StudyPlan plan, string planText, CancellationToken cancellation)
    {
        if (parsed.GetValue(device) is { } named && ComputeDevice.Parse(named).Name is var asked
            && asked != plan.Device)
        {
            plan = plan with { Device = asked };
            planText = PlanFile.Text(plan);
        }
        if (plan.Faults() is { Count: > 0 } faults) throw UserInputException.FromFaults($"plan '{plan.Name}'", faults);
        var folder = Folder(parsed, plan);
        plan = StudyFolder.WithKeptVersions(StudyFolder.AtNextLook(plan, folder), folder);
        var data = StudyData.Load(plan, CommonOptions.Loading(parsed.GetValue(dataFolder), cancellation));
        var run = new StudyRun
        {
            Folder = folder,
            PlanText = planText,
            AcceptChanges = parsed.GetValue(acceptChanges),
            RedoChanged = parsed.GetValue(redoChanged),
        };
        return (StudyPlanner.Resolve(plan, data, WeightCache.Find(WeightCatalogue.Inception)), run);
    }

    /// <summary>The study, allowed to run its commands if somebody says so.</summary>
    public StudyGraph Permitted(
        ParseResult parsed, StudyGraph study, StudyRun run, CancellationToken cancellation)
    {
        var store = new TaskStore(run.Folder);
        return permission.AskedWithVersions(parsed, study, store, store.Waiting(study.Nodes), cancellation);
    }

    /// <summary>Fetches what several workers would ask for at once, and says what a smoke test is worth.</summary>
    public static void Prepare(StudyGraph study, CancellationToken cancellation)
    {
        if (study.Plan.NeedsBackbone()) FetchBackbone(cancellation);
        if (study.Plan.PlumbingOnly)
            Terminal.Say("SMOKE PROFILE: this run only tests the plumbing. Its numbers mean nothing.");
    }

    /// <summary>A default plan that measures with ResNet-18 only if its weights can be had.</summary>
    public StudyPlan WithReachableBackbone(ParseResult parsed, StudyPlan plan, CancellationToken cancellation)
    {
        if (!plan.NeedsBackbone() || parsed.GetValue(dryRun)) return plan;
        var without = plan with { Frechet = plan.Frechet is { } frechet ? frechet with { BackboneSide = null } : null };
        try
        {
            FetchBackbone(cancellation);
            return plan;
        }
        catch (UserInputException missing) when (!without.NeedsBackbone())
        {
            Terminal.Say($"{missing.Message} This study goes on without ResNet-18.");
            return without;
        }
    }

    /// <summary>What a study costs, from a trial of each kind of training.</summary>
    private static StudyCost Trial(StudyGraph graph, int workers, CancellationToken cancellation)
    {
        TorchRuntime.Start();
        return ProgressLine.Show("trial of each kind of training", _ =>
            StudyCost.Of(graph, PaceTrial.Nodes(graph, workers, cancellation)));
    }

    private static void FetchBackbone(CancellationToken cancellation) => ProgressLine.Show(
        "weights of resnet18", progress => WeightCache.Obtain(WeightCatalogue.ResNet18, progress, cancellation));

    /// <summary>One worker per core, if each can have a gigabyte.</summary>
    internal static int DefaultWorkers =>
        (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30, 1, Environment.ProcessorCount);

    private async Task<StudyOutcome> RunAsync(
        ParseResult parsed, StudyGraph graph, StudyRun run, int workerCount,
        IReadOnlyDictionary<string, double>? pace, CancellationToken cancellation)
    {
        var nodes = pace is null ? graph.Nodes : PaceTrial.Paced(graph.Nodes, pace);
        var store = new TaskStore(run.Folder);
        var executors = Enumerable.Range(0, workerCount)
            .Select(_ => (ITaskExecutor)Worker(run.Folder, parsed.GetValue(dataFolder), graph)).ToList();
        try
        {
            Terminal.Say(
                $"{nodes.Count} tasks, {nodes.Count(store.IsDone)} already done, {workerCount} "
                + $"worker{(workerCount == 1 ? "" : "s")}, in {Path.GetFullPath(run.Folder)}");
            var done = StudyStatus.Times(nodes.Where(store.IsDone), store);
            return await StudyDisplay.ShowAsync(
                nodes, done, workerCount, observer => StudyRunner.RunAsync(
                    graph, run with { Executors = executors, Observer = observer }, cancellation));
        }
        finally
        {
            await Task.WhenAll(executors.Select(e => e.DisposeAsync().AsTask()));
        }
    }

    internal static WorkerProcess Worker(string folder, string? dataFolder, StudyGraph graph)
    {
        List<string> arguments = ["task", "work", folder, .. CommandPermission.For(graph)];
        if (dataFolder is not null) arguments.AddRange(["--data-folder", dataFolder]);
        return OwnWorker.Create(arguments);
    }
}
