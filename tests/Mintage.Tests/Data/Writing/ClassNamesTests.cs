using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Runtime;

namespace Mintage.Tests.Data.Writing;

public sealed class ClassNamesTests : IDisposable
{
    private const string Composed = "caf\u00e9", Decomposed = "cafe\u0301";

    private readonly TestFolder folder = new();
    private readonly List<string> said = [];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("set")]
    [InlineData("set.npz")]
    [InlineData("set.parquet")]
    public void Names_that_look_alike_come_back_as_they_were_and_are_named(string target)
    {
        string[] names = ["a", " a", "a ", "A", "b", Composed, Decomposed, "%20a", "a,\"b\"", "1", "01"];
        DataSetTarget.Parse(folder[target]).Write(Set(names));
        var images = Read(target);
        Assert.Equal(names.Order(StringComparer.Ordinal), images.ClassNames.Order(StringComparer.Ordinal));
        // Each class still has its own picture.
        Assert.Equal(names.Index().Select(n => (n.Item, (byte)n.Index)).Order(), images.Labels.Select((label, i) => (images.ClassNames[label], images.Image(i)[0])).Order());
        Assert.Contains(said, line => line.Contains("' a'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Composed, Decomposed, true)]
    [InlineData("A\u030a", "\u00e5", true)]
    [InlineData("\u1ec7", "e\u0323\u0302", true)]
    [InlineData("\uac00", "\u1100\u1161", true)]
    [InlineData("cafe", Composed, false)]
    [InlineData("n", "\u00f1", false)]
    public void Accents_are_known_however_they_are_stored(string first, string second, bool alike) =>
        Assert.Equal(alike, LookAlikeNames.Key(first) == LookAlikeNames.Key(second));

    [Fact]
    public void Folders_of_such_names_are_apart_on_every_file_system()
    {
        var folders = PictureFolderFile.ClassFolders(["a", "A", "a ", Composed, Decomposed, "a"]);
        Assert.Equal(folders.Length, folders.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(Composed, folders[3]);
        Assert.StartsWith("%63afe", folders[4], StringComparison.Ordinal); // a file system that composes accents would merge the two
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "")]
    [InlineData("a", "  ")]
    public void Names_that_would_not_come_back_are_refused_where_names_are_all_there_is(string first, string second)
    {
        foreach (var target in new[] { "set", "set.parquet" })
        {
            Assert.Throws<UserInputException>(() => DataSetTarget.Parse(folder[target]).Write(Set([first, second])));
            Assert.False(Path.Exists(folder[target]));
        }
        DataSetTarget.Parse(folder["set.npz"]).Write(Set([first, second]));
        Assert.Equal([first, second], Read("set.npz").ClassNames);
    }

    private static LabelledImages Set(string[] names) => new(
        "set", [.. Enumerable.Range(0, names.Length).SelectMany(label => Enumerable.Repeat((byte)label, 64))],
        [.. Enumerable.Range(0, names.Length)], 8, 8, 1, names);

    private LabelledImages Read(string name) => DataSetReference.Parse(folder[name]).Load(new DataSetLoading { Report = said.Add });
}
