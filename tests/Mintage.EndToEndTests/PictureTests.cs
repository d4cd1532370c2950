using System.Text.Json;

namespace Mintage.EndToEndTests;

public sealed class PictureTests : IDisposable
{
    private readonly Workplace place = new();

    public PictureTests()
    {
        for (byte i = 0; i < 20; i++) place.Picture($"flowers/{(i % 2 == 0 ? "rose" : "tulip")}/{i}.png", 40 + i, 50, (byte)(10 * i));
    }

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_folder_of_photographs_of_any_size_is_a_data_set()
    {
        Cli.Run("data", "info", place["flowers"]).RefusedWith("one size, but has 20 sizes");
        Assert.Contains("rose", Cli.Run("data", "info", place["flowers"], "--image-size", "32", "--fit", "crop").Succeeded().Output, StringComparison.Ordinal);
        var json = Cli.Run("data", "info", place["flowers"], "--image-size", "32", "--fit", "crop", "--colour", "rgb", "--json").Succeeded();
        using var document = JsonDocument.Parse(json.Output);
        var set = document.RootElement[0];
        Assert.Equal((20, 32, 32, 3), (Number(set, "count"), Number(set, "height"), Number(set, "width"), Number(set, "channels")));
        Assert.Equal([10, 10], set.GetProperty("class_counts").EnumerateArray().Select(count => count.GetInt32()));
    }

    [Fact]
    public void Transparent_pictures_are_counted_and_lie_on_the_colour_that_was_asked_for()
    {
        for (byte i = 0; i < 12; i++) place.Icon($"icons/{(i % 2 == 0 ? "red" : "blue")}/{i}.png", 16, (byte)(i % 2 == 0 ? 200 + i : i), (byte)(i % 2 == 0 ? i : 200 + i));
        place.Picture("icons/red/plain.png", 16, 16, 99);
        var info = Cli.Run("data", "info", place["icons"], "--json").Succeeded();
        Assert.Contains("12 of 13 pictures are transparent", info.Error, StringComparison.Ordinal);
        using var onBlack = JsonDocument.Parse(info.Output);
        Assert.Equal(12, Number(onBlack.RootElement[0], "transparent_pictures"));
        var chosen = Cli.Run("data", "info", place["icons"], "--background", "#FFFFFF", "--json").Succeeded();
        Assert.DoesNotContain("transparent", chosen.Error, StringComparison.Ordinal);
        using var onWhite = JsonDocument.Parse(chosen.Output);
        Assert.NotEqual(onBlack.RootElement[0].GetProperty("fingerprint").GetString(), onWhite.RootElement[0].GetProperty("fingerprint").GetString());
        Cli.Run("data", "info", place["icons"], "--background", "whit").RefusedWith("black, white or #RRGGBB");

        // A classifier knows how its pictures were made: predictions and evaluation follow it without a word.
        string[] train = ["classify", "train", "--data", place["icons"], "--image-size", "16", "--fit", "pad", "--background", "white", "--test-share", "0.3", "--width", "4,4,8", "--batch", "4", "--epochs", "2"];
        Cli.Run([.. train, "--out", place["c.safetensors"]]).Succeeded();
        Cli.Run("data", "convert", place["icons"], "--image-size", "16", "--fit", "pad", "--background", "white", "--to", place["white.npz"]).Succeeded();
        var (folder, pixels) = (Evaluated(place["icons"]), Evaluated(place["white.npz"]));
        Assert.Equal(pixels, folder);
        Assert.NotEqual(pixels, Evaluated(place["icons"], "--background", "black"));
        Cli.Run("export", place["c.safetensors"], "--to", place["c.onnx"]).Succeeded();
        var model = File.ReadAllText(place["c.onnx"], System.Text.Encoding.Latin1);
        Assert.All(["background", "white", "image_size", "16 x 16", "fit", "pad", "filter", "bilinear", "channel_order", "RGB", "scaling", "pixel / 255"], word => Assert.Contains(word, model, StringComparison.Ordinal));
    }

