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
        var key = new Argument<string>("KEY") { Description = "Key of the task, from resolved.json" };
        var dataFolder = CommonOptions.DataFolder();
        var permission = new CommandPermission();
        var command = new Command("run", "Run one task; the tasks it needs must be done") { study, key, dataFolder };
        permission.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var (graph, store) = Open(parsed.GetValue(study)!, parsed.GetValue(dataFolder));
            var node = graph.Node(parsed.GetValue(key)!);
            graph = permission.Asked(parsed, graph, store.Waiting([node]));
            if (node.Needs.FirstOrDefault(need => !store.IsDone(graph.Node(need))) is { } missing)
                throw new UserInputException(
                    $"'{node.Title}' needs the result of '{graph.Node(missing).Title}', which does not exist yet. "
                    + $"Run task {missing} first.");
            Output.ProgressLine.Show(node.Title, progress =>
            {
                graph.Run(node.Key, store, progress, cancellation);
                return true;
            });
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples("mintage task run my-study KEY");
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
