using System.Text.Json;

namespace Mintage.EndToEndTests;

/// <summary>A study of one's own images, by the documented commands.</summary>
public sealed class StudyTests : IDisposable
{
    internal const string Plan = """
        name: bars
        data: {0}
        test_share: 0.25
        replicates: 2
        synthetic_images: 60
        sizes:
          - {{ images: all, epochs: 2, classifier: {{ width: {{ filters1: 4, filters2: 4, hidden: 8 }}, batch_size: 16 }} }}
        gans:
          - {{ preset: cgan, options: {{ generator_updates: 10, batch_size: 8, latent_dimension: 6, filters: 4 }} }}
        article: {{ folds: 2 }}
        fair: {{ real_tuned: {{ max_epochs: 2, classifier: {{ width: {{ filters1: 4, filters2: 4, hidden: 8 }}, batch_size: 16 }} }} }}
        """;

    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_plan_is_shown_run_resumed_changed_and_reported()
    {
        var plan = WritePlan(Plan);
        var preview = Cli.Run("study", "run", plan, "--out", place["study"], "--dry-run").Succeeded();
        Assert.Contains("test_share: 0.25", preview.Output, StringComparison.Ordinal);
        Assert.Matches("tasks, (about|under) [0-9]", preview.Output);
        Assert.False(Directory.Exists(place["study"]));

        var run = Cli.Run("study", "run", plan, "--out", place["study"], "--workers", "2").Succeeded();
        Assert.Contains("not enough evidence", run.Output, StringComparison.Ordinal);
        Assert.Contains("protocol", run.Output, StringComparison.Ordinal); // the column of the article's protocol, but none of the article's figures, which bars have not
        Assert.DoesNotMatch(@"\barticle\b(?!')", run.Output);
        foreach (var file in new[] { "plan.yaml", "resolved.json", "environment.json", "results.json", "results.csv", "contrasts.csv", "timings.json", "report.html" })
            Assert.True(File.Exists(place[$"study/{file}"]), file);
        Assert.Equal(File.ReadAllText(plan), File.ReadAllText(place["study/plan.yaml"]));

        var status = JsonDocument.Parse(Cli.Run("study", "status", place["study"], "--json").Succeeded().Output).RootElement;
        Assert.Equal(status.GetProperty("total").GetInt32(), status.GetProperty("done").GetInt32());
        var results = File.ReadAllText(place["study/results.json"]);
        File.Delete(place["study/report.html"]);
        Cli.Run("study", "report", place["study"]).Succeeded();
        Assert.Equal(results, File.ReadAllText(place["study/results.json"]));
        Assert.True(File.Exists(place["study/report.html"]));

        var compared = Cli.Run("study", "compare", place["study"], place["study"], "--out", place["compare.html"]).Succeeded();
        Assert.Contains("The plans do not differ", compared.Output, StringComparison.Ordinal);
        Assert.Contains("<svg", File.ReadAllText(place["compare.html"]), StringComparison.Ordinal);
        Cli.Run("study", "compare", place["study"], place["nothing"]).RefusedWith("must be a study folder");

        var longer = WritePlan(Plan.Replace("replicates: 2", "replicates: 3", StringComparison.Ordinal));
        Cli.Run("study", "run", longer, "--out", place["study"]).RefusedWith("replicates: there 2, now 3");
        var more = Cli.Run("study", "run", longer, "--out", place["study"], "--accept-changes", "--workers", "1").Succeeded();
        Assert.DoesNotContain(" 0 done already", more.Error, StringComparison.Ordinal);

        File.AppendAllText(Directory.GetFiles(place["study/tasks"], "fit.json", SearchOption.AllDirectories)[0], " ");
        Cli.Run("study", "run", longer, "--out", place["study"]).RefusedWith("fit.json was changed");
        Cli.Run("study", "report", place["study"]).RefusedWith("fit.json was changed");
        Cli.Run("study", "run", longer, "--out", place["study"], "--redo-changed").Succeeded();
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_workers()
    {
        var plan = WritePlan(Plan);
        Cli.Run("study", "run", plan, "--out", place["one"], "--workers", "1").Succeeded();
        Cli.Run("study", "run", plan, "--out", place["three"], "--workers", "3").Succeeded();
        Assert.Equal(File.ReadAllText(place["one/results.json"]), File.ReadAllText(place["three/results.json"]));
    }

    [Fact]
    public void Every_fault_of_a_plan_is_listed_at_once_before_anything_is_written()
    {
        var plan = WritePlan(Plan
            .Replace("fair: {{", "fair: {{ relevant_points: -1, arms: [{{ name: lonely, gan: wgan }}],", StringComparison.Ordinal)
            .Replace("synthetic_images: 60", "synthetic_images: 0", StringComparison.Ordinal));
        var refused = Cli.Run("study", "run", plan, "--out", place["study"]).RefusedWith("synthetic images must be at least 1, but are 0");
        foreach (var fault in new[] { "relevant points must be positive, but are -1", "arm 'lonely' is in no contrast", "arm 'lonely': its GAN must be one that is trained on the training part (cgan)" })
            Assert.Contains(fault, refused.Error, StringComparison.Ordinal);
        Cli.Run("study", "run", WritePlan(Plan + "\nreplicate: 3"), "--out", place["study"]).RefusedWith("replicates"); // did you mean
        Assert.False(Directory.Exists(place["study"]));
    }

    [Fact]
    public void A_default_plan_is_written_and_runs_for_images_without_a_test_set()
    {
        var images = place.Bars("bars.npz", 240);
        Cli.Run("study", "init", "--data", images, "--out", place["plan.yaml"]).Succeeded();
        var preview = Cli.Run("study", "run", place["plan.yaml"], "--dry-run", "--json").Succeeded();
        var direct = Cli.Run("study", "run", "--data", images, "--dry-run", "--json").Succeeded();
        Assert.Equal(JsonDocument.Parse(preview.Output).RootElement.GetProperty("plan").ToString(), JsonDocument.Parse(direct.Output).RootElement.GetProperty("plan").ToString());
        Cli.Run("study", "run").RefusedWith("--data");
        Cli.Run("study", "status", place["nothing"]).RefusedWith("must be a study folder");
    }

    /// <summary>Writes a plan for bars, and the bars.</summary>
    internal static string WritePlan(Workplace place, string text = Plan)
    {
        var path = place[$"plan-{Directory.GetFiles(place["."], "plan-*").Length}.yaml"];
        File.WriteAllText(path, string.Format(System.Globalization.CultureInfo.InvariantCulture, text, place.Bars("bars.npz", 160)));
        return path;
    }

    private string WritePlan(string text) => WritePlan(place, text);
}
