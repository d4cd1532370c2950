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
    public void A_folder_appears_only_when_filled_and_is_continued_after_a_failure()
    {
        var path = Path.Combine(folder, "task");
        Assert.Throws<InvalidOperationException>(() => WholeFile.WriteFolder(path, f =>
        {
            File.WriteAllText(Path.Combine(f, "checkpoint"), "half");
            throw new InvalidOperationException();
        }));
        Assert.False(Directory.Exists(path));
        WholeFile.WriteFolder(path, f => File.AppendAllText(Path.Combine(f, "checkpoint"), " done"));
        Assert.Equal("half done", File.ReadAllText(Path.Combine(path, "checkpoint")));
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
    public void A_full_disk_is_the_users_to_solve()
    {
        var e = WholeFile.CannotWrite("x", new IOException("No space left on device", 28));
        Assert.Contains("disk is full", e.Message, StringComparison.Ordinal);
    }
}
