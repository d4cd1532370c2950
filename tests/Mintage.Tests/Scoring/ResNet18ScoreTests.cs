using Mintage.Data;
using Mintage.Results;
using Mintage.Scoring;
using Mintage.Tests.Data;
using Mintage.Tests.Networks.Backbones;

namespace Mintage.Tests.Scoring;

/// <summary>Colour images measured with the pretrained network, at its smallest side because that is quick.</summary>
public sealed class ResNet18ScoreTests : IDisposable
{
    private static readonly LabelledImages Real = Shapes.Make(300, channels: 3, seed: 1, name: "real"), Good = Shapes.Make(150, channels: 3, seed: 2, name: "good"), Train = Shapes.Make(80, channels: 3, seed: 3, name: "train");

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Distances_name_the_network_and_never_say_FID()
    {
        var scores = Scores(Good);
        Assert.DoesNotContain(scores.Keys, name => name is "fid" or "kid" or "inception-score" || name.StartsWith("fid", StringComparison.Ordinal));
        Assert.All(scores.Values, r => Assert.Equal(("resnet18:e2552f19db2d", "bilinear 32 x 32"), (r.Extractor, r.Preprocessing)));
        Assert.All(scores.Values, r => Assert.StartsWith("e2552f19db2d", r.WeightsSha256, StringComparison.Ordinal));
        Assert.Contains(scores["frechet-distance"].Warnings, w => w.Contains("150 synthetic images are not more than the 512 features", StringComparison.Ordinal));
        Assert.Equal(300, scores["frechet-distance"].NReal); // no image is needed to train it
        string[] expected = ["frechet-distance", "kernel-distance", "precision", "recall", "density", "coverage", "auth-pct"];
        Assert.All(expected, name => Assert.Contains(name, scores.Keys));
    }

    [Fact]
    public void Collapsed_images_and_copies_are_seen()
    {
        var (good, collapsed, copies) = (Scores(Good), Scores(Good.Select([.. Enumerable.Range(0, 150).Select(i => i % 3)], "collapsed")), Scores(Train));
        Assert.True(collapsed["frechet-distance"].Value > 2 * good["frechet-distance"].Value);
        Assert.True(collapsed["kernel-distance"].Value > good["kernel-distance"].Value);
        Assert.True(collapsed["recall"].Value < good["recall"].Value - 0.3);
        Assert.Equal(0, copies["auth-pct"].Value);
        Assert.True(good["auth-pct"].Value > 20);
    }

    [Fact]
    public void Features_of_a_set_are_computed_once()
    {
        var request = Request(Good) with { Metrics = [ScoreMetric.Pr] };
        Scorer.Run(request);
        var files = Directory.GetFiles(folder["features"]).ToDictionary(f => f, File.GetLastWriteTimeUtc);
        Scorer.Run(request);
        Assert.Equal(files, Directory.GetFiles(folder["features"]).ToDictionary(f => f, File.GetLastWriteTimeUtc));
        Assert.NotEmpty(files);
    }

    [Fact]
    public void A_wrong_side_is_one_of_the_faults() => TestImages.Refused(() => Scorer.Run(Request(Good) with { ResNet18Side = 50 }), "multiple of 32", "but is 50");

    private Dictionary<string, MetricRecord> Scores(LabelledImages synthetic) => Scorer.Run(Request(synthetic)).Metrics.ToDictionary(r => r.Name);

    private ScoreRequest Request(LabelledImages synthetic) => new()
    {
        Real = Real,
        Synthetic = synthetic,
        Train = Train,
        Metrics = [ScoreMetric.Fid, ScoreMetric.Kid, ScoreMetric.Pr, ScoreMetric.Prdc, ScoreMetric.Memorisation],
        UseCnn = false,
        UseResNet18 = true,
        ResNet18Weights = PackageModels.Network,
        ResNet18Side = 32,
        CacheFolder = folder.ToString(),
    };
}
