using Mintage.Execution.Clusters;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Tests.Execution.Clusters;

namespace Mintage.Tests.Studies;

/// <summary>Studies on a cluster, as far as the folder and Slurm's commands go.</summary>
public sealed class StudyClusterTests : IDisposable
{
    private static readonly ClusterOptions Options = new() { Program = ["mintage"], PackSeconds = 1e-6 };
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;
    private readonly FakeSlurm fake = new();
    private readonly StudyGraph graph = TinyStudy.Graph();

    private string Folder => Path.Combine(root, "study");

    private Slurm Slurm => new(fake.Run);

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Every_task_is_in_one_element_and_every_array_waits_for_what_it_needs()
    {
        var submission = Submit()!;
        Assert.Equal(graph.Nodes.Count, submission.Tasks);
        var sbatch = fake.Commands.Where(c => c.StartsWith("sbatch", StringComparison.Ordinal)).ToList();
        Assert.Equal(submission.Arrays + 2, sbatch.Count);
        Assert.EndsWith("slurm/probe.sh", sbatch[0], StringComparison.Ordinal);
        Assert.All(sbatch.Skip(1), command => Assert.Contains("--dependency=afterok:101", command, StringComparison.Ordinal));
        Assert.Contains($"afterany:{string.Join(':', submission.Jobs.Skip(1).SkipLast(1))} ", sbatch[^1], StringComparison.Ordinal);
        var listed = Directory.GetFiles(Path.Combine(Folder, "slurm"), "*.txt").SelectMany(File.ReadLines).SelectMany(line => line.Split(' ')).ToList();
        Assert.Equal(graph.Nodes.Select(n => n.Key).Order(), listed.Order());
        Assert.Empty(Directory.GetFiles(Folder, ".*")); // no lock stays
        var keys = StudyCluster.Element(Path.Combine(Folder, "slurm", "1-train-gan.txt"), 0);
        Assert.Equal("train-gan", graph.Node(Assert.Single(keys)).Kind);
        Assert.Contains("must lie between 0 and", Assert.Throws<UserInputException>(() => StudyCluster.Element(Path.Combine(Folder, "slurm", "1-train-gan.txt"), 99)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_run_here_is_not_submitted_again_and_the_other_way_round()
    {
        var counted = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            using var stop = new CancellationTokenSource();
            await TinyStudy.RunAsync(Folder, observer: new StopAfter(3, stop, () => counted++), cancellation: stop.Token);
        });
        var submission = Submit()!;
        Assert.Equal(graph.Nodes.Count - counted, submission.Tasks);
        var outcome = await TinyStudy.RunAsync(Folder);
        Assert.Empty(outcome.Failures);
        Assert.Null(Submit());
    }

    [Fact]
    public void Nothing_is_half_submitted()
    {
        var jobs = 0;
        fake["sbatch"] = _ => ++jobs < 4 ? new CommandResult(0, $"{jobs}\n", "") : new CommandResult(1, "", "sbatch: error: QOSMaxSubmitJobPerUserLimit\n");
        Assert.Contains("QOSMaxSubmitJobPerUserLimit", Assert.Throws<UserInputException>(() => Submit()).Message, StringComparison.Ordinal);
        Assert.Equal("scancel --quiet 1 2 3", fake.Commands[^1]);
        Assert.Null(StudyStatus.Of(Folder, Slurm).Cluster);
    }

    [Fact]
    public void Without_slurm_nothing_is_written()
    {
        fake["scontrol"] = _ => throw new UserInputException("not on the path");
        Assert.Throws<UserInputException>(() => Submit());
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void A_study_in_the_queue_is_neither_submitted_nor_run_again_until_it_is_cancelled()
    {
        Submit();
        fake["squeue"] = _ => new CommandResult(0, "102_0|PENDING||Resources\n102_1|RUNNING|m1|None\n999|RUNNING|m1|None\n", "");
        Assert.Contains("has 2 jobs in Slurm's queue", Assert.Throws<UserInputException>(() => Submit()).Message, StringComparison.Ordinal);
        Assert.Throws<UserInputException>(() => StudyCluster.RequireIdle(Folder, Slurm));
        Assert.Equal(2, StudyCluster.Cancel(Folder, Slurm));
        Assert.Equal("scancel --quiet 102", fake.Commands[^1]);
        fake["squeue"] = _ => new CommandResult(0, "", "");
        StudyCluster.RequireIdle(Folder, Slurm);
        Assert.True(StudyStatus.Of(Folder, Slurm).Cluster!.IsCancelled);
        Submit();
        Assert.False(StudyStatus.Of(Folder, Slurm).Cluster!.IsCancelled);
        fake["squeue"] = _ => throw new UserInputException("not on the path");
        StudyCluster.RequireIdle(Folder, Slurm); // a machine without Slurm
        Assert.Throws<UserInputException>(() => StudyCluster.Cancel(Path.Combine(root, "other"), Slurm));
    }

    [Fact]
    public void The_status_joins_the_queue_with_the_folder()
    {
        Submit();
        Answer("0\nm1\n1.0\n");
        var array = Submission.Read(Folder)!.Jobs.MaxBy(j => j.Elements)!; // every element is one task
        fake["squeue"] = _ => new CommandResult(0, $"{array.Job}_0|RUNNING|m2|None\n{array.Job}_2|PENDING||Priority\n", "");
        var status = StudyStatus.Of(Folder, Slurm);
        var job = Assert.Single(status.Cluster!.Jobs);
        Assert.Equal((array.Job, array.Name, array.Elements, 1, 1, "m2", "Priority"), (job.Job, job.Name, job.Elements, job.Waiting, job.Running, string.Join(' ', job.Nodes), job.Reason));
        Assert.Equal(graph.Nodes.Count - 2, status.Cluster.Lost.Count); // neither in the queue nor done, nor with a reason
        var lost = status.Cluster.Lost.Single(l => l.Key == StudyCluster.Element(Path.Combine(Folder, "slurm", $"{array.Name}.txt"), 1)[0]);
        Assert.Contains($"slurm/logs/{array.Name}-1.log", lost.Message, StringComparison.Ordinal);
        fake["squeue"] = _ => throw new UserInputException("not on the path");
        Assert.Equal("not on the path", StudyStatus.Of(Folder, Slurm).Cluster!.Note);
    }

    [Fact]
    public void A_folder_that_nodes_do_not_see_is_found_out_and_the_queue_is_emptied()
    {
        Submit();
        Assert.Contains("ended without an answer", Assert.Throws<UserInputException>(() => StudyCluster.AwaitProbe(Folder, Slurm, default)).Message, StringComparison.Ordinal);
        Assert.True(StudyStatus.Of(Folder, Slurm).Cluster!.IsCancelled);
        Submit();
        Answer("127\nm1\nmintage: command not found\n");
        var refusal = Assert.Throws<UserInputException>(() => StudyCluster.AwaitProbe(Folder, Slurm, default)).Message;
        Assert.Contains("node m1 says: mintage: command not found", refusal, StringComparison.Ordinal);
        Submit();
        Answer("0\nm1\n1.0\n");
        Assert.True(StudyCluster.AwaitProbe(Folder, Slurm, default));
    }

    [Fact]
    public async Task A_plan_that_was_changed_after_the_submission_is_refused()
    {
        Submit();
        var submitted = Submission.Read(Folder)!.PlanSha256;
        StudyCluster.RequirePlan(Folder, submitted);
        await TinyStudy.RunAsync(Folder, TinyStudy.Plan() with { Replicates = 1 }, acceptChanges: true);
        Assert.Contains("was changed since", Assert.Throws<UserInputException>(() => StudyCluster.RequirePlan(Folder, submitted)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_preview_shows_every_script_and_writes_nothing()
    {
        var text = StudyCluster.Preview(graph, Folder, Options);
        Assert.Contains("## slurm/probe.sh\n", text, StringComparison.Ordinal);
        Assert.Matches(@"## slurm/2-synthesise\.sh  \(sbatch --dependency=after(ok|corr|any):1-train-gan", text);
        Assert.Contains("## slurm/report.sh", text, StringComparison.Ordinal);
        Assert.Contains("kind: Job", StudyCluster.KubernetesManifest(graph, Folder, Options), StringComparison.Ordinal);
        Assert.Empty(fake.Commands);
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void A_manifest_lies_beside_the_lists_that_it_names()
    {
        var manifest = File.ReadAllText(StudyCluster.WriteKubernetes(graph, new StudyRun { Folder = Folder }, Options));
        Assert.True(StudyFolder.IsStudy(Folder));
        var lists = Directory.GetFiles(Path.Combine(Folder, "slurm"), "*.txt");
        Assert.Equal(graph.Nodes.Count, lists.SelectMany(File.ReadLines).SelectMany(line => line.Split(' ')).Count());
        Assert.All(lists, list => Assert.Contains($"- slurm/{Path.GetFileName(list)}", manifest, StringComparison.Ordinal));
        Assert.Empty(fake.Commands);
    }

    private StudySubmission? Submit() => StudyCluster.Submit(graph, new StudyRun { Folder = Folder }, Options, Slurm);

    private void Answer(string text) => File.WriteAllText(Path.Combine(Folder, "slurm", "probe.txt"), text);

    private sealed class StopAfter(int count, CancellationTokenSource stop, Action ended) : Mintage.Execution.IQueueObserver
    {
        private int seen;

        public void Started(Mintage.Execution.TaskNode task)
        {
            if (seen == count) stop.Cancel();
        }

        public void Progressed(Mintage.Execution.TaskNode task, TaskProgress progress)
        {
        }

        public void Ended(Mintage.Execution.TaskNode task, Mintage.Execution.TaskFailure? failure, double seconds)
        {
            seen++;
            ended();
        }
    }
}
