using System.Diagnostics;
using System.Text.Json;
using Mintage.Data;

namespace Mintage.EndToEndTests;

public sealed class GanTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_GAN_is_trained_and_sampled_and_the_same_seed_gives_the_same_images()
    {
        Train("a", 40).Succeeded();
        Train("b", 40).Succeeded();
        Cli.Run("gan", "sample", place["a"], "--per-class", "7", "--out", place["a.npz"]).Succeeded();
        Cli.Run("gan", "sample", place["b"], "--per-class", "7", "--out", place["b.npz"]).Succeeded();
        Assert.Equal(File.ReadAllBytes(place["a.npz"]), File.ReadAllBytes(place["b.npz"]));
        var images = NpzFile.Read(place["a.npz"]);
        Assert.Equal([7, 7], images.ClassCounts());
        Assert.Equal("column", images.ClassNames[1]);
        using var provenance = JsonDocument.Parse(File.ReadAllText(place["a.provenance.json"]));
        Assert.Equal(64, provenance.RootElement.GetProperty("lineage").GetArrayLength());
        Assert.Equal(images.Fingerprint, provenance.RootElement.GetProperty("fingerprint").GetString());
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(place["a.png"])[..4]);
    }

    [Fact]
    public void What_a_classifier_takes_for_another_class_is_drawn_again()
    {
        Cli.Run("gan", "train", "--data", place.Bars("bars.npz", 64), "--updates", "150", "--batch", "16", "--filters", "16", "--out", place["gan"]).Succeeded();
        string[] sample = ["gan", "sample", place["gan"], "--per-class", "30", "--out"];
        Cli.Run([.. sample, place["all.npz"]]).Succeeded();
        Assert.Contains("The filter rejected", Cli.Run([.. sample, place["a.npz"], "--reject"]).Succeeded().Error, StringComparison.Ordinal);
        Cli.Run([.. sample, place["b.npz"], "--reject", "--allow-memorised"]).Succeeded();
        Assert.Equal(File.ReadAllBytes(place["a.npz"]), File.ReadAllBytes(place["b.npz"])); // no copies here, so without the look at them the same
        using var provenance = JsonDocument.Parse(File.ReadAllText(place["a.provenance.json"]));
        Assert.Equal(60, provenance.RootElement.GetProperty("filter").GetProperty("kept").GetInt32());
        var drawn = provenance.RootElement.GetProperty("filter").GetProperty("drawn").GetInt32();
        Assert.InRange(drawn, 60, 600);
        // On some processors this GAN draws nothing that its filter rejects: then, and only then, the images are the same.
        Assert.Equal(drawn == 60, File.ReadAllBytes(place["all.npz"]).SequenceEqual(File.ReadAllBytes(place["a.npz"])));
        Assert.Equal(64, provenance.RootElement.GetProperty("lineage").GetArrayLength()); // the filter saw no image that the GAN did not
        Cli.Run([.. sample, place["x.npz"], "--reject", "--allow-memorised", "--train", place["all.npz"]]).RefusedWith("64 are missing");
    }

    [Fact]
    public void Members_are_trained_side_by_side_resumed_and_sampled_together()
    {
        string[] two = [.. Arguments("both", 40), "--members", "2"];
        Cli.Run(two).Succeeded();
        Train("alone", 40).Succeeded();
        Assert.Equal(File.ReadAllBytes(place["alone/generator.safetensors"]), File.ReadAllBytes(place["both/1/generator.safetensors"]));
        Assert.NotEqual(File.ReadAllBytes(place["both/1/generator.safetensors"]), File.ReadAllBytes(place["both/2/generator.safetensors"]));
        Cli.Run(two).RefusedWith("already holds 2 finished GANs");
        Cli.Run([.. Arguments("both", 41), "--members", "3"]).RefusedWith("--out");
        Cli.Run(Arguments("both", 40)).RefusedWith("several members");

        var second = File.ReadAllBytes(place["both/2/generator.safetensors"]);
        File.Delete(place["both/2/gan.json"]);
        Cli.Run("gan", "sample", place["both"], "--per-class", "4", "--out", place["x.npz"]).RefusedWith("both/2");
        Assert.DoesNotContain("start  best, member 1", Cli.Run(two).Succeeded().Error, StringComparison.Ordinal); // the finished one is kept
        Assert.Equal(second, File.ReadAllBytes(place["both/2/generator.safetensors"]));
        Assert.Contains("8 images from 2 GANs", Cli.Run("gan", "sample", place["both"], "--per-class", "4", "--out", place["both.npz"]).Succeeded().Error, StringComparison.Ordinal);
        using var provenance = JsonDocument.Parse(File.ReadAllText(place["both.provenance.json"]));
        Assert.Equal(2, provenance.RootElement.GetProperty("gans").GetArrayLength());
    }

    [Fact]
    public void Samples_are_held_against_the_training_images_and_can_fill_up_the_smaller_class()
    {
        var bars = NpzFile.Read(place.Bars("all.npz", 64));
        NpzFile.Write(place["skewed.npz"], bars.Select([.. Enumerable.Range(0, 64).Where(i => bars.Labels[i] == 0 || i < 24)])); // 32 rows, 12 columns
        Cli.Run("gan", "train", "--data", place["skewed.npz"], "--model", "cgan", "--updates", "20", "--batch", "8", "--filters", "4", "--classical", "photos", "--out", place["gan"]).Succeeded();
        using (var gan = JsonDocument.Parse(File.ReadAllText(place["gan/gan.json"])))
            Assert.True(gan.RootElement.GetProperty("options").GetProperty("classical").GetProperty("mirror").GetBoolean());
        var sampled = Cli.Run("gan", "sample", place["gan"], "--balance", "--out", place["rare.npz"]).Succeeded();
        Assert.Contains("20 images (column: 20)", sampled.Error, StringComparison.Ordinal);
        Assert.Equal([0, 20], NpzFile.Read(place["rare.npz"]).ClassCounts());
        using (var provenance = JsonDocument.Parse(File.ReadAllText(place["rare.provenance.json"])))
            Assert.Equal(44, provenance.RootElement.GetProperty("copies").GetProperty("training_images").GetInt32());
        Cli.Run("gan", "sample", place["gan"], "--balance", "10", "--out", place["x.npz"]).RefusedWith("has at least 12");
        Cli.Run("gan", "sample", place["gan"], "--out", place["x.npz"]).RefusedWith("--per-class");

        File.Move(place["skewed.npz"], place["moved.npz"]);
        string[] sample = ["gan", "sample", place["gan"], "--per-class", "3", "--out", place["x.npz"]];
        Cli.Run(sample).RefusedWith("--allow-memorised");
        Cli.Run([.. sample, "--train", place["all.npz"]]).Succeeded(); // has them all, and others
        Cli.Run([.. sample, "--allow-memorised"]).Succeeded();
        Assert.False(File.ReadAllText(place["x.provenance.json"]).Contains("training_images", StringComparison.Ordinal));
    }

    [Fact]
    public void A_generator_that_shows_hardly_anything_yet_is_warned_of_on_stderr()
    {
        var trained = Train("short", 1).Succeeded();
        Assert.Contains("Warning: Collapse: images of 2 of 2 classes", trained.Error, StringComparison.Ordinal);
        Assert.Empty(trained.Output);
    }

    [Fact]
    public void A_training_that_is_killed_goes_on_where_it_was_and_ends_with_the_same_bytes()
    {
        Train("whole", 3000).Succeeded();
        using (var process = Cli.Start(Cli.Folder, Arguments("killed", 3000)))
        {
            var patience = Stopwatch.StartNew();
            while (!File.Exists(place["killed/checkpoint.safetensors"]) && patience.Elapsed < TimeSpan.FromMinutes(1)) Thread.Sleep(5);
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        Assert.False(File.Exists(place["killed/gan.json"]), "the training should have been killed in its middle");
        Assert.True(File.Exists(place["killed/checkpoint.safetensors"]));
        Train("killed", 3000).Succeeded();
        foreach (var file in new[] { "gan.json", "generator.safetensors", "log.jsonl", "sheet.png" })
            Assert.Equal(File.ReadAllBytes(place[$"whole/{file}"]), File.ReadAllBytes(place[$"killed/{file}"]));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    public void Fewer_than_one_image_per_class_is_refused(string count) =>
        Cli.Run("gan", "sample", place["none"], "--per-class", count, "--out", place["x.npz"]).RefusedWith("--per-class must be at least 1");

    [Fact]
    public void What_cannot_be_trained_is_refused_before_anything_is_written()
    {
        var bars = place.Bars("bars.npz", 40);
        Cli.Run("gan", "train", "--data", bars, "--model", "stylegan", "--out", place["x"]).RefusedWith("Use one of: cgan");
        Cli.Run("gan", "train", "--data", bars, "--classical", "letters", "--out", place["x"]).RefusedWith("--classical must be one of none, digits, photos, symmetric");
        Cli.Run("gan", "train", "--data", bars, "--updates", "0", "--out", place["x"]).RefusedWith("generator updates must be at least 1");
        Cli.Run("gan", "train", "--data", bars, "--subset", "41", "--out", place["x"]).RefusedWith("between 1 and the 40 images");
        Cli.Run("gan", "train", "--data", bars, "--members", "17", "--out", place["x"]).RefusedWith("--members must be at most 16");
        Cli.Run("gan", "train", "--data", bars, "--members", "2", "--out", place["x"]).RefusedWith("a batch of 64 needs at least as many images");
        Cli.Run("gan", "train", "--data", bars, "--seed", "-1", "--out", place["x"]).RefusedWith("--seed must lie between");
        Cli.Run("gan", "train", "--data", place["missing.npz"], "--out", place["x"]).RefusedWith("missing.npz");
        Cli.Run("gan", "sample", place["nowhere"], "--per-class", "1", "--out", place["x.npz"]).RefusedWith("gan train");
        Assert.False(Directory.Exists(place["x"]));
    }

    [Fact]
    public void A_device_that_is_not_there_is_refused_before_anything_is_written()
    {
        var bars = place.Bars("bars.npz", 40);
        Cli.Run("gan", "train", "--data", bars, "--device", "cuda:99", "--out", place["x"]).RefusedWith("device 'cuda:99'");
        Cli.Run("gan", "train", "--data", bars, "--device", "gpu", "--out", place["x"]).RefusedWith("cpu, cuda (the first GPU) or cuda:N");
        Cli.Run("gan", "sample", place["x"], "--device", "cuda:99", "--per-class", "1", "--out", place["x.npz"]).RefusedWith("device 'cuda:99'");
        Cli.Run("classify", "train", "--data", bars, "--test", bars, "--device", "cuda:99", "--out", place["x"]).RefusedWith("device 'cuda:99'");
        Cli.Run("study", "run", "--data", bars, "--device", "cuda:99", "--out", place["x"]).RefusedWith("device 'cuda:99'");
        Assert.False(Path.Exists(place["x"]));
    }

    [Fact]
    public void Broken_IDX_files_are_refused_by_name()
    {
        var images = NpzFile.Read(place.Bars("bars.npz", 40));
        IdxFile.Write(place["train-images-idx3-ubyte"], images);
        var whole = File.ReadAllBytes(place["train-images-idx3-ubyte"]);
        Cli.Run("data", "info", place["train-images-idx3-ubyte"]).Succeeded();

        File.WriteAllBytes(place["train-images-idx3-ubyte"], whole[..^5]);
        Cli.Run("data", "info", place["train-images-idx3-ubyte"]).RefusedWith("train-images-idx3-ubyte");
        File.WriteAllBytes(place["train-images-idx3-ubyte"], [.. whole, 0]);
        Cli.Run("gan", "train", "--data", place["train-images-idx3-ubyte"], "--out", place["x"]).RefusedWith("train-images-idx3-ubyte");
        File.Copy(place["train-labels-idx1-ubyte"], place["train-images-idx3-ubyte"], overwrite: true);
        Cli.Run("data", "info", place["train-images-idx3-ubyte"]).RefusedWith("label");
        Assert.False(Directory.Exists(place["x"]));
    }

    [Fact]
    public void A_classifier_is_trained_saved_and_evaluated()
    {
        var bars = place.Bars("bars.npz", 320);
        var trained = Cli.Run("classify", "train", "--data", bars, "--test", bars, "--allow-overlap", "--width", "8,16,16", "--batch", "16", "--epochs", "20", "--out", place["c.safetensors"], "--json").Succeeded();
        using var training = JsonDocument.Parse(trained.Output);
        Assert.Equal(400, training.RootElement.GetProperty("steps").GetInt32());
        using var evaluated = JsonDocument.Parse(Cli.Run("classify", "evaluate", place["c.safetensors"], "--data", bars, "--allow-overlap", "--json").Succeeded().Output);
        Assert.Equal(training.RootElement.GetProperty("accuracy").GetDouble(), evaluated.RootElement.GetProperty("accuracy").GetDouble());
        Assert.InRange(evaluated.RootElement.GetProperty("accuracy").GetDouble(), 0.95, 1);
    }

    [Fact]
    public void A_residual_network_is_chosen_by_word_width_or_size()
    {
        var bars = place.Bars("bars.npz", 64);
        string[] train = ["classify", "train", "--data", bars, "--test", bars, "--allow-overlap", "--batch", "16", "--steps", "5", "--out", place["r.safetensors"], "--json"];
        using var training = JsonDocument.Parse(Cli.Run([.. train, "--network", "small", "--width", "4"]).Succeeded().Output);
        using var evaluated = JsonDocument.Parse(Cli.Run("classify", "evaluate", place["r.safetensors"], "--data", bars, "--allow-overlap", "--json").Succeeded().Output);
        Assert.Equal(training.RootElement.GetProperty("accuracy").GetDouble(), evaluated.RootElement.GetProperty("accuracy").GetDouble());
        Cli.Run("export", place["r.safetensors"], "--to", place["r.onnx"]).Succeeded();
        Assert.Contains("\"residual\\\":4", File.ReadAllText(place["r.safetensors"], System.Text.Encoding.Latin1)[..400], StringComparison.Ordinal);
        Cli.Run([.. train, "--network", "cnn", "--width", "4"]).RefusedWith("must be three numbers for the CNN");
        Cli.Run([.. train, "--network", "resnet"]).RefusedWith("one of auto, small, cnn, residual, pretrained");
        Cli.Run([.. train, "--width", "0"]).RefusedWith("at least 1");
    }

    private Cli.Result Train(string name, int updates) => Cli.Run(Arguments(name, updates));

    private string[] Arguments(string name, int updates) =>
        ["gan", "train", "--data", place.Bars("bars.npz", 64), "--updates", $"{updates}", "--batch", "8", "--filters", "4", "--out", place[name]];
}
