namespace Mintage.EndToEndTests;

/// <summary>The programs under samples/, as built with the rest.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void The_quick_start_trains_samples_scores_and_compares_and_one_s_own_classifier_learns_from_its_images()
    {
        var bars = place.Bars("bars.npz", 200);
        Quickstart.AssertWorked(Run("Quickstart", bars, place["gan"], "12"), place["gan"]);

        var refused = Run("OwnClassifier", bars, place["gan/synthetic.npz"], bars, "60");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("must not be among those behind the synthetic ones", refused.Error, StringComparison.Ordinal);

        place.Bars("more.npz", 400);
        var classified = Run("OwnClassifier", bars, place["gan/synthetic.npz"], Unseen(), "150").Succeeded();
        var accuracy = double.Parse(classified.Output.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(accuracy, 70, 100); // two classes, so chance is 50; a training without effect stays there

        var asked = Run("MlNet", place["gan/classifier.safetensors"], bars).Succeeded(); // 1 where it computes something else than Mintage
        Assert.Matches(@"ML\.NET: \d+ of 200 images right", asked.Output);
    }

    [Fact]
    public void Networks_of_one_s_own_train_sample_and_score_and_their_images_keep_their_lineage()
    {
        var run = Run("OwnGan", place.Bars("bars.npz", 200), place["own"], "12").Succeeded();
        Assert.Contains("160 images of 'upsampling generator, projection discriminator, 32 filters', which saw 160 images", run.Output, StringComparison.Ordinal);
        Assert.Contains("c-t (", run.Output, StringComparison.Ordinal);
        using var provenance = System.Text.Json.JsonDocument.Parse(File.ReadAllText(place["own/synthetic.provenance.json"]));
        Assert.Equal(160, provenance.RootElement.GetProperty("lineage").GetArrayLength());
        Cli.Run("gan", "sample", place["own"], "--per-class", "1", "--out", place["x.npz"]).RefusedWith("which only the program that built them can load");
        Cli.Run("export", place["own"], "--to", place["x.onnx"]).RefusedWith("custom networks");
    }

    [Fact]
    public void A_study_runs_from_a_plan_in_one_process_and_refuses_a_plan_that_is_not_there()
    {
        var plan = StudyTests.WritePlan(place);
        var run = Run("Study", place["study"], "--plan", plan).Succeeded();
        Assert.Contains("cgan against real: ", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(place["study/report.html"]));
        Assert.Equal(2, Run("Study", place["other"], "--plan", place["none.yaml"]).ExitCode);
    }

    private static Cli.Result Run(string sample, params string[] arguments) => Dotnet.Run(Path.GetTempPath(), [Dotnet.Sample($"Mintage.Samples.{sample}"), .. arguments]);

    /// <summary>Bars that are not among the first 200.</summary>
    private string Unseen()
    {
        var more = Data.NpzFile.Read(place["more.npz"]);
        Data.NpzFile.Write(place["unseen.npz"], more.Select([.. Enumerable.Range(200, 200)]));
        return place["unseen.npz"];
    }
}

/// <summary>What the sample "quickstart" must show, wherever it runs.</summary>
internal static class Quickstart
{
    public static void AssertWorked(Cli.Result run, string folder)
    {
        run.Succeeded();
        foreach (var line in new[] { "160 images to train on, 40 to test on, 2 classes", "precision", "test accuracy: real " })
            Assert.Contains(line, run.Output, StringComparison.Ordinal);
        foreach (var file in new[] { "generator.safetensors", "synthetic.npz", "synthetic.provenance.json", "classifier.safetensors" })
            Assert.True(File.Exists(Path.Combine(folder, file)), file);
    }
}
