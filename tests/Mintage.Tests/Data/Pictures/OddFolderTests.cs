using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Tests.Data.Pictures;

/// <summary>What lies about in folders of pictures: links, pipes, other services' folders, other programs' lists.</summary>
public sealed class OddFolderTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly List<string> said = [];

    public OddFolderTests()
    {
        for (var i = 0; i < 3; i++)
        {
            Picture($"set/cat/{i}.bmp", (byte)(10 + i));
            Picture($"set/dog/{i}.bmp", (byte)(20 + i));
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_table_that_gets_or_changes_a_split_is_read_anew()
    {
        string[] lines = ["path,label,split", .. Enumerable.Range(0, 6).Select(i => $"set/{(i < 3 ? "cat" : "dog")}/{i % 3}.bmp,{"ab"[i % 2]},")];
        File.WriteAllLines(folder["t.csv"], lines.Select(line => line[..line.LastIndexOf(',')]));
        Assert.Equal(6, Read("t.csv").Count);
        foreach (var first in new[] { 4, 3, 5 })
        {
            File.WriteAllLines(folder["t.csv"], lines.Select((line, i) => i == 0 ? line : line + (i <= first ? "train" : "test")));
            var images = Read("t.csv");
            Assert.Equal([.. Enumerable.Range(0, first).Select(i => (byte)(i < 3 ? 10 + i : 17 + i))], images.Pixels.Chunk(256).Select(p => p[0]));
        }
    }

    [Fact]
    public void A_kept_entry_that_does_not_fit_is_made_anew()
    {
        var images = Read("set");
        var entry = Assert.Single(Directory.GetFiles(folder["cache"]));
        NpzArchive.Write(entry, [("pixels", new NpyArray([4, 16, 16, 1], new byte[1024])), ("own_sizes", new NpyArray([4, 2], new int[8]))]);
        Assert.Equal(images.Fingerprint, Read("set").Fingerprint);
    }

    [Fact]
    public void Links_in_a_circle_multiply_nothing_and_never_bring_a_picture_into_two_classes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a right there");
        Directory.CreateSymbolicLink(folder["set/dog/again"], folder["set/dog"]);
        Assert.Equal([3, 3], Read("set").ClassCounts());
        File.CreateSymbolicLink(folder["set/dog/same.bmp"], folder["set/dog/1.bmp"]);
        Assert.Equal([3, 3], Read("set").ClassCounts());
        Assert.Contains(said, line => line.Contains("same.bmp", StringComparison.Ordinal));
        Directory.CreateSymbolicLink(folder["set/dog/up"], "..");
        Assert.Equal([3, 3], Read("set").ClassCounts());
        Assert.True(said.Count >= 3);
    }

    [Fact]
    public void A_link_to_nowhere_is_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a right there");
        Directory.CreateSymbolicLink(folder["set/bird"], folder["gone"]);
        Assert.Contains("bird", Assert.Throws<UserInputException>(() => Read("set")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_file_spelt_in_several_ways_is_there_once()
    {
        File.WriteAllLines(folder["t.csv"], ["path,label", "set/cat/0.bmp,a", "./set//cat/./0.bmp,b"]);
        Assert.Contains("line 3", Assert.Throws<UserInputException>(() => Read("t.csv")).Message, StringComparison.Ordinal);
        File.WriteAllLines(folder["t.csv"], ["path,label", "set/cat/0.bmp,a", "set/dog/../cat/0.bmp,b"]);
        Assert.Contains("same file", Assert.Throws<UserInputException>(() => Read("t.csv")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@eaDir")]
    [InlineData("$RECYCLE.BIN")]
    [InlineData("lost+found")]
    [InlineData(".thumbnails")]
    public void Folders_of_other_services_are_neither_classes_nor_pictures(string name)
    {
        Picture($"set/{name}/0.bmp", 99);
        Picture($"set/cat/{name}/0.bmp/SYNOPHOTO_THUMB.bmp", 98);
        var images = Read("set");
        Assert.Equal(["cat", "dog"], images.ClassNames);
        Assert.Equal([3, 3], images.ClassCounts());
    }

    [Fact]
    public void A_list_of_other_make_does_not_decide_but_a_damaged_one_of_ours_does()
    {
        File.WriteAllText(folder["set/labels.csv"], "id,breed\n0,cat\n");
        Assert.Equal([3, 3], Read("set").ClassCounts());
        Assert.Contains(said, line => line.Contains("labels.csv", StringComparison.Ordinal));
        File.WriteAllText(folder["set/labels.csv"], "path,label\ncat/0.bmp\n");
        Assert.Contains("labels.csv", Assert.Throws<UserInputException>(() => Read("set")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "made by mkfifo");
        using (var make = System.Diagnostics.Process.Start("mkfifo", folder["set/cat/pipe.bmp"])) await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        var reading = Task.Run(() => Read("set"), TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<UserInputException>(() => reading.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.Contains("pipe.bmp", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_is_a_pipe_is_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "made by mkfifo");
        string[] pipes = [folder["set/labels.csv"], folder["list.csv"], folder["list.jsonl"], folder["set.npz"]];
        using (var make = System.Diagnostics.Process.Start("mkfifo", pipes))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        var reading = Task.Run(() => Read("set"), TestContext.Current.CancellationToken);
        var images = await reading.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal([3, 3], images.ClassCounts());
        Assert.Contains(said, line => line.Contains("labels.csv", StringComparison.Ordinal));
        foreach (var pipe in pipes[1..])
        {
            var refusing = Task.Run(() => Read(Path.GetFileName(pipe)), TestContext.Current.CancellationToken);
            var limit = TimeSpan.FromSeconds(60);
            await Assert.ThrowsAsync<UserInputException>(
                () => refusing.WaitAsync(limit, TestContext.Current.CancellationToken));
        }
    }

    private void Picture(string name, byte value)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllBytes(folder[name], TestPictures.Bmp(16, 16, [.. Enumerable.Repeat(value, 768)]));
    }

    private LabelledImages Read(string name) =>
        DataSetReference.Parse(folder[name]).Load(new DataSetLoading { PictureCache = folder["cache"], Report = said.Add });
}
