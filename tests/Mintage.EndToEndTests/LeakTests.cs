using System.Text.Json;
using Mintage.Data;

namespace Mintage.EndToEndTests;

/// <summary>Test images that were seen are refused by every command that trains or judges.</summary>
public sealed class LeakTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_folder_is_split_once_and_its_parts_share_nothing()
    {
        for (byte i = 0; i < 40; i++) place.Picture($"photos/{(i % 2 == 0 ? "dark" : "light")}/p{i}.png", 16, 12, (byte)(i % 2 == 0 ? i : 200 + i));
        File.Copy(place["photos/dark/p0.png"], place["photos/dark/again.png"]);
        string[] split = ["data", "split", place["photos"], "--image-size", "16", "--fit", "pad", "--seed", "3", "--json"];
        using var parts = JsonDocument.Parse(Cli.Run([.. split, "--test-share", "0.25", "--out", place["halves"]]).Succeeded().Output);
        Assert.Equal([16, 15], Counts(parts, "train"));
        Assert.Equal([5, 5], Counts(parts, "test"));
        Assert.Equal(File.ReadAllBytes(place["photos/light/p1.png"]), File.ReadAllBytes(Directory.GetFiles(place["halves"], "p1.png", SearchOption.AllDirectories).Single())); // not resized
        var copies = Directory.GetFiles(place["halves"], "*.png", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) is "p0.png" or "again.png").ToList();
        Assert.Single(copies.Select(Path.GetDirectoryName).Distinct());
        Assert.Equal(41, Directory.GetFiles(place["halves"], "*.png", SearchOption.AllDirectories).Length);

        Cli.Run([.. split, "--out", place["halves"]]).RefusedWith("new or empty folder");
        Cli.Run([.. split, "--test-share", "1", "--out", place["other"]]).RefusedWith("above 0 and below 1");
        Assert.False(Directory.Exists(place["other"]));
        using var again = JsonDocument.Parse(Cli.Run([.. split, "--test-share", "0.25", "--out", place["again"]]).Succeeded().Output);
        Assert.Equal(parts.RootElement.GetProperty("test").GetProperty("fingerprint").GetString(), again.RootElement.GetProperty("test").GetProperty("fingerprint").GetString());

        string[] train = ["classify", "train", "--data", $"{place["halves"]}:train", "--test", $"{place["halves"]}:test", "--image-size", "16", "--fit", "pad", "--width", "4,4,8", "--batch", "8", "--epochs", "3"];
        Cli.Run([.. train, "--out", place["c.safetensors"]]).Succeeded();
        Cli.Run("classify", "evaluate", place["c.safetensors"], "--data", place["photos"], "--image-size", "16", "--fit", "pad").RefusedWith("31 of the 41 images of 'photos'");
        Cli.Run("classify", "evaluate", place["c.safetensors"], "--data", $"{place["halves"]}:test", "--image-size", "16", "--fit", "pad").Succeeded();
    }

    [Fact]
    public void A_classifier_splits_its_own_set_and_keeps_the_best_epoch()
    {
        var bars = place.Bars("bars.npz", 160);
        string[] train = ["classify", "train", "--data", bars, "--width", "4,8,8", "--batch", "16", "--epochs", "4", "--out", place["c.safetensors"]];
        using var result = JsonDocument.Parse(Cli.Run([.. train, "--test-share", "0.25", "--validation-share", "0.2", "--json"]).Succeeded().Output);
        var (best, curve) = (result.RootElement.GetProperty("best_epoch").GetInt32(), result.RootElement.GetProperty("curve").EnumerateArray().ToList());
        Assert.Equal(4, curve.Count);
        var reached = curve.Select(e => e.GetProperty("accuracy").GetDouble()).ToList();
        Assert.Equal(reached.Max(), reached[best - 1]);
        Assert.Equal(best * (96 / 16), result.RootElement.GetProperty("steps").GetInt32()); // 160, less 40 to test with and 24 to choose with
        Assert.Equal(place["c.safetensors"], result.RootElement.GetProperty("file").GetString());
        Cli.Run([.. train, "--test-share", "0.25", "--validation-share", "0.2"]).RefusedWith("--overwrite");
        Assert.Contains("24 validation images", Cli.Run([.. train, "--test-share", "0.25", "--validation-share", "0.2", "--overwrite"]).Succeeded().Output, StringComparison.Ordinal);

        Cli.Run(train).RefusedWith("--test-share 0.2");
        Cli.Run([.. train, "--test", bars, "--test-share", "0.2"]).RefusedWith("both are there");
        Cli.Run([.. train, "--test", bars]).RefusedWith("160 of them are among the 160 different images that the classifier trains on");
        Cli.Run([.. train, "--test-share", "0.2", "--validation-share", "0.2", "--steps", "5"]).RefusedWith("needs --epochs");
    }

    [Fact]
    public void Images_of_a_GAN_that_saw_the_test_images_are_refused_everywhere()
    {
        var (bars, other) = (place.Bars("bars.npz", 64), place["other.npz"]);
        var all = NpzFile.Read(place.Bars("more.npz", 128));
        NpzFile.Write(other, all.Select([.. Enumerable.Range(64, 64)], "other"));
        Cli.Run("gan", "train", "--data", bars, "--updates", "20", "--batch", "8", "--filters", "4", "--out", place["gan"]).Succeeded();
        Cli.Run("gan", "sample", place["gan"], "--per-class", "16", "--out", place["fake.npz"], "--allow-memorised").Succeeded();
        Cli.Run("data", "convert", other, "--with", place["fake.npz"], "--to", place["mixed"], "--allow-memorised").Succeeded();

        string[] train = ["classify", "train", "--width", "4,4,8", "--batch", "8", "--epochs", "1", "--out", place["c.safetensors"], "--data"];
        Cli.Run([.. train, place["fake.npz"], "--test", bars]).RefusedWith("64 different images that its synthetic images come from");
        Cli.Run([.. train, place["mixed"], "--test", bars]).RefusedWith("its synthetic images come from");
        Cli.Run([.. train, place["mixed"], "--test", other]).RefusedWith("that the classifier trains on");
        Assert.False(File.Exists(place["c.safetensors"]));
        Cli.Run([.. train, place["fake.npz"], "--test", other]).Succeeded();
        Cli.Run("classify", "evaluate", place["c.safetensors"], "--data", bars).RefusedWith("64 of the 64 images of 'bars.npz'");
        Cli.Run("classify", "evaluate", place["c.safetensors"], "--data", other).Succeeded();

        string[] score = ["score", "--real", other, "--synthetic", place["fake.npz"], "--extractor", "cnn", "--metrics", "cas", "--no-cache", "--test"];
        Cli.Run([.. score, bars]).RefusedWith("64 of the 64 images of 'bars.npz'");
        Cli.Run("gan", "train", "--data", place["fake.npz"], "--out", place["gan2"]).RefusedWith("must learn from real images");
        Cli.Run("gan", "train", "--data", place["mixed"], "--out", place["gan2"]).RefusedWith("32 that are marked as synthetic");
        Assert.False(Directory.Exists(place["gan2"]));
    }

    private static List<int> Counts(JsonDocument parts, string part) =>
        [.. parts.RootElement.GetProperty(part).GetProperty("class_counts").EnumerateArray().Select(n => n.GetInt32())];
}
