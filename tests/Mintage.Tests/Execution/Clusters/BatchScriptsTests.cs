using System.Diagnostics;
using Mintage.Execution.Clusters;
using YamlDotNet.Serialization;

namespace Mintage.Tests.Execution.Clusters;

/// <summary>Batch scripts and manifests: what they ask for, and what the scripts do.</summary>
public sealed class BatchScriptsTests : IDisposable
{
    private static readonly ClusterOptions Plain = new() { Program = ["/opt/my tools/mintage"] };
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_script_asks_for_what_its_tasks_need()
    {
        var array = Array("train-gan", 600, gpu: true);
        var script = new BatchScripts("/a b/study", "my: plan", "ab12", Plain with
        {
            Partition = "long",
            Cpus = 3,
            Gpus = 2,
            Account = "lab",
            Qos = "low",
            ArrayLimit = 5,
            Setup = "module load dotnet\n",
            TaskArguments = ["--data-folder", "/data"],
        }, threads: 1).Array(array, 2500);
        foreach (var line in (string[])
        [
            "#SBATCH --job-name=my__plan-1-train-gan", "#SBATCH --output=\"/a b/study/slurm/logs/1-train-gan-%a.log\"", "#SBATCH --array=0-1%5", "#SBATCH --gres=gpu:2",
            "#SBATCH --cpus-per-task=3", "#SBATCH --mem=2500M", "#SBATCH --time=50", "#SBATCH --partition=long", "#SBATCH --account=lab", "#SBATCH --qos=low",
            "#SBATCH --requeue", "#SBATCH --kill-on-invalid-dep=yes", "#SBATCH --signal=B:USR1@60", "module load dotnet",
        ])
            Assert.Contains(line, script.Split('\n'));
        Assert.Contains("'/opt/my tools/mintage' task run '/a b/study' --list slurm/1-train-gan.txt --plan ab12 --data-folder /data --element \"$SLURM_ARRAY_TASK_ID\"", script, StringComparison.Ordinal);
        Assert.DoesNotContain("gres", new BatchScripts("/s", "p", "ab", Plain, 1).Array(Array("fit", 5, gpu: false), 1), StringComparison.Ordinal);
        Assert.Contains("#SBATCH --time=1-0", new BatchScripts("/s", "p", "ab", Plain with { Time = "1-0", Memory = "9G" }, 1).Report(1).Split('\n'));
        Assert.Contains("apptainer exec --nv --bind /s,", new BatchScripts("/s", "p", "ab", Plain with { Container = "i.sif" }, 1).Array(array, 1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", 0, 1)]
    [InlineData("1 0", 0, 2)] // once more
    [InlineData("139 139", 139, 2)]
    [InlineData("2", 2, 1)] // the user's fault does not go away
    public void A_script_tries_a_failed_element_once_more(string codes, int exitCode, int attempts)
    {
        RequireBash();
        var program = Script("mintage", $"""
            echo "$@" >> {root}/calls
            set -- {codes}
            shift $(($(wc -l < {root}/calls) - 1))
            exit $1
            """);
        Assert.Equal(exitCode, RunArray(program, signal: null));
        Assert.Equal(attempts, File.ReadAllLines($"{root}/calls").Length);
        Assert.EndsWith("--element 1", File.ReadAllLines($"{root}/calls")[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("USR1", true)] // the time limit comes: back into the queue
    [InlineData("TERM", false)] // cancelled, or another job needs the place
    public void A_script_lets_the_program_write_its_checkpoint_and_requeues_for_more_time(string signal, bool requeues)
    {
        RequireBash();
        var program = Script("mintage", $"""
            trap 'echo checkpoint > {root}/checkpoint; exit 130' TERM
            echo begun > {root}/calls
            while true; do sleep 0.05; done
            """);
        Script("scontrol", $"echo \"$@\" > {root}/requeued");
        Assert.Equal(130, RunArray(program, signal));
        Assert.True(File.Exists($"{root}/checkpoint"));
        Assert.Equal(requeues ? "requeue 7_1\n" : null, File.Exists($"{root}/requeued") ? File.ReadAllText($"{root}/requeued") : null);
    }

    [Fact]
    public void A_manifest_has_an_indexed_job_for_every_array()
    {
        var arrays = JobArrays.Of([JobArraysTests.Node("a", "train-gan", 100) with { UsesGpu = true }, JobArraysTests.Node("b", "train-gan", 100) with { UsesGpu = true }, JobArraysTests.Node("c", "synthesise", 100, "a")], _ => false, 60, int.MaxValue);
        var text = new KubernetesJobs("/study", "My_Plan", Plain with { Container = "registry/mintage:1", ArrayLimit = 1 }, 2).Text(arrays, _ => 2000);
        var documents = text.Split("---\n")[1..].Select(d => new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(d)).ToList();
        Assert.Equal(2, documents.Count);
        Assert.Equal(("batch/v1", "Job"), (documents[0]["apiVersion"], documents[0]["kind"]));
        Assert.Equal("mintage-my-plan-1-train-gan", At(documents[0], "metadata", "name"));
        Assert.Equal("wave-2", At(documents[1], "metadata", "labels", "mintage/wave"));
        Assert.Equal(("Indexed", "2", "1"), (At(documents[0], "spec", "completionMode"), At(documents[0], "spec", "completions"), At(documents[0], "spec", "parallelism")));
        var pod = (Dictionary<object, object>)At(documents[0], "spec", "template", "spec");
        Assert.Equal("Never", pod["restartPolicy"]);
        var container = (Dictionary<object, object>)((List<object>)pod["containers"])[0];
        Assert.Equal("registry/mintage:1", container["image"]);
        Assert.Equal(["task", "run", "/study", "--list", "slurm/1-train-gan.txt", "--element", "$(JOB_COMPLETION_INDEX)"], ((List<object>)container["args"]).Cast<string>());
        var limits = (Dictionary<object, object>)((Dictionary<object, object>)container["resources"])["limits"];
        Assert.Equal(("2", "2000M", "1"), (limits["cpu"], limits["memory"], limits["nvidia.com/gpu"]));
    }

    private static object At(Dictionary<string, object> document, string first, params string[] path) =>
        path.Aggregate(document[first], (at, key) => ((Dictionary<object, object>)at)[key]);

    private static JobArray Array(string kind, double seconds, bool gpu) =>
        JobArrays.Of([.. "ab".Select(c => JobArraysTests.Node($"{c}", kind, seconds) with { UsesGpu = gpu })], _ => false, 1, 10).Single();

    private static void RequireBash()
    {
        if (!File.Exists("/bin/bash")) Assert.Skip("needs bash");
    }

    private string Script(string name, string text)
    {
        var path = Path.Combine(root, name);
        File.WriteAllText(path, "#!/bin/bash\n" + text + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Runs an array's script as Slurm would; gives its exit code.</summary>
    private int RunArray(string program, string? signal)
    {
        var script = Script("array.sh", new BatchScripts("/study", "p", "ab", Plain with { Program = [program] }, 1).Array(Array("fit", 5, gpu: false), 1));
        var start = new ProcessStartInfo("/bin/bash", [script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_ARRAY_TASK_ID"] = "1";
        start.Environment["SLURM_ARRAY_JOB_ID"] = "7";
        start.Environment["PATH"] = $"{root}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        if (signal is not null)
        {
            SpinWait.SpinUntil(() => File.Exists($"{root}/calls"), TimeSpan.FromMinutes(1));
            using var kill = Process.Start("/bin/kill", [$"-{signal}", $"{process.Id}"]);
            kill.WaitForExit();
        }
        process.WaitForExit();
        return process.ExitCode;
    }
}
