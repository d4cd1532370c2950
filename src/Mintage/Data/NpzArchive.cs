using System.IO.Compression;
using ICSharpCode.SharpZipLib.Checksum;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>An .npz file: a zip archive of named NumPy arrays.</summary>
internal sealed class NpzArchive
{
    private const string Extension = ".npy";

    /// <summary>The earliest time that zip can express; a fixed one, so that equal arrays give equal files.</summary>
    private static readonly DateTimeOffset Timestamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string path;
    private readonly ZipArchive zip;

    private NpzArchive(string path, ZipArchive zip) => (this.path, this.zip) = (path, zip);

    /// <summary>Names of the arrays, in the order of the file.</summary>
    public IEnumerable<string> Names => zip.Entries.Where(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal)).Select(entry => entry.FullName[..^Extension.Length]);

    /// <summary>Opens a file and takes from it what <paramref name="take"/> takes.</summary>
    /// <exception cref="UserInputException">The file is missing, not a zip archive or damaged.</exception>
    public static T Read<T>(string path, Func<NpzArchive, T> take) => InputFile.Read(path, stream =>
    {
        if (FileSignature.Of(stream) is var head && !FileSignature.IsZip(head))
        {
            throw new UserInputException($"'{path}' must be an .npz archive with the arrays 'images' and 'labels', but it is "
                + $"{FileSignature.Describe(head)}. Save both together, as numpy.savez does.");
        }
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        return take(new NpzArchive(path, zip));
    });

    /// <summary>Writes named arrays whole. Stored without compression: compressed bytes differ between machines.</summary>
    public static void Write(string path, IReadOnlyList<(string Name, NpyArray Array)> arrays) => WholeFile.Write(path, stream =>
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, array) in arrays)
        {
            var entry = zip.CreateEntry(name + Extension, CompressionLevel.NoCompression);
            entry.LastWriteTime = Timestamp;
            using var content = entry.Open();
            array.Write(content);
        }
    });

    /// <summary>Whether there is an array of this name.</summary>
    public bool Has(string name) => zip.GetEntry(name + Extension) is not null;

    /// <summary>What messages call an array of this file.</summary>
    public string Where(string name) => $"'{path}', array '{name}',";

    /// <summary>One array; its checksum is compared.</summary>
    public NpyArray Array(string name)
    {
        var entry = zip.GetEntry(name + Extension) ?? throw new UserInputException($"'{path}' must hold an array '{name}'; it holds {string.Join(", ", Names)}.");
        using var content = new MemoryStream();
        using (var compressed = entry.Open()) compressed.CopyTo(content);
        var checksum = new Crc32();
        checksum.Update(new ArraySegment<byte>(content.GetBuffer(), 0, (int)content.Length));
        if (checksum.Value != entry.Crc32) throw new InvalidDataException($"the checksum of array '{name}' is wrong");
        content.Position = 0;
        return NpyArray.Read(content, Where(name));
    }
}
