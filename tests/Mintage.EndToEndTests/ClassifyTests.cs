using System.Text.Json;
using Mintage.Data;

namespace Mintage.EndToEndTests;

/// <summary>What people do with a classifier: train it, look at its mistakes, use it.</summary>
public sealed class ClassifyTests : IDisposable
{
    private static readonly string[] Form = ["--image-size", "16", "--colour", "grey"];
    private readonly Workplace place = new();

    public ClassifyTests()
    {
        for (byte i = 0; i < 24; i++)
        {
            var (name, grey) = (i % 3) switch { 0 => ("dark", i), 1 => ("grey", 110 + i), _ => ("light", 220 + i) };
            place.Picture($"photos/{name}/{i}.png", 16, 16, (byte)grey);
        }
    }

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_training_leaves_a_page_of_mistakes_and_a_confusion_matrix_and_pictures_are_predicted()
    {
        var trained = Train().Succeeded();
        Assert.Contains("recall", trained.Output, StringComparison.Ordinal);
        Assert.Contains("<h2>Classes</h2>", File.ReadAllText(place["c.mistakes.html"]), StringComparison.Ordinal);
        var matrix = File.ReadAllLines(place["c.confusion.csv"]);
        Assert.Equal("true class,dark,grey,light", matrix[0]);
        Assert.Equal(24, matrix[1..].Sum(line => line.Split(',')[1..].Sum(int.Parse)));

        Directory.CreateDirectory(place["new"]);
        File.Copy(place["photos/dark/0.png"], place["new/a.png"]);
        Directory.CreateDirectory(place["new/below"]);
        File.Copy(place["photos/light/23.png"], place["new/below/b.png"]);
        Cli.Run("classify", "predict", place["c.safetensors"], place["new"], "--out", place["p.csv"]).Succeeded();
        var lines = File.ReadAllLines(place["p.csv"]);
        Assert.Equal("image,class,confidence,p(dark),p(grey),p(light)", lines[0]);
        Assert.Equal(["a.png", "below/b.png"], lines[1..].Select(line => line.Split(',')[0]));
        Assert.Equal(["dark", "light"], lines[1..].Select(line => line.Split(',')[1]));
        Assert.All(lines[1..], line => Assert.Equal(1, line.Split(',')[3..].Sum(p => double.Parse(p, System.Globalization.CultureInfo.InvariantCulture)), 1e-4));

        using var one = JsonDocument.Parse(Cli.Run("classify", "predict", place["c.safetensors"], place["new/a.png"], "--json").Succeeded().Output);
        Assert.Equal("dark", one.RootElement[0].GetProperty("class").GetString());
        Cli.Run("classify", "predict", place["c.safetensors"], place["nowhere"], "--out", place["q.csv"]).RefusedWith("nowhere");
        Assert.False(File.Exists(place["q.csv"]));
    }

    [Fact]
    public void Classes_are_matched_by_name()
    {
        Train().Succeeded();
        var all = Accuracy("photos");
        Directory.Move(place["photos/grey"], place["grey"]);
        Assert.Equal(1, Accuracy("photos"), 1e-6); // two of the three classes, dark and light, are easy
        Directory.Move(place["grey"], place["photos/medium"]);
        Evaluate("photos").RefusedWith("'medium', which the classifier does not have");
        Assert.InRange(all, 0.9, 1);
    }

    [Fact]
    public void Test_images_and_synthetic_ones_are_matched_by_name_too()
    {
        foreach (var (name, classes) in new[] { ("turned.npz", new[] { "light", "dark" }), ("renamed.npz", ["light", "darkk"]), ("unnamed.npz", ["0", "1"]) })
            NpzFile.Write(place[name], new LabelledImages("x", [.. Enumerable.Range(0, 20 * 256).Select(p => (byte)((p / 256 % 2 == 0 ? 200 : 10) + (p % 37) + (p / 512)))],
                [.. Enumerable.Range(0, 20).Select(i => i % 2)], 16, 16, 1, classes));
        var trained = Train("turned.npz", "--json").Succeeded();
        using var result = JsonDocument.Parse(trained.Output);
        Assert.Equal(1, result.RootElement.GetProperty("accuracy").GetDouble(), 1e-6); // by number, light would be dark
        Train("renamed.npz").RefusedWith("Did you mean 'dark'?");

        string[] score = ["score", "--real", place["photos"], .. Form, "--extractor", "cnn", "--metrics", "agreement", "--no-cache", "--json", "--synthetic"];
        using var scored = JsonDocument.Parse(Cli.Run([.. score, place["turned.npz"]]).Succeeded().Output);
        var names = scored.RootElement.GetProperty("metrics").EnumerateArray().Select(m => m.GetProperty("name").GetString()).ToList();
        Assert.Contains("label-agreement/light", names);
        Assert.DoesNotContain("label-agreement/grey", names); // none was made
        Cli.Run([.. score, place["renamed.npz"]]).RefusedWith("'darkk'");
        Cli.Run([.. score, place["unnamed.npz"]]).RefusedWith("class_names in an .npz");
        Cli.Run(["data", "convert", place["photos"], .. Form, "--with", place["renamed.npz"], "--to", place["both"]]).RefusedWith("'darkk'");
        Assert.False(Directory.Exists(place["both"]));
    }

    private double Accuracy(string folder)
    {
        using var result = JsonDocument.Parse(Evaluate(folder, "--json").Succeeded().Output);
        return result.RootElement.GetProperty("accuracy").GetDouble();
    }

    private Cli.Result Evaluate(string folder, params string[] more) =>
        Cli.Run(["classify", "evaluate", place["c.safetensors"], "--data", place[folder], "--allow-overlap", .. Form, .. more]);

    private Cli.Result Train(string test = "photos", params string[] more) => Cli.Run(
        ["classify", "train", "--data", place["photos"], "--test", place[test], "--allow-overlap", .. Form, "--width", "4,8,8", "--batch", "8", "--steps", "300", "--out", place["c.safetensors"], .. more]);
}
