using Mintage.Runtime;

namespace Mintage.Tests.Runtime;

public sealed class WholeFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_failing_write_leaves_the_old_file_and_no_rest()
    {
        var path = Path.Combine(folder, "a.txt");
        WholeFile.WriteText(path, "old");
        Assert.Throws<InvalidOperationException>(() => WholeFile.Write(path, s =>
        {
            s.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_failing_write_leaves_no_folder_that_it_made()
    {
        Assert.Throws<UserInputException>(() => WholeFile.Write(Path.Combine(folder, "new", "a.txt"), _ => throw new IOException("No space left on device", 28)));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Directory.CreateDirectory(Path.Combine(folder, "old"));
        Assert.Throws<UserInputException>(() => WholeFile.Write(Path.Combine(folder, "old", "a.txt"), _ => throw new IOException("No space left on device", 28)));
        Assert.True(Directory.Exists(Path.Combine(folder, "old")));
    }

    [Fact]
    public void A_folder_appears_only_when_filled_and_is_continued_after_a_failure()
    {
        var path = Path.Combine(folder, "task");
        Assert.Throws<InvalidOperationException>(() => WholeFile.WriteFolder(path, f =>
        {
            File.WriteAllText(Path.Combine(f, "checkpoint"), "half");
            File.WriteAllText(Path.Combine(f, "image.png.123.tmp"), "of a killed process");
            throw new InvalidOperationException();
        }));
        Assert.False(Directory.Exists(path));
        WholeFile.WriteFolder(path, f => File.AppendAllText(Path.Combine(f, "checkpoint"), " done"));
        Assert.Equal("half done", File.ReadAllText(Path.Combine(path, "checkpoint")));
        Assert.Single(Directory.GetFiles(path));
    }

    [Fact]
    public void What_killed_processes_left_half_written_is_deleted_and_what_others_write_is_not()
    {
        var own = ProcessIdentity.Token;
        var dead = $"{own[..own.LastIndexOf('-')]}-1"; // the same number, another start
        string[] stay = ["a.txt", "a.tmp", $"a.txt.{own}.tmp", $"a.txt.00000000-1-1.tmp", "a.txt.0-x.tmp"], left = [$"a.txt.{dead}.tmp", $".lock.{dead}-7.tmp", $"b.txt.{dead}.tmp"];
        foreach (var name in stay.Concat(left)) File.WriteAllText(Path.Combine(folder, name), "");
        WholeFile.RequireWritable(Path.Combine(folder, "b.txt"));
        Assert.Equal(stay.Concat(left[..2]).Order(), Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        WholeFile.DeleteLeft(folder);
        WholeFile.DeleteLeft(Path.Combine(folder, "nothing"));
        Assert.Equal(stay.Order(), Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_folder_that_does_not_fit_on_the_disk_leaves_nothing_and_says_so()
    {
        var path = Path.Combine(folder, "set");
        var refusal = Assert.Throws<UserInputException>(() => WholeFile.ReplaceFolder(path, f =>
        {
            File.WriteAllText(Path.Combine(f, "0.png"), "written");
            Parallel.For(0, 4, i => throw new IOException("No space left on device", 28));
        }));
        Assert.Contains("The disk is full", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_folder_that_cannot_be_put_in_place_leaves_the_old_one_there()
    {
        var path = Folder("set", "old");
        Assert.Throws<UserInputException>(() => WholeFile.ReplaceFolder(path, f => Directory.Delete(f)));
        Assert.Equal("old", File.ReadAllText(Path.Combine(path, "what")));
        Assert.Single(Directory.GetDirectories(folder));
    }

    [Theory]
    [InlineData(true, "new")]
    [InlineData(false, "old")]
    public void A_replacement_that_was_cut_short_is_brought_to_an_end_by_the_next(bool newIsInPlace, string kept)
    {
        var (path, aside) = (Path.Combine(folder, "set"), Path.Combine(folder, ".set.partial.old"));
        if (newIsInPlace) Folder("set", "new");
        Folder(Path.GetFileName(aside), "old");
        Assert.Throws<InvalidOperationException>(() => WholeFile.ReplaceFolder(path, _ => throw new InvalidOperationException()));
        Assert.Equal(kept, File.ReadAllText(Path.Combine(path, "what"))); // nothing is lost where the next one fails too
        Assert.False(Directory.Exists(aside));
        WholeFile.ReplaceFolder(path, f => File.WriteAllText(Path.Combine(f, "what"), "newest"));
        Assert.Equal("newest", File.ReadAllText(Path.Combine(path, "what")));
        Assert.Single(Directory.GetDirectories(folder));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_the_users_to_solve()
    {
        var file = Path.Combine(folder, "file");
        WholeFile.WriteText(file, "");
        var e = Assert.Throws<UserInputException>(() => WholeFile.WriteText(Path.Combine(file, "a.txt"), ""));
        Assert.Contains("could not be written", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_or_read_only_disk_is_the_users_to_solve_and_stops_what_would_fail_next()
    {
        foreach (var (errno, words) in new[] { (28, "disk is full"), (30, "disk is read-only"), (122, "quota is used up") })
        {
            var e = WholeFile.CannotWrite("x", new IOException("system's words", errno));
            Assert.Contains(words, e.Message, StringComparison.Ordinal);
            Assert.True(e.IsOfDisk);
        }
        Assert.False(WholeFile.CannotWrite("x", new IOException("system's words", 13)).IsOfDisk);
        var several = Assert.Throws<UserInputException>(() => WholeFile.WriteFolder(
            Path.Combine(folder, "task"), _ => Parallel.For(0, 4, _ => throw new IOException("No space left on device", 28))));
        Assert.True(several.IsOfDisk);
    }

    private string Folder(string name, string what)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        File.WriteAllText(Path.Combine(path, "what"), what);
        return path;
    }
}
