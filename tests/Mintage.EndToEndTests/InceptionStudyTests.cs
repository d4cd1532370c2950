using System.Text.Json;
using Mintage.Networks;
using Mintage.Networks.Weights;
using Mintage.Tests.Networks.Inception;

namespace Mintage.EndToEndTests;

/// <summary>A study with and without the weights of the Inception network in the cache.</summary>
public sealed class InceptionStudyTests : IDisposable
{
    private const string Frechet = "\nfrechet: {{ extractor: {{ width: {{ filters1: 4, filters2: 4, hidden: 8 }}, batch_size: 16 }}, "
        + "extractor_images: 16, extractor_epochs: 1, reference_images: 24, counts: [20] }}";

    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Weights_that_come_later_add_FID_to_what_is_done_and_unofficial_ones_are_marked()
    {
        var plan = StudyTests.WritePlan(place, StudyTests.Plan.Replace("replicates: 2", "replicates: 1", StringComparison.Ordinal) + Frechet);
        var without = Run("study", "run", plan, "--out", place["study"]);
        Assert.Contains("mintage weights fetch inception", without.Error, StringComparison.Ordinal);
        Assert.Contains("mintage weights fetch inception", File.ReadAllText(place["study/report.html"]), StringComparison.Ordinal);
        Assert.DoesNotContain("fid", Names());

        Directory.CreateDirectory(place["cache/weights"]);
        Safetensors.Write(place[$"cache/weights/{WeightCatalogue.Inception.FileName}"], [.. FormulaWeights.File.Tensors.Values]);
        var preview = JsonDocument.Parse(Run("study", "run", plan, "--out", place["study"], "--dry-run", "--json").Output).RootElement;
        Assert.True(preview.GetProperty("inception_seconds").GetDouble() > 10);
        var with = Run("study", "run", plan, "--out", place["study"]);
        Assert.DoesNotContain(" 0 done already", with.Error, StringComparison.Ordinal);
        Assert.Contains("unofficial weights", with.Error, StringComparison.Ordinal);
        Assert.Equal(["fid", "frechet-distance", "kid"], Names()); // 20 images are too few for an extrapolation
        Assert.Contains("FID (inception, unofficial weights)", File.ReadAllText(place["study/report.html"]), StringComparison.Ordinal);

        // What is analysed again is what was measured, wherever the weights are by now.
        var results = File.ReadAllText(place["study/results.json"]);
        Directory.Delete(place["cache/weights"], recursive: true);
        Run("study", "report", place["study"]);
        Assert.Equal(results, File.ReadAllText(place["study/results.json"]));
    }

    private Cli.Result Run(params string[] arguments) => Cli.RunWithCache(place["cache"], arguments).Succeeded();

    private List<string> Names() =>
    [
        .. JsonDocument.Parse(File.ReadAllText(place["study/results.json"])).RootElement.GetProperty("scores").EnumerateArray()
            .Select(s => s.GetProperty("metric").GetProperty("name").GetString()!).Distinct().Order(StringComparer.Ordinal),
    ];
}
