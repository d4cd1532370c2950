using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Execution.Clusters;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage study submit</c> and <c>cancel</c>: a study on a cluster.</summary>
internal static class StudySubmitCommand
{
    private const string Slurm = "slurm", Kubernetes = "kubernetes";

    public static Command Create()
    {
        var file = new Argument<string>("PLAN") { Description = "Plan file (see 'mintage study init')" };
        var on = new Option<string>("--on")
        {
            Description = "Cluster: slurm, or kubernetes, for which a manifest is written that you apply yourself",
            HelpName = $"{Slurm}|{Kubernetes}",
            DefaultValueFactory = _ => Slurm,
        };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Print the batch scripts or the manifest; submit and write nothing",
        };
        var launch = new StudyLaunch();
        var asked = new ClusterArguments();
        var command =
            new Command("submit", "Hand a study to a cluster: its tasks as job arrays, then the report") { file, on };
        asked.AddTo(command);
        launch.AddPlanOptionsTo(command);
        command.Options.Add(dryRun);
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(file)!;
            var (cluster, isDry) = (parsed.GetValue(on)!, parsed.GetValue(dryRun));
            if (cluster is not (Slurm or Kubernetes))
                throw new UserInputException($"--on must be {Slurm} or {Kubernetes}, but is '{cluster}'.");
            var plan = PlanFile.Read(path);
            var options = asked.Options(parsed, launch.DataFolder(parsed));
            var (graph, run) = launch.Resolve(parsed, plan, File.ReadAllText(path), cancellation);
            if (!isDry) graph = launch.Permitted(parsed, graph, run, cancellation);
            options = options with { TaskArguments = [.. CommandPermission.For(graph)] };
            if (isDry)
                Console.Out.Write(cluster == Slurm
                    ? StudyCluster.Preview(graph, run.Folder, options)
                    : StudyCluster.KubernetesManifest(graph, run.Folder, options));
            else if (cluster == Slurm) Submit(graph, run, options, cancellation);
            else Terminal.Say($"Wrote {StudyCluster.WriteKubernetes(graph, run, options)}. Apply it wave by wave.");
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples(
            "mintage study submit plan.yaml --on slurm --out /shared/my-study --dry-run",
            "mintage study submit plan.yaml --on slurm --out /shared/my-study --partition main --array-limit 50",
            "mintage study submit plan.yaml --on slurm --out /shared/my-study --device cuda --gpus 1 --setup setup.sh",
            "mintage study submit plan.yaml --on kubernetes --container registry/mintage --out /study --dry-run");
    }

    public static Command Cancel()
    {
        var folder = new Argument<string>("DIR") { Description = "Study folder" };
        var command =
            new Command("cancel", "Take a study's jobs out of the cluster's queue; finished tasks are kept") { folder };
        command.SetAction(parsed =>
        {
            var count = StudyCluster.Cancel(parsed.GetValue(folder)!);
            Terminal.Say(
                $"{count} job{(count == 1 ? "" : "s")} cancelled. What is done is kept: submit or run the study again "
                + "to go on.");
            return ExitCode.Done;
        });
        return command.WithExamples("mintage study cancel my-study");
    }

    private static void Submit(StudyGraph graph, StudyRun run, ClusterOptions options, CancellationToken cancellation)
    {
        StudyLaunch.Prepare(graph, cancellation);
        if (StudyCluster.Submit(graph, run, options) is not { } submission)
        {
            Terminal.Say($"All tasks are done. Write the report: mintage study report {run.Folder}");
            return;
        }
        Terminal.Say(
            $"{submission.Tasks} tasks in {submission.Elements} element{(submission.Elements == 1 ? "" : "s")} of "
            + $"{submission.Arrays} job arrays; jobs {submission.Jobs[0]} to {submission.Jobs[^1]}. The scripts are in "
            + $"{Path.Combine(run.Folder, "slurm")}.");
        if (options.Probe)
            Terminal.Say(StudyCluster.AwaitProbe(run.Folder, cancellation)
                ? "A node sees the study folder and can start Mintage."
                : "The probe job still waits. If it fails, no other job begins, and 'study status' says why.");
        Terminal.Say($"Watch it: mintage study status {run.Folder}");
    }
}