    [Fact]
    public void Pictures_of_16_bits_need_a_word_and_DICOM_is_refused_with_the_way_out()
    {
        foreach (var (name, value) in new[] { ("a", (ushort)0), ("b", (ushort)9000) })
        {
            for (var i = 0; i < 4; i++)
            {
                Directory.CreateDirectory(place[$"deep/{name}"]);
                using var tiff = BitMiracle.LibTiff.Classic.Tiff.Open(place[$"deep/{name}/{i}.tif"], "w");
                foreach (var (tag, number) in new[] { (256, 8), (257, 8), (258, 16), (262, 1), (277, 1), (278, 8) }) tiff.SetField((BitMiracle.LibTiff.Classic.TiffTag)tag, number);
                for (var y = 0; y < 8; y++) tiff.WriteScanline([.. Enumerable.Range(0, 8).SelectMany(x => BitConverter.GetBytes((ushort)(value + (100 * i) + (x * y))))], y);
            }
        }
        Cli.Run("data", "info", place["deep"]).RefusedWith("--scale-16bit full, minmax or percentile");
        Cli.Run("data", "info", place["deep"], "--scale-16bit", "log").RefusedWith("full, minmax, percentile");
        Cli.Run("data", "info", place["deep"], "--scale-16bit", "minmax").Succeeded();
        File.WriteAllBytes(place["deep/a/scan.dcm"], [.. new byte[128], .. "DICM"u8, .. new byte[64]]);
        Cli.Run("data", "info", place["deep"], "--scale-16bit", "full").RefusedWith("dcm2pnm");

        // The list is shown once, though the set is read for three options.
        var scored = Cli.Run("score", "--real", place["deep"], "--synthetic", place["deep"], "--holdout", place["deep"], "--scale-16bit", "full", "--skip-broken", "--extractor", "cnn", "--metrics", "kid", "--no-cache");
        Assert.Equal(1, scored.Error.Split("dcm2pnm").Length - 1);
    }

    [Fact]
    public void A_broken_picture_is_named_and_can_be_left_out()
    {
        File.WriteAllBytes(place["flowers/tulip/19.png"], File.ReadAllBytes(place["flowers/tulip/19.png"])[..60]);
        string[] command = ["data", "info", place["flowers"], "--image-size", "32", "--fit", "crop"];
        Cli.Run(command).RefusedWith("tulip/19.png: it is cut short");
        var skipped = Cli.Run([.. command, "--skip-broken", "--json"]).Succeeded();
        Assert.Contains("tulip/19.png: it is cut short", skipped.Error, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(skipped.Output);
        Assert.Equal(19, Number(document.RootElement[0], "count"));
    }

    [Fact]
    public void Ctrl_C_ends_the_reading_of_a_study_with_a_message_and_exit_code_130()
    {
        if (!Cli.CanInterrupt) Assert.Skip("What is started here cannot be interrupted.");
        for (var i = 0; i < 3_000; i++) place.Picture($"many/{(i % 2 == 0 ? "a" : "b")}/{i}.png", 300 + (i % 2), 300, (byte)i);
        using var process = Cli.Start(Cli.Folder, "study", "run", "--data", place["many"], "--image-size", "24", "--fit", "stretch", "--out", place["study"]);
        Assert.Contains("10 %", process.StandardError.ReadLine(), StringComparison.Ordinal); // it is reading
        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"])) kill.WaitForExit();
        var rest = Cli.Rest(process);
        Assert.Equal(130, rest.ExitCode);
        Assert.Contains("mintage: interrupted", rest.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("100 %", rest.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place["study"]));
    }

    [Fact]
    public void A_study_keeps_in_its_plan_how_pictures_are_read()
    {
        File.WriteAllLines(place["flowers.csv"], ["path;label", .. Enumerable.Range(0, 20).Select(i => $"flowers/{(i % 2 == 0 ? "rose" : "tulip")}/{i}.png;{i % 2}")]);
        for (var i = 0; i < 200; i++)
        {
            place.Picture($"more/{i}.png", 12, 10, (byte)i);
            File.AppendAllText(place["flowers.csv"], $"more/{i}.png;{i % 2}\n");
        }
        Cli.Run("study", "init", "--data", place["flowers.csv"], "--image-size", "16", "--fit", "pad", "--out", place["plan.yaml"]).Succeeded();
        Assert.Contains("size: 16", File.ReadAllText(place["plan.yaml"]), StringComparison.Ordinal);
        Cli.Run("study", "run", place["plan.yaml"], "--dry-run", "--out", place["study"]).Succeeded();
        Cli.Run("study", "init", "--data", place["flowers.csv"], "--image-size", "32", "--fit", "pad", "--out", place["large.yaml"]).Succeeded();
        Assert.Contains("small: 16", File.ReadAllText(place["large.yaml"]), StringComparison.Ordinal);
        Cli.Run("study", "run", place["plan.yaml"], "--image-size", "16").RefusedWith("key 'import'");
    }

    [Theory]
    [InlineData("--image-size 7", "between 8 and 256")]
    [InlineData("--fit crop", "needs a target size")]
    [InlineData("--image-size 16 --fit cover", "--fit must be one of exact, crop, pad, stretch, but is 'cover'")]
    public void Options_with_faults_are_refused(string options, string words) =>
        Cli.Run(["data", "info", place["flowers"], .. options.Split(' ')]).RefusedWith(words);

    private string Evaluated(string data, params string[] more)
    {
        using var result = JsonDocument.Parse(Cli.Run(["classify", "evaluate", place["c.safetensors"], "--data", data, "--allow-overlap", "--json", .. more]).Succeeded().Output);
        return result.RootElement.GetProperty("loss").GetRawText();
    }

    private static int Number(JsonElement set, string name) => set.GetProperty(name).GetInt32();
}
