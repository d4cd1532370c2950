using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Mintage.EndToEndTests;

/// <summary>Studies through a real Slurm on this machine, where one can be started: two nodes on loopback.</summary>
public sealed class SlurmTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly Workplace place = new();
    private bool isStarted;

    public void Dispose()
    {
        if (isStarted) Script("--stop", place["cluster"]);
        place.Dispose();
    }

    [Fact]
    public void A_study_through_slurm_has_the_bytes_of_one_that_ran_here()
    {
        StartCluster();
        var plan = StudyTests.WritePlan(place, StudyTests.Plan
            .Replace("replicates: 2", "replicates: 1", StringComparison.Ordinal)
            .Replace("article: {{ folds: 2 }}\n", "", StringComparison.Ordinal));
        Cli.Run("study", "run", plan, "--out", place["here"], "--workers", "1").Succeeded();

        Slurm("study", "submit", plan, "--out", place["there"], "--partition", "nothing").RefusedWith("invalid partition specified: nothing");
        Assert.Equal("", Queue());
        var submitted = Slurm("study", "submit", plan, "--out", place["there"], "--pack", "60", "--mem", "1500M").Succeeded();
        Assert.Contains("A node sees the study folder", submitted.Error, StringComparison.Ordinal);
        Slurm("study", "run", plan, "--out", place["there"]).RefusedWith("in Slurm's queue");
        var cluster = Status().GetProperty("cluster");
        Assert.Contains(cluster.GetProperty("jobs").EnumerateArray(), j => j.GetProperty("name").GetString() == "report");

        Assert.True(SpinWait.SpinUntil(() => Queue().Length == 0, Patience), Queue());
        var status = Status();
        Assert.Equal(status.GetProperty("total").GetInt32(), status.GetProperty("done").GetInt32());
        Assert.Empty(status.GetProperty("cluster").GetProperty("lost").EnumerateArray());
        foreach (var file in new[] { "results.json", "results.csv", "report.html", "resolved.json" })
            Assert.Equal(File.ReadAllText(place[$"here/{file}"]), File.ReadAllText(place[$"there/{file}"]));

        Directory.Delete(Directory.GetDirectories(place["there/tasks"], "fit-*")[0], recursive: true);
        Slurm("study", "submit", plan, "--out", place["there"], "--no-probe").Succeeded();
        Slurm("study", "cancel", place["there"]).Succeeded();
        Assert.True(SpinWait.SpinUntil(() => Queue().Length == 0, Patience), Queue());
        Slurm("study", "run", plan, "--out", place["there"], "--workers", "1").Succeeded(); // goes on here
        Assert.Equal(File.ReadAllText(place["here/results.json"]), File.ReadAllText(place["there/results.json"]));
    }

    [Fact]
    public void Without_slurm_scripts_are_shown_but_nothing_is_submitted()
    {
        var plan = StudyTests.WritePlan(place);
        var shown = Cli.RunWith([("PATH", "/nowhere")], "study", "submit", plan, "--out", place["study"], "--dry-run").Succeeded();
        Assert.Contains("#SBATCH --array=0-", shown.Output, StringComparison.Ordinal);
        Cli.RunWith([("PATH", "/nowhere")], "study", "submit", plan, "--out", place["study"]).RefusedWith("must be on the path");
        Cli.Run("study", "submit", plan, "--on", "moon").RefusedWith("--on must be slurm or kubernetes");
        Cli.Run("study", "submit", plan, "--mem", "4G\n#SBATCH").RefusedWith("--mem must be one word");
        Assert.False(Directory.Exists(place["study"]));
        if (!File.Exists("/proc/self/maps")) return;
        using var submitting = Cli.Start(Cli.Folder, "study", "submit", plan, "--dry-run", "--out", place["study"]);
        var loaded = new HashSet<string>();
        while (!submitting.HasExited)
        {
            try
            {
                loaded.UnionWith(File.ReadLines($"/proc/{submitting.Id}/maps").Select(line => Path.GetFileName(line)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                break; // it has just ended
            }
        }
        Assert.Contains("libcoreclr.so", loaded);
        Assert.DoesNotContain(loaded, file => file.Contains("torch", StringComparison.OrdinalIgnoreCase) && file.EndsWith(".so", StringComparison.Ordinal));
    }

    [Fact(Explicit = true)]
    public void A_node_that_is_killed_costs_no_byte()
    {
        if (!IsRootWithSlurm) Assert.Skip("needs root, slurm-wlm and munge");
        var run = Script(place["run"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("m1 was killed", run.Error, StringComparison.Ordinal);
        foreach (var file in new[] { "results.json", "results.csv", "report.html" })
            Assert.Contains($"{file}: the same bytes", run.Error, StringComparison.Ordinal);
    }

    private static bool IsRootWithSlurm => OperatingSystem.IsLinux() && Environment.UserName == "root"
        && new[] { "slurmctld", "slurmd", "munged" }.All(program => File.Exists($"/usr/sbin/{program}"));

    private void StartCluster()
    {
        if (!IsRootWithSlurm) Assert.Skip("needs root, slurm-wlm and munge");
        var start = Script("--cluster", place["cluster"]);
        if (start.ExitCode != 0) Assert.Skip($"Slurm cannot be started here: {start.Error}");
        isStarted = true;
    }

    private static Cli.Result Script(params string[] arguments)
    {
        // The daemons outlive the script and would keep a pipe open: a file in its place.
        var said = Path.GetTempFileName();
        var start = new ProcessStartInfo("/bin/bash", ["-c", "exec \"$@\" > \"$0\" 2>&1 < /dev/null", said, Path.Combine(Dotnet.Repository, "scripts", "slurm-test"), .. arguments]);
        start.Environment["MINTAGE_SLURM_PORT"] = $"{FreePort()}";
        start.Environment["MINTAGE"] = Path.Combine(Cli.Folder, "mintage");
        using var process = Process.Start(start)!;
        process.WaitForExit();
        var text = File.ReadAllText(said);
        File.Delete(said);
        return new Cli.Result(process.ExitCode, "", text);
    }

    private Cli.Result Slurm(params string[] arguments) => Cli.RunWith([("SLURM_CONF", place["cluster/slurm.conf"])], arguments);

    private JsonElement Status() => JsonDocument.Parse(Slurm("study", "status", place["there"], "--json").Succeeded().Output).RootElement;

    private string Queue()
    {
        Thread.Sleep(200);
        var start = new ProcessStartInfo("squeue", ["--noheader"]) { RedirectStandardOutput = true };
        start.Environment["SLURM_CONF"] = place["cluster/slurm.conf"];
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return text;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
