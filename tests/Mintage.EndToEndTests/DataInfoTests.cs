using System.Text.Json;
using Mintage.Data;

namespace Mintage.EndToEndTests;

public sealed class DataInfoTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Names_of_classes_and_files_do_not_reach_the_terminal_as_commands()
    {
        for (var i = 0; i < 4; i++)
        {
            place.Picture($"set/\u001b[2Jcat\a/{i}.png", 8, 8, (byte)(40 * i));
            place.Picture($"set/=1+1/\u001b[31m{i}.png", 8, 8, (byte)((40 * i) + 9));
        }
        File.WriteAllText(place["set/=1+1/\u001b[5mno.png"], "no picture");
        File.WriteAllText(place["set/=1+1/two\nlines.png"], "no picture");
        var refused = Cli.Run("data", "info", place["set"]).RefusedWith("no.png").Error;
        Assert.DoesNotContain('\u001b', refused);
        Assert.Equal(2, refused.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.StartsWith("  - ", StringComparison.Ordinal)));
        Assert.Contains("two\uFFFDlines.png", refused, StringComparison.Ordinal);
        var text = Cli.Run("data", "info", place["set"], "--skip-broken").Succeeded();
        Assert.DoesNotContain(text.Output + text.Error, c => char.IsControl(c) && c != '\n');
        Assert.Contains("\uFFFD[2Jcat\uFFFD", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_and_copies_are_shown_also_across_two_sets()
    {
        var images = NpzFile.Read(place.Bars("bars.npz", 60));
        string[] groups = [.. Enumerable.Range(0, 60).Select(i => $"p{i / 6}")];
        NpzFile.Write(place["train.npz"], images.WithGroups(groups).Select([.. Enumerable.Range(0, 40), 7]));
        NpzFile.Write(place["test.npz"], images.WithGroups(groups).Select([.. Enumerable.Range(39, 21), 3]));

        var text = Cli.Run("data", "info", place["train.npz"], "--against", place["test.npz"]).Succeeded();
        Assert.Contains("Groups: 7; the largest, 'p1', has 7 images.", text.Output, StringComparison.Ordinal);
        Assert.Contains("Groups that test.npz shares: 2 (p0, p6).", text.Output, StringComparison.Ordinal);
        Assert.Contains("Images in both train.npz and test.npz: 2.", text.Output, StringComparison.Ordinal);

        var json = Cli.Run("data", "info", place["train.npz"], "--against", place["test.npz"], "--pairs", place["pairs.png"], "--json").Succeeded();
        using var document = JsonDocument.Parse(json.Output);
        var set = document.RootElement[0];
        Assert.Equal(7, set.GetProperty("groups").GetProperty("count").GetInt32());
        var copy = set.GetProperty("duplicates").GetProperty("identical").EnumerateArray().Single();
        Assert.Equal((7, 40), (copy.GetProperty("first").GetInt32(), copy.GetProperty("second").GetInt32()));
        var against = set.GetProperty("against");
        Assert.Equal(["p0", "p6"], against.GetProperty("shared_groups").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(2, against.GetProperty("duplicates").GetProperty("identical").GetArrayLength());
        Assert.Equal(JsonValueKind.Array, against.GetProperty("duplicates").GetProperty("near").GetProperty("closest").ValueKind);
        Assert.True(File.Exists(place["pairs.png"]));
        Assert.Equal(["repeated-images", "few-in-test"], set.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetProperty("kind").GetString()));
        Assert.Equal("row", set.GetProperty("class_names")[0].GetString());
        Assert.True(set.GetProperty("default_study").GetProperty("cost").GetProperty("tasks").GetInt32() > 20);
    }

    [Fact]
    public void A_folder_of_pictures_is_shown_with_what_could_spoil_a_study_and_what_a_study_would_do()
    {
        for (var i = 0; i < 60; i++)
        {
            place.Picture($"scans/train/crack/p{i / 10}_{i}.png", 20, 20, (byte)(2 * i));
            if (i % 5 == 0) place.Picture($"scans/train/sound/p{i / 10}_{i}.png", 20, 10, (byte)(121 + i));
            if (i % 4 == 0) place.Picture($"scans/test/{(i % 8 == 0 ? "crack" : "sound")}/p{3 + (i / 10)}_{100 + i}.png", 20, 20, (byte)(180 + i));
        }
        var shown = Cli.Run("data", "info", place["scans"], "--image-size", "16", "--fit", "stretch", "--sheet", place["sheet.png"]).Succeeded().Output;
        foreach (var words in (string[])
        [
            "20 x 20 (60), 20 x 10 (12)", "File names look like 6 groups: 'p0'", "3 of them are in scans:test too", "72 images are of one colour",
            "'crack' has 5 times the images of 'sound'", "10 file names are in several classes: 'p1_10'", "training", "72 images, all ", "balanced accuracy", "tasks, about", "█",
        ])
            Assert.Contains(words, shown, StringComparison.Ordinal);
        Assert.True(new FileInfo(place["sheet.png"]).Length > 500);
    }

    [Fact]
    public void Where_no_study_can_be_run_the_rest_is_shown_with_the_reason()
    {
        place.Picture("one/only/a.png", 8, 8, 1);
        place.Picture("one/only/b.png", 8, 8, 2);
        var shown = Cli.Run("data", "info", place["one"]).Succeeded().Output;
        Assert.Contains("A study cannot run", shown, StringComparison.Ordinal);
        Assert.Contains("at least 2 classes", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_is_not_compared_with_itself() =>
        Cli.Run("data", "info", place.Bars("bars.npz", 10), "--against", place["bars.npz"]).RefusedWith("must name another data set");
}
