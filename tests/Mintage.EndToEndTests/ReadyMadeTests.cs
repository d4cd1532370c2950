using System.Text.Json;
using Mintage.Data;

namespace Mintage.EndToEndTests;

/// <summary>Synthetic images that exist, judged by a study.</summary>
public sealed class ReadyMadeTests : IDisposable
{
    private const string Plan = """
        name: vendors
        data: {0}
        test_share: 0.25
        replicates: 5
        sizes: [{ images: all, steps: 4, classifier: { width: { filters1: 4, filters2: 4, hidden: 8 }, batch_size: 16 } }]
        gans: [{ name: vendor, images: {1} }]
        article: false
        fair: { real_tuned: false }
        """;

    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Images_of_a_folder_are_judged_and_their_unknown_lineage_is_told_everywhere()
    {
        var bars = place.Bars("bars.npz", 160);
        Cli.Run("gan", "train", "--data", bars, "--model", "cgan", "--updates", "10", "--batch", "8", "--filters", "4", "--out", place["gan"]).Succeeded();
        Cli.Run("gan", "sample", place["gan"], "--per-class", "30", "--out", place["made"]).Succeeded();
        var plan = WritePlan("plan.yaml", bars, place["made"]);
        // The provenance says that the GAN saw the images that the study tests on.
        Cli.Run("study", "run", plan, "--out", place["study"]).RefusedWith("nothing may have seen an image of");
        File.Delete(place["made/provenance.json"]);
        var run = Cli.Run("study", "run", plan, "--out", place["study"], "--workers", "2").Succeeded();
        Assert.Contains("every arm gets 60 synthetic images in place of 10,000", run.Error, StringComparison.Ordinal);
        Assert.Contains("'vendor' was trained on is not known", run.Output, StringComparison.Ordinal);
        var results = JsonDocument.Parse(File.ReadAllText(place["study/results.json"])).RootElement;
        Assert.Equal([60], results.GetProperty("foreign").EnumerateArray().Select(s => s.GetProperty("images").GetInt32()));
        var judged = results.GetProperty("contrasts").EnumerateArray().Where(c => c.GetProperty("in_family").GetBoolean()).ToList();
        Assert.Equal("classical+vendor", Assert.Single(judged).GetProperty("arm").GetString());
        Assert.Contains("unknown lineage", File.ReadAllText(place["study/report.html"]), StringComparison.Ordinal);
        var text = File.ReadAllText(place["study/results.json"]);
        Cli.Run("study", "report", place["study"]).Succeeded();
        Assert.Equal(text, File.ReadAllText(place["study/results.json"]));

        Cli.Run("study", "run", plan, "--synthetic", place["made"]).RefusedWith("gans: [{ images:");
        Cli.Run("study", "init", "--data", bars, "--synthetic", place["made"], "--out", place["init.yaml"]).Succeeded();
        Assert.Contains("images: ", File.ReadAllText(place["init.yaml"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Test_images_among_them_are_named_before_anything_is_trained()
    {
        var bars = place.Bars("bars.npz", 200);
        var synthetic = NpzFile.Read(bars).Select([.. Enumerable.Range(0, 200).Reverse()]);
        NpzFile.Write(place["made.npz"], synthetic); // the real images, of which the study sets three in ten aside
        Cli.Run("study", "run", "--data", bars, "--synthetic", place["made.npz"], "--out", place["study"]).RefusedWith("60 are identical to images of");
        Assert.False(Directory.Exists(place["study"]));
        Assert.InRange(File.ReadAllLines(place["study-test-copies.csv"]).Length, 61, 201); // bars are near copies of each other
    }

    [Fact]
    public void A_program_and_an_exported_generator_make_the_images_of_their_arms()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("uses a POSIX shell");
        var bars = place.Bars("bars.npz", 160);
        Cli.Run("gan", "train", "--data", bars, "--model", "cgan", "--updates", "5", "--batch", "8", "--filters", "4", "--out", place["gan"]).Succeeded();
        Cli.Run("export", place["gan"], "--to", place["mine.onnx"]).Succeeded();
        File.WriteAllText(place["again.sh"], "for c in \"$1\"/*/; do mkdir -p \"$2/$(basename \"$c\")\"; cp \"$c\"* \"$2/$(basename \"$c\")/\"; done\n");
        var plan = WritePlan("plan.yaml", bars, "unused");
        var gans = $"gans: [{{ onnx: {place["mine.onnx"]} }}, {{ name: again, command: 'sh again.sh {{train_folder}} {{synthetic_folder}}' }}]";
        File.WriteAllText(plan, string.Join('\n', File.ReadAllLines(plan).Select(line => line.StartsWith("gans:", StringComparison.Ordinal) ? gans : line)) + "\nsynthetic_images: 60\n");
        File.WriteAllText(plan, File.ReadAllText(plan).Replace("replicates: 5", "replicates: 1", StringComparison.Ordinal));
        Cli.Run("study", "run", plan, "--out", place["study"]).RefusedWith("--allow-commands");
        Cli.Run("study", "run", plan, "--out", place["study"], "--workers", "2", "--allow-commands").Succeeded();
        using var results = JsonDocument.Parse(File.ReadAllText(place["study/results.json"]));
        var sets = results.RootElement.GetProperty("foreign").EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!);
        Assert.Equal(["again", "mine"], sets.Keys.Order());
        Assert.Equal(("command", 60), (sets["again"].GetProperty("kind").GetString(), sets["again"].GetProperty("near_training_images").GetInt32()));
        Assert.Equal(("onnx", 60), (sets["mine"].GetProperty("kind").GetString(), sets["mine"].GetProperty("images").GetInt32()));
    }

    private string WritePlan(string name, string data, string images)
    {
        File.WriteAllText(place[name], Plan.Replace("{0}", data, StringComparison.Ordinal).Replace("{1}", images, StringComparison.Ordinal));
        return place[name];
    }
}
