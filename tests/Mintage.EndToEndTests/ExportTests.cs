using System.Text.Json;

namespace Mintage.EndToEndTests;

public sealed class ExportTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_classifier_and_a_GAN_are_exported_and_an_existing_file_only_when_asked_for()
    {
        var bars = place.Bars("bars.npz", 64);
        Cli.Run("classify", "train", "--data", bars, "--test", bars, "--allow-overlap", "--width", "8,8,8", "--batch", "16", "--steps", "5", "--out", place["c.safetensors"]).Succeeded();
        Cli.Run("gan", "train", "--data", bars, "--model", "cgan", "--updates", "5", "--batch", "8", "--filters", "4", "--out", place["gan"]).Succeeded();

        using var exported = JsonDocument.Parse(Cli.Run("export", place["c.safetensors"], "--to", place["c.onnx"], "--json").Succeeded().Output);
        Assert.Equal("classifier", exported.RootElement.GetProperty("kind").GetString());
        var written = Cli.Run("export", place["gan"], "--to", place["g.safetensors"]).Succeeded();
        Assert.Empty(written.Output);
        Assert.Contains("generator (images of 8 x 8 x 1, 2 classes)", written.Error, StringComparison.Ordinal);

        Cli.Run("export", place["gan"], "--to", place["c.onnx"]).RefusedWith("--overwrite");
        Cli.Run("export", place["gan"], "--to", place["c.onnx"], "--overwrite").Succeeded();
        Cli.Run("export", place["g.safetensors"], "--to", place["g.onnx"]).Succeeded();
        Assert.Equal(File.ReadAllBytes(place["c.onnx"]), File.ReadAllBytes(place["g.onnx"]));
        Cli.Run("export", place["gan"], "--to", place["g.pth"]).RefusedWith("must end in .onnx or .safetensors");
        Cli.Run("classify", "evaluate", place["g.safetensors"], "--data", bars).RefusedWith("must be a classifier");
    }
}
