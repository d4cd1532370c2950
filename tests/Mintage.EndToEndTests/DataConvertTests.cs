using System.Text.Json;
using Mintage.Data;

namespace Mintage.EndToEndTests;

public sealed class DataConvertTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_set_goes_from_format_to_format_and_stays_what_it_is()
    {
        var bars = place.Bars("bars.npz", 30);
        var fingerprint = NpzFile.Read(bars).Fingerprint;
        Cli.Run("data", "convert", bars, "--to", place["bars.parquet"]).Succeeded();
        var lossy = Cli.Run("data", "convert", place["bars.parquet"], "--to", place["x-images-idx3-ubyte.gz"]).Succeeded();
        Assert.Contains(": class names.", lossy.Error, StringComparison.Ordinal);
        Assert.Empty(lossy.Output);
        Cli.Run("data", "convert", place["x-images-idx3-ubyte.gz"], "--to", place["back.npz"]).Succeeded();
        Assert.Equal(fingerprint, NpzFile.Read(place["back.npz"]).Fingerprint);
        using var info = JsonDocument.Parse(Cli.Run("data", "info", place["bars.parquet"], "--json").Succeeded().Output);
        Assert.Equal(fingerprint, info.RootElement[0].GetProperty("fingerprint").GetString());
        Assert.Equal("column", info.RootElement[0].GetProperty("class_names")[1].GetString());

        Cli.Run("data", "convert", bars, "--subset", "10", "--to", place["pictures"]).Succeeded();
        Assert.Equal(5, Directory.GetFiles(place["pictures/column"], "*.png").Length);
        Assert.Equal(11, File.ReadAllLines(place["pictures/labels.csv"]).Length);
    }

    [Fact]
    public void Synthetic_images_are_put_behind_real_ones_and_told_apart()
    {
        var bars = place.Bars("bars.npz", 64);
        Cli.Run("gan", "train", "--data", bars, "--updates", "40", "--batch", "8", "--filters", "4", "--out", place["gan"]).Succeeded();
        foreach (var name in new[] { "s.npz", "s.parquet", "s-images-idx3-ubyte", "s-pictures" })
            Cli.Run("gan", "sample", place["gan"], "--per-class", "3", "--out", place[name]).Succeeded();
        Assert.Equal(File.ReadAllText(place["s.provenance.json"]), File.ReadAllText(place["s-pictures/provenance.json"]));
        Assert.True(File.Exists(place["s-pictures.png"]));

        var both = Cli.Run("data", "convert", bars, "--with", place["s.parquet"], "--to", place["both.npz"]).Succeeded();
        Assert.Contains("70 images of 2 classes", both.Error, StringComparison.Ordinal);
        Assert.Contains("6 of them synthetic, with their provenance", both.Error, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 70).Select(i => i >= 64), NpzFile.Read(place["both.npz"]).IsSynthetic!);
        Assert.Equal(File.ReadAllText(place["s.provenance.json"]), File.ReadAllText(place["both.provenance.json"]));

        Cli.Run("data", "convert", place["both.npz"], "--with", place["s.npz"], "--to", place["more.npz"]).RefusedWith("must hold real images only");
        Cli.Run("data", "convert", place["both.npz"], "--to", place["y-images-idx3-ubyte"]).RefusedWith("IDX file");
        Cli.Run("study", "run", "--data", place["both.npz"], "--out", place["study"]).RefusedWith("marked as synthetic");
    }

    [Fact]
    public void Synthetic_images_are_written_only_after_somebody_looked_for_copies()
    {
        var bars = place.Bars("bars.npz", 64);
        Cli.Run("gan", "train", "--data", bars, "--updates", "40", "--batch", "8", "--filters", "4", "--out", place["gan"]).Succeeded();
        Cli.Run("gan", "sample", place["gan"], "--per-class", "3", "--out", place["s.npz"], "--allow-memorised").Succeeded();
        string[] alone = ["data", "convert", place["s.npz"], "--to", place["out.parquet"]], behind = ["data", "convert", bars, "--with", place["s.npz"], "--to", place["out.parquet"]];
        foreach (var command in new[] { alone, behind })
        {
            Cli.Run(command).RefusedWith("('bars.npz') as --train");
            Assert.False(File.Exists(place["out.parquet"]));
        }
        Cli.Run([.. alone, "--train", place.Bars("few.npz", 60)]).RefusedWith("4 are missing");
        Cli.Run([.. behind, "--train", bars]).Succeeded();
        using (var provenance = JsonDocument.Parse(File.ReadAllText(place["out.provenance.json"])))
            Assert.Equal(64, provenance.RootElement.GetProperty("copies").GetProperty("training_images").GetInt32());
        Cli.Run("data", "convert", place["out.parquet"], "--to", place["again.npz"]).Succeeded(); // it says so from now on
        Cli.Run([.. alone, "--allow-memorised", "--overwrite"]).Succeeded();
        Assert.Equal(File.ReadAllText(place["s.provenance.json"]), File.ReadAllText(place["out.provenance.json"]));
        Cli.Run("data", "convert", bars, "--train", bars, "--to", place["plain.npz"]).RefusedWith("--train");
    }

    [Fact]
    public void What_stands_in_the_way_is_replaced_only_where_asked()
    {
        var bars = place.Bars("bars.npz", 10);
        Cli.Run("data", "convert", bars, "--to", place["a.npz"]).Succeeded();
        Cli.Run("data", "convert", bars, "--to", place["a.npz"]).RefusedWith("--overwrite");
        Cli.Run("data", "convert", bars, "--to", place["a.npz"], "--overwrite").Succeeded();
        Directory.CreateDirectory(place["home"]);
        File.WriteAllText(place["home/letter.txt"], "dear");
        Cli.Run("data", "convert", bars, "--to", place["home"], "--overwrite").RefusedWith("delete the folder yourself");
        Assert.Equal("dear", File.ReadAllText(place["home/letter.txt"]));
        Cli.Run("data", "convert", bars, "--to", place["a.zip"]).RefusedWith("must end in .npz or .parquet");
    }

    [Fact]
    public void An_unverified_set_says_where_it_is_published() =>
        Cli.Run("data", "info", "kmnist", "--data-folder", place["nothing"]).RefusedWith("published at http://codh.rois.ac.jp");
}
