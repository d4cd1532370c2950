using Mintage.Runtime;

namespace Mintage.Tests.Runtime;

public sealed class FolderLockTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void One_has_the_folder_and_the_other_learns_who()
    {
        var folder = Path.Combine(root, "a", "b");
        using (FolderLock.Take(folder))
        {
            var refusal = Assert.Throws<UserInputException>(() => FolderLock.Take(folder)).Message;
            Assert.Contains($"process {Environment.ProcessId} on '{Environment.MachineName}'", refusal, StringComparison.Ordinal);
        }
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        FolderLock.Take(folder).Dispose();
    }

    [Fact]
    public void Of_two_that_write_one_output_the_second_is_refused_and_the_first_is_whole()
    {
        var path = Path.Combine(root, "set");
        WholeFile.ReplaceFolder(path + Path.DirectorySeparatorChar, folder =>
        {
            File.WriteAllText(Path.Combine(folder, "a"), "first");
            var refusal = Assert.Throws<UserInputException>(() => WholeFile.ReplaceFolder(path, _ => Assert.Fail("both wrote"))).Message;
            Assert.Contains($"process {Environment.ProcessId} on '{Environment.MachineName}'", refusal, StringComparison.Ordinal);
            Assert.Contains("is writing", refusal, StringComparison.Ordinal);
        });
        Assert.Equal("first", File.ReadAllText(Path.Combine(path, "a")));
        Assert.Equal(["set"], Directory.GetFileSystemEntries(root).Select(Path.GetFileName));
    }

    [Fact]
    public void What_a_killed_holder_left_is_taken_over()
    {
        File.WriteAllText(Path.Combine(root, FolderLock.FileName), "{ damaged");
        FolderLock.Take(root).Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(root));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_refused()
    {
        File.WriteAllText(Path.Combine(root, "file"), "");
        Assert.Throws<UserInputException>(() => FolderLock.Take(Path.Combine(root, "file", "folder")));
        Assert.Contains("is a file", Assert.Throws<UserInputException>(() => WholeFile.RequireWritable(Path.Combine(root, "file", "a", "b"))).Message, StringComparison.Ordinal);
        WholeFile.RequireWritable(Path.Combine(root, "new", "folder", "file"));
        Assert.Equal(["file"], Directory.GetFileSystemEntries(root).Select(Path.GetFileName));
    }
}
