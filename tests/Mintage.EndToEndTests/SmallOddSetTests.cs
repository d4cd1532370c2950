using Mintage.Data;

namespace Mintage.EndToEndTests;

/// <summary>Sets that other programs write: labels from 1, images too small for a network.</summary>
public sealed class SmallOddSetTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_class_without_images_is_named_and_never_drawn()
    {
        var bars = NpzFile.Read(place.Bars("bars.npz", 64));
        NpzFile.Write(place["from-1.npz"], new LabelledImages(
            "from 1", bars.Pixels, [.. bars.Labels.Select(label => label + 1)], 8, 8, 1, ["nobody", "row", "column"]));
        string[] train = ["gan", "train", "--data", place["from-1.npz"], "--updates", "20", "--batch", "8", "--filters", "4", "--out", place["gan"]];
        Assert.Contains("'nobody'", Cli.Run(train).Succeeded().Error, StringComparison.Ordinal);

        var sampled = Cli.Run("gan", "sample", place["gan"], "--per-class", "3", "--allow-memorised", "--out", place["s.npz"]).Succeeded();

        Assert.Contains("'nobody'", sampled.Error, StringComparison.Ordinal);
        Assert.Equal([0, 3, 3], NpzFile.Read(place["s.npz"]).ClassCounts());
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(1, 1)]
    public void Images_too_small_are_refused_with_the_smallest_size(int height, int width)
    {
        var pixels = new byte[140 * height * width];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i * 37);
        NpzFile.Write(place["tiny.npz"], new LabelledImages(
            "tiny", pixels, [.. Enumerable.Range(0, 140).Select(i => i % 2)], height, width, 1, ["a", "b"]));
        Cli.Run("classify", "train", "--data", place["tiny.npz"], "--test", place["tiny.npz"], "--allow-overlap", "--out", place["c.safetensors"]).RefusedWith("at least 4 x 4 pixels");
        Cli.Run("gan", "train", "--data", place["tiny.npz"], "--out", place["gan"]).RefusedWith("multiples of 4");
        Cli.Run("study", "run", "--data", place["tiny.npz"], "--out", place["study"]).RefusedWith("4");
        Cli.Run("score", "--real", place["tiny.npz"], "--synthetic", place["tiny.npz"]).RefusedWith("4");
        Assert.False(Directory.Exists(place["gan"]) || Directory.Exists(place["study"]) || File.Exists(place["c.safetensors"]));
    }
}
