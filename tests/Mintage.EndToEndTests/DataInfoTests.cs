using System.Text.Json;
using Mintage.Data;

namespace Mintage.EndToEndTests;

public sealed class DataInfoTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Groups_and_copies_are_shown_also_across_two_sets()
    {
        var images = NpzFile.Read(place.Bars("bars.npz", 60));
        string[] groups = [.. Enumerable.Range(0, 60).Select(i => $"p{i / 6}")];
        NpzFile.Write(place["train.npz"], images.WithGroups(groups).Select([.. Enumerable.Range(0, 40), 7]));
        NpzFile.Write(place["test.npz"], images.WithGroups(groups).Select([.. Enumerable.Range(39, 21), 3]));

        var text = Cli.Run("data", "info", place["train.npz"], "--against", place["test.npz"]).Succeeded();
        Assert.Contains("Groups: 7; the largest, 'p1', has 7 images.", text.Output, StringComparison.Ordinal);
        Assert.Contains("Groups in test.npz too: 2 (p0, p6).", text.Output, StringComparison.Ordinal);
        Assert.Contains("Images in both train.npz and test.npz: 2.", text.Output, StringComparison.Ordinal);

        var json = Cli.Run("data", "info", place["train.npz"], "--against", place["test.npz"], "--sheet", place["pairs.png"], "--json").Succeeded();
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
    }

    [Fact]
    public void A_set_is_not_compared_with_itself() =>
        Cli.Run("data", "info", place.Bars("bars.npz", 10), "--against", place["bars.npz"]).RefusedWith("must name another data set");
}
