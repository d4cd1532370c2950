using Mintage.Data;

namespace Mintage.Tests.Data.Pictures;

public sealed class PictureCacheTests : IDisposable
{
    private static readonly DateTime Then = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Pictures_that_did_not_change_are_not_decoded_again()
    {
        Write(10);
        var first = Read(new() { Size = 8 });
        Write(20); // of the same size and time: nobody can tell without decoding
        var second = Read(new() { Size = 8 });
        TestImages.AssertEqual(first, second);
        Assert.Equal(first.Files, second.Files);
        Assert.Equal(first.Name, second.Name);
        Assert.Single(Entries());
    }

    [Fact]
    public void Another_time_or_size_or_list_or_import_is_another_entry()
    {
        Write(10);
        Read(new() { Size = 8 });
        File.SetLastWriteTimeUtc(folder["set/b/1.png"], Then.AddSeconds(1));
        Write(20, touch: false);
        Assert.Equal(21, Read(new() { Size = 8 }).Image(3)[0]);
        Assert.Equal(3, Read(new() { Size = 8, Colour = ImageColour.Rgb }).Channels);
        File.WriteAllBytes(folder["set/b/9.png"], TestPictures.Grey(9, 9, 1));
        Assert.Equal(5, Read(new() { Size = 8 }).Count);
        Assert.Equal(4, Entries().Length);
    }

    [Fact]
    public void A_damaged_entry_is_made_again_and_broken_pictures_make_none()
    {
        Write(10);
        var images = Read(new() { Size = 8 });
        File.WriteAllBytes(Entries()[0], File.ReadAllBytes(Entries()[0])[..100]);
        TestImages.AssertEqual(images, Read(new() { Size = 8 }));
        Assert.True(new FileInfo(Entries()[0]).Length > 256);
        File.Delete(Entries()[0]);
        File.WriteAllBytes(folder["set/a/0.png"], [1, 2, 3]);
        Assert.Equal(3, Read(new() { Size = 8, SkipBroken = true }).Count);
        Assert.Empty(Entries());
    }

    [Fact]
    public void Another_division_into_parts_is_another_entry()
    {
        Write(10);
        string[] files = ["a/0.png", "a/1.png", "b/0.png", "b/1.png"];
        (string Split, int Count, int Last)[] divisions = [("", 4, 11), (",train,train,train,test", 3, 10), (",train,train,test,test", 2, 10), ("", 4, 11)];
        foreach (var (split, count, last) in divisions)
        {
            var parts = split.Split(',');
            File.WriteAllLines(folder["set/set.csv"], [$"path,label{(split == "" ? "" : ",split")}", .. files.Select((file, i) => $"{file},{i % 2}{(split == "" ? "" : $",{parts[i + 1]}")}")]);
            var images = Read(new() { Size = 8 }, "set/set.csv");
            Assert.Equal((count, last), (images.Count, (int)images.Image(count - 1)[0]));
        }
        Assert.Equal(3, Entries().Length);
    }

    [Fact]
    public void An_entry_damaged_anywhere_or_of_another_set_never_gives_other_images()
    {
        Write(10);
        var images = Read(new() { Size = 8 });
        var entry = Assert.Single(Entries());
        var whole = File.ReadAllBytes(entry);
        for (var at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0xff;
            File.WriteAllBytes(entry, damaged);
            TestImages.AssertEqual(images, Read(new() { Size = 8 }));
        }
        foreach (var (import, count) in ((ImageImport, int)[])[(new() { Size = 9 }, 4), (new() { Size = 8 }, 3)])
        {
            if (count == 3) File.Delete(folder["set/b/1.png"]);
            Read(import);
            var other = Entries().Single(file => file != entry);
            File.Move(other, entry, overwrite: true);
            Write(10);
            TestImages.AssertEqual(images, Read(new() { Size = 8 }));
        }
    }

    [Fact]
    public void A_link_is_followed_to_the_file_that_changes()
    {
        Write(10);
        Directory.CreateDirectory(folder["links"]);
        Directory.CreateSymbolicLink(folder["links/a"], folder["set/a"]);
        Directory.CreateDirectory(folder["links/b"]);
        File.CreateSymbolicLink(folder["links/b/1.png"], "../../set/b/1.png");
        Assert.Equal(11, Read(new() { Size = 8 }, "links").Image(2)[0]);
        Write(30);
        File.SetLastWriteTimeUtc(folder["set/b/1.png"], Then.AddSeconds(1));
        Assert.Equal(31, Read(new() { Size = 8 }, "links").Image(2)[0]);
    }

    [Fact]
    public void The_entries_used_longest_ago_make_room()
    {
        Write(10);
        Directory.CreateDirectory(folder["cache"]);
        for (var i = 0; i < 105; i++)
        {
            File.WriteAllBytes(folder[$"cache/old-{i}.npz"], [0]);
            File.SetLastWriteTimeUtc(folder[$"cache/old-{i}.npz"], Then.AddDays(-i));
        }
        Read(new() { Size = 8 });
        Assert.Equal(100, Entries().Length);
        Assert.True(File.Exists(folder["cache/old-98.npz"]) && !File.Exists(folder["cache/old-99.npz"]));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_costs_nothing_but_time()
    {
        Write(10);
        File.WriteAllText(folder["file"], "");
        Assert.Equal(4, DataSetReference.Parse(folder["set"]).Load(new DataSetLoading { PictureCache = folder["file/cache"] }).Count);
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        Write(10);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => DataSetReference.Parse(folder["set"]).Load(new DataSetLoading { Cancellation = stop.Token }));
    }

    /// <summary>Two classes of two pictures.</summary>
    private void Write(byte value, bool touch = true)
    {
        for (var i = 0; i < 4; i++)
        {
            var path = folder[$"set/{(i < 2 ? 'a' : 'b')}/{i % 2}.png"];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var time = touch || !File.Exists(path) ? Then : File.GetLastWriteTimeUtc(path);
            File.WriteAllBytes(path, TestPictures.Bmp(16, 16, [.. Enumerable.Repeat((byte)(value + (i / 3)), 768)]));
            File.SetLastWriteTimeUtc(path, time);
        }
    }

    private string[] Entries() => Directory.Exists(folder["cache"]) ? Directory.GetFiles(folder["cache"], "*.npz") : [];

    private LabelledImages Read(ImageImport import, string set = "set") => DataSetReference.Parse(folder[set]).Load(new DataSetLoading { Import = import, PictureCache = folder["cache"] });
}
