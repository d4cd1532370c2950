using System.Text.Json;
using Mintage.Data;

namespace Mintage.EndToEndTests;

/// <summary>A study whose classifier is a program of the user's own: the sample "bring-your-own".</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_program_trains_every_arm_where_it_is_allowed_to()
    {
        WriteHalves();
        var program = Dotnet.Sample("Mintage.Samples.BringYourOwn");
        var plan = WritePlan($"dotnet '{program}' {{train}} {{test_folder}} {{predictions_csv}} {{report}} {{steps}}");

        Cli.Run("study", "run", plan, "--out", place["study"]).RefusedWith("--allow-commands");
        Assert.False(Directory.Exists(place["study"]));
        Cli.Run("study", "run", plan, "--out", place["study"], "--dry-run").Succeeded();

        var run = Cli.Run("study", "run", plan, "--out", place["study"], "--workers", "2", "--allow-commands").Succeeded();
        Assert.Contains("{predictions_csv}", run.Error, StringComparison.Ordinal); // shown first
        using var results = JsonDocument.Parse(File.ReadAllText(place["study/results.json"]));
        var fits = results.RootElement.GetProperty("fits").EnumerateArray().ToList();
        Assert.Equal(12, fits.Count); // six arms of two replicates: no further images for 'more-real'
        foreach (var fit in fits.Where(f => f.GetProperty("arm").GetString() is "real" or "classical+cgan"))
        {
            var figures = fit.GetProperty("figures");
            Assert.InRange(figures.GetProperty("accuracy").GetDouble(), 0.95, 1); // 0.5 if the order of the test images were not undone
            Assert.Equal(7, figures.GetProperty("steps").GetInt32());
        }
        Assert.Contains("is not known here", File.ReadAllText(place["study/report.html"]), StringComparison.Ordinal);

        Cli.Run("study", "status", place["study"]).Succeeded();
        Cli.Run("study", "report", place["study"]).Succeeded();
        Cli.Run("study", "run", plan, "--out", place["study"]).Succeeded(); // nothing is left to run
        var fitted = Directory.GetDirectories(place["study/tasks"], "fit-real-*")[0];
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(fitted, "manifest.json")));
        var key = manifest.RootElement.GetProperty("key").GetString()!;
        Directory.Delete(fitted, recursive: true);
        Cli.Run("task", "run", place["study"], key).RefusedWith("--allow-commands");
        Cli.Run("task", "run", place["study"], key, "--allow-commands").Succeeded();
        Assert.True(Directory.Exists(fitted));
    }

    [Fact]
    public void A_command_that_cannot_run_is_refused_before_anything_is_trained()
    {
        WriteHalves();
        Cli.Run("study", "run", WritePlan("no-such-program-here {train}"), "--out", place["study"], "--allow-commands")
            .RefusedWith("must be installed");
        Assert.False(Directory.Exists(place["study"]));
        Cli.Run("study", "run", WritePlan("python {trian} {{"), "--out", place["study"]).RefusedWith("Did you mean {train}?");
    }

    /// <summary>The samples in PyTorch, GAN and classifier, with the Python that has it.</summary>
    [Fact(Explicit = true)]
    public void The_samples_in_PyTorch_run()
    {
        const string python = "/usr/bin/python3";
        using (var probe = System.Diagnostics.Process.Start(python, ["-c", "import numpy, torch"])!)
        {
            probe.WaitForExit();
            if (probe.ExitCode != 0) Assert.Skip($"{python} has no PyTorch: install python3-torch");
        }
        WriteHalves();
        foreach (var name in new[] { "fit.py", "train_and_sample.py" })
            File.Copy(Path.Combine(Dotnet.Repository, "samples", "bring-your-own", name), place[name]);
        var plan = WritePlan($"{python} fit.py --train {{train}} --test {{test}} --predictions {{predictions}} --steps {{steps}} --seed {{seed}}");
        const string generator = $$"""{{python}} train_and_sample.py --train {train} --counts {counts} --out {synthetic} --report {report} --seed {seed} --steps 30""";
        File.WriteAllText(plan, File.ReadAllText(plan).Replace("gans:", $"gans:\n  - {{ name: pytorch, command: \"{generator}\" }}", StringComparison.Ordinal));

        Cli.Run("study", "run", plan, "--out", place["study"], "--allow-commands").Succeeded();
        using var results = JsonDocument.Parse(File.ReadAllText(place["study/results.json"]));
        var fits = results.RootElement.GetProperty("fits").EnumerateArray().ToList();
        Assert.Equal(18, fits.Count); // nine arms of two replicates
        Assert.All(fits, fit => Assert.Equal(7, fit.GetProperty("figures").GetProperty("steps").GetInt32()));
        Assert.All(fits, fit => Assert.False(string.IsNullOrEmpty(fit.GetProperty("figures").GetProperty("versions").GetProperty("torch").GetString())));
        var made = results.RootElement.GetProperty("foreign").EnumerateArray().ToList();
        Assert.All(made, set => Assert.Equal(("pytorch", 60, 0), (set.GetProperty("name").GetString(), set.GetProperty("images").GetInt32(), set.GetProperty("near_test_images").GetInt32())));
        Assert.Equal(2, made.Count);
    }

    private string WritePlan(string command)
    {
        File.WriteAllText(place["plan.yaml"], $$"""
            name: halves
            data: {{place["halves.npz"]}}
            test_share: 0.25
            replicates: 2
            synthetic_images: 60
            sizes:
              - { images: all, steps: 7, classifier: { command: "{{command}}", batch_size: 16 } }
            gans:
              - { preset: cgan, options: { generator_updates: 10, batch_size: 8, latent_dimension: 6, filters: 4 } }
            article: false
            fair: { real_tuned: false }
            """);
        return place["plan.yaml"];
    }

    /// <summary>Images whose upper or lower half is bright.</summary>
    private void WriteHalves()
    {
        const int count = 120;
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 2)];
        byte[] pixels = [.. Enumerable.Range(0, count * 64).Select(p =>
            (byte)(((p % 64 / 32 == labels[p / 64]) ? 150 : 20) + (((uint)(p + 1) * 2654435761u >> 20) & 63)))];
        NpzFile.Write(place["halves.npz"], new LabelledImages("halves", pixels, labels, 8, 8, 1, ["upper", "lower"]));
    }
}
