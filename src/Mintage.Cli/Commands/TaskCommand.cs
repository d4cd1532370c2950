using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Execution;
using Mintage.Runtime;
using Mintage.Studies;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage task run|work</c>: runs single tasks for worker processes and clusters.</summary>
internal static class TaskCommand
{
    public static Command Create() =>
        new("task", "Run single tasks of a study, for workers and clusters") { Run(), Work() };

    private static Command Run()
    {
        var study = new Argument<string>("STUDY") { Description = "Study folder" };
        var key =
            new Argument<string?>(
                "KEY")
            {
                Description = "Key of the task, from resolved.json; leave it out if you use --list",
                Arity = ArgumentArity.ZeroOrOne
            };
        var list = new Option<string?>("--list")
        {
            Description = "File in the study folder with the keys of an array's tasks, a line for every element",
            HelpName = "FILE",
        };
        var element = new Option<int>("--element") { Description = "Line of that file, from 0", HelpName = "N" };
        var submitted = new Option<string?>("--plan")
        {
            Description = "SHA-256 that resolved.json must have: a plan that was changed is refused",
            HelpName = "SHA256",
        };
        var dataFolder = CommonOptions.DataFolder();
        var permission = new CommandPermission();
        var command = new Command("run", "Run one task, or an element of a job array; what is done is not done again")
        {
            study, key, list, element, submitted, dataFolder,
        };
        permission.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var folder = parsed.GetValue(study)!;
            var (single, file) = (parsed.GetValue(key), parsed.GetValue(list));
            if (single is null == file is null)
                throw new UserInputException("'task run' needs exactly one of a key and --list FILE.");
            if (parsed.GetValue(submitted) is { } hash) StudyCluster.RequirePlan(folder, hash);
            var keys = file is null
                ? [single!]
                : StudyCluster.Element(Path.Combine(folder, file), parsed.GetValue(element));
            var (graph, store) = Open(folder, parsed.GetValue(dataFolder));
            graph = permission.Asked(parsed, graph, store.Waiting(keys.Select(graph.Node)));
            return Task.FromResult(single is not null
                ? RunOne(graph, store, single, cancellation)
                : RunAll(graph, store, keys, cancellation));
        });
        return command.WithExamples(
            "mintage task run my-study KEY",
            "mintage task run my-study --list slurm/1-train-gan.txt --element 3");
    }

    private static int RunOne(StudyGraph graph, TaskStore store, string key, CancellationToken cancellation)
    {
        var node = graph.Node(key);
        if (node.Needs.FirstOrDefault(need => !store.IsDone(graph.Node(need))) is { } missing)
            throw new UserInputException(
                $"'{node.Title}' needs the result of '{graph.Node(missing).Title}', which does not exist yet. "
                + $"Run task {missing} first.");
        Output.ProgressLine.Show(node.Title, progress =>
        {
            graph.Run(node.Key, store, progress, cancellation);
            return true;
        });
        return ExitCode.Done;
    }

    /// <summary>Runs tasks one after the other; one that fails stops none that does not need it.</summary>
    private static int RunAll(
        StudyGraph graph, TaskStore store, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var code = ExitCode.Done;
        foreach (var node in keys.Select(graph.Node).Where(n => !store.IsDone(n)))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                Terminal.Say($"{node.Title} begins");
                RunOne(graph, store, node.Key, cancellation);
                Terminal.Say($"{node.Title} is done");
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                var isUserInput = e is UserInputException;
                var message = isUserInput ? e.Message : e.ToString();
                Terminal.Say($"mintage: '{node.Title}' failed: {message}");
                if (node.Needs.All(need => store.IsDone(graph.Node(need))))
                    store.KeepFailure(new TaskFailure(node, message, isUserInput));
                if (code != ExitCode.Fault) code = isUserInput ? ExitCode.UserInput : ExitCode.Fault;
            }
        }
        return code;
    }

    /// <summary>Makes the command that a study's parent process starts; people do not need it.</summary>
    private static Command Work()
    {
        var study = new Argument<string>("STUDY");
        var dataFolder = CommonOptions.DataFolder();
        var permission = new CommandPermission();
        var command = new Command("work") { study, dataFolder };
        permission.AddTo(command);
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            StudyGraph? graph = null;
            TaskStore? store = null;
            OwnWorker.Work((key, progress, cancellation) =>
            {
                if (graph is null)
                {
                    (graph, store) = Open(parsed.GetValue(study)!, parsed.GetValue(dataFolder));
                    graph = permission.Given(parsed, graph);
                }
                graph.Run(key, store!, progress, cancellation);
            });
            return ExitCode.Done;
        });
        return command;
    }

    private static (StudyGraph Graph, TaskStore Store) Open(string folder, string? dataFolder)
    {
        var plan = StudyFolder.ReadPlan(folder);
        TorchRuntime.Start(plan.Threads);
        var data = StudyData.Load(plan, CommonOptions.Loading(dataFolder) with { Report = null });
        return (StudyPlanner.Resolve(plan, data, StudyFolder.InceptionWeights(folder)), new TaskStore(folder));
    }
}
