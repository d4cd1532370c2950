using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Execution;
using Mintage.Networks.Weights;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Elsewhere;
using Mintage.Studies.Plans;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage study export</c>: hands the training images out, to train the classifiers elsewhere.</summary>
internal static class StudyExportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("PLAN") { Description = "Plan file (see 'mintage study init')" };
        var output = new Option<string>("--out")
        {
            Description = "New folder for the files to hand out",
            HelpName = "DIR",
            Required = true,
        };
        var study = new Option<string?>("--study")
        {
            Description = "Study folder, where GANs are trained and which 'study judge' needs; continues an "
                + "interrupted one (default: the folder of --out with '-study' at its end)",
            HelpName = "DIR",
        };
        var format = new Option<string>("--format")
        {
            Description = "npz: arrays for NumPy; folder: PNG files",
            HelpName = "npz|folder",
            DefaultValueFactory = _ => "npz",
        };
        var workers = new Option<int>("--workers")
        {
            Description = "Number of single-threaded worker processes; does not change results",
            HelpName = "N",
            DefaultValueFactory = _ => StudyLaunch.DefaultWorkers,
        };
        var dataFolder = CommonOptions.DataFolder();
        var permission = new CommandPermission();
        var command = new Command(
            "export", "Hand out a study's training images as files, to train the classifiers elsewhere")
        {
            file, output, study, format, workers, dataFolder,
        };
        permission.AddTo(command);
        command.SetAction((parsed, cancellation) => ExportAsync(new Request(
            parsed.GetValue(file)!, parsed.GetValue(output)!, parsed.GetValue(study), Format(parsed.GetValue(format)!),
            CommonOptions.AtLeast("--workers", parsed.GetValue(workers), 1), parsed.GetValue(dataFolder)),
            (graph, store, needed) =>
                permission.AskedWithVersions(parsed, graph, store, store.Waiting(needed), cancellation), cancellation));
        return command.WithExamples(
            "mintage study export plan.yaml --out handout",
            "mintage study export plan.yaml --out handout --study my-study --format folder",
            "mintage study judge handout predictions");
    }

    private sealed record Request(
        string PlanFile, string Output, string? Study, ExportFormat Format, int Workers, string? DataFolder)
    {
        public string StudyFolder => Study ?? Path.TrimEndingDirectorySeparator(Output) + "-study";
    }

    private static ExportFormat Format(string name) =>
        Enum.TryParse<ExportFormat>(name, ignoreCase: true, out var format) && !int.TryParse(name, out var _)
            ? format
            : throw new UserInputException($"--format must be npz or folder, but is '{name}'.");

    private static async Task<int> ExportAsync(
        Request request, Func<StudyGraph, TaskStore, IEnumerable<TaskNode>, StudyGraph> permitted,
        CancellationToken cancellation)
    {
        var plan = PlanFile.Read(request.PlanFile);
        if (plan.Faults() is { Count: > 0 } faults)
            throw UserInputException.FromFaults($"plan '{plan.Name}'", faults);
        if (plan.Looks is [.., var last]) plan = plan with { Replicates = last }; // judging finds the look
        plan = StudyFolder.WithKeptVersions(plan, request.StudyFolder);
        var data = StudyData.Load(plan, CommonOptions.Loading(request.DataFolder, cancellation));
        var graph = StudyPlanner.Resolve(plan, data, WeightCache.Find(WeightCatalogue.Inception));
        var store = new TaskStore(request.StudyFolder);
        graph = permitted(graph, store, new StudyExport(graph).Needed);
        var export = new StudyExport(graph);
        export.RequireRoom(request.Output, request.Format); // before hours of training
        Terminal.Say($"{export.Fits} classifiers to train elsewhere, about {export.Bytes(request.Format) / 1e6:N0} MB; "
            + $"first {export.Needed.Count} tasks here, in {Path.GetFullPath(request.StudyFolder)}");
        var failures = await PrepareAsync(request, export, graph, cancellation);
        var left = ProgressLine.Show("files", progress =>
            export.Write(request.Output, request.StudyFolder, request.Format, progress, cancellation));
        Terminal.Say($"Wrote {request.Output}. Its README.md says what to do; {request.Output}/index.csv lists the "
            + $"classifiers. Keep {request.StudyFolder} and the data set to yourself: judging takes them, and they "
            + $"hold the answers. Then run: mintage study judge {request.Output} PREDICTIONS");
        foreach (var failure in failures)
            Terminal.Say($"mintage: '{failure.Task.Title}' failed: {failure.Message}");
        if (left.Count > 0)
            Terminal.Say($"mintage: {left.Count} classifiers are not handed out, since their images are missing: "
                + $"{string.Join("; ", left)}");
        return failures.Count == 0 ? ExitCode.Done
            : failures.Any(f => f.IsUserInput) ? ExitCode.UserInput : ExitCode.Fault;
    }

    private static async Task<IReadOnlyList<TaskFailure>> PrepareAsync(
        Request request, StudyExport export, StudyGraph graph, CancellationToken cancellation)
    {
        var store = new TaskStore(request.StudyFolder);
        var executors = Enumerable.Range(0, request.Workers)
            .Select(_ => (ITaskExecutor)StudyLaunch.Worker(request.StudyFolder, request.DataFolder, graph)).ToList();
        try
        {
            var done = StudyStatus.Times(export.Needed.Where(store.IsDone), store);
            return await StudyDisplay.ShowAsync(
                export.Needed, done, request.Workers, observer => export.PrepareAsync(new StudyRun
                {
                    Folder = request.StudyFolder,
                    PlanText = File.ReadAllText(request.PlanFile),
                    Executors = executors,
                    Observer = observer,
                }, cancellation));
        }
        finally
        {
            await Task.WhenAll(executors.Select(e => e.DisposeAsync().AsTask()));
        }
    }
}
