using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Mintage.Data;
using Mintage.Networks;

namespace Mintage.EndToEndTests;

/// <summary>Training elsewhere: images handed out, predictions taken back, the same verdict.</summary>
public sealed class ElsewhereTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Predictions_of_the_study_s_own_classifiers_get_the_verdict_of_the_study()
    {
        var plan = StudyTests.WritePlan(place);
        Cli.Run("study", "run", plan, "--out", place["study"], "--workers", "2").Succeeded();
        var exported = Cli.Run("study", "export", plan, "--out", place["handout"], "--study", place["study"], "--workers", "1").Succeeded();
        Assert.Empty(exported.Output);
        Assert.Contains("README.md", exported.Error, StringComparison.Ordinal);
        Cli.Run("study", "export", plan, "--out", place["handout"]).RefusedWith("new or empty folder");
        Cli.Run("study", "judge", place["handout"], place["study"]).RefusedWith("must hold a folder for each fit");

        PredictAsTheStudyDid();
        var judged = Cli.Run("study", "judge", place["handout"], place["predictions"], "--json").Succeeded();
        var (own, ours) = (Json(place["study/results.json"]), JsonDocument.Parse(judged.Output).RootElement);
        var (family, judgedFamily) = (Family(own), Family(ours));
        Assert.Equal(2, family.Count);
        foreach (var (a, b) in family.Zip(judgedFamily))
        {
            foreach (var name in new[] { "arm", "against", "replicates", "steps", "differences_points", "estimate_points", "standard_error_points", "degrees_of_freedom", "simultaneous_points", "p_value", "adjusted_p_value", "verdict", "sentence" })
                Assert.Equal(a.GetProperty(name).ToString(), b.GetProperty(name).ToString());
            foreach (var (x, y) in a.GetProperty("outcomes").EnumerateArray().Zip(b.GetProperty("outcomes").EnumerateArray()))
                Assert.Equal(x.GetProperty("estimate").GetDouble(), y.GetProperty("estimate").GetDouble(), 1e-4);
        }
        Assert.Equal(own.GetProperty("sizes").ToString(), ours.GetProperty("sizes").ToString());
        Assert.Equal(File.ReadAllText(place["handout/judged/results.json"]).Trim(), judged.Output.Trim());
        Assert.Contains("trained elsewhere", File.ReadAllText(place["handout/judged/report.html"]), StringComparison.Ordinal);

        // Without some of them there are numbers and no verdict.
        Directory.Delete(Directory.GetDirectories(place["predictions"], "*-classical-r2").Single(), recursive: true);
        var partly = Cli.Run("study", "judge", place["handout"], place["predictions"], "--out", place["partly"]);
        Assert.Equal(2, partly.ExitCode);
        Assert.Contains("classical-r2", partly.Error, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Family(Json(place["partly/results.json"]))[0].GetProperty("verdict").ValueKind);
    }

    /// <summary>Writes what the study's classifiers predicted, in the order of the images that were handed out.</summary>
    private void PredictAsTheStudyDid()
    {
        var fits = Json(place["study/results.json"]).GetProperty("fits").EnumerateArray()
            .Where(f => f.GetProperty("protocol").GetString() == "fair" && f.GetProperty("fold").ValueKind == JsonValueKind.Null)
            .ToDictionary(f => (f.GetProperty("arm").GetString()!, f.GetProperty("replicate").GetInt32()), f => f.GetProperty("task").GetString()!);
        var lines = File.ReadAllLines(place["handout/index.csv"]).Select(l => l.Split(',')).ToList();
        foreach (var line in lines.Skip(1).Select(l => lines[0].Zip(l).ToDictionary()))
        {
            var key = fits[(line["arm"], int.Parse(line["replicate"], CultureInfo.InvariantCulture))];
            var tensors = Safetensors.Read(Path.Combine(Directory.GetDirectories(place["study/tasks"], $"fit-*{key[..12]}").Single(), "predictions.safetensors")).Tensors;
            int[] predictions = [.. MemoryMarshal.Cast<byte, int>(tensors["predictions"].Bytes.Span)];
            float[] confidences = [.. MemoryMarshal.Cast<byte, float>(tensors["confidences"].Bytes.Span)];
            // Two classes: the other one has the rest.
            var rows = Order(place[$"handout/{line["test"]}"]).SelectMany(i => predictions[i] == 0
                ? new[] { confidences[i], 1 - confidences[i] } : [1 - confidences[i], confidences[i]]).ToArray();
            Directory.CreateDirectory(place[$"predictions/{line["fit"]}"]);
            using (var stream = File.Create(place[$"predictions/{line["predictions"]}"]))
                new NpyArray([rows.Length / 2, 2], rows).Write(stream);
            File.WriteAllText(place[$"predictions/{line["report"]}"], $"{{\"steps\": {line["steps"]}}}");
        }
    }

    /// <summary>The place in the study's test part of each image that was handed out, by its pixels.</summary>
    private int[] Order(string path)
    {
        var resolved = Mintage.Studies.StudyFolder.ReadPlan(place["study"]);
        var test = Mintage.Studies.StudyData.Load(resolved) is var data ? data.Images(data.Test(0)) : null!;
        var places = Enumerable.Range(0, test.Count).ToDictionary(i => Convert.ToHexString(test.Image(i)), i => i);
        var pixels = NpzArchive.Read(path, archive => archive.Array("images").Values<byte>());
        return [.. Enumerable.Range(0, test.Count).Select(i => places[Convert.ToHexString(pixels.AsSpan(i * test.PixelsPerImage, test.PixelsPerImage))])];
    }

    private static List<JsonElement> Family(JsonElement results) =>
        [.. results.GetProperty("contrasts").EnumerateArray().Where(c => c.GetProperty("in_family").GetBoolean())];

    private static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;
}
