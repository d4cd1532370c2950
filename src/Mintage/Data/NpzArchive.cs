using System.IO.Compression;
using ICSharpCode.SharpZipLib.Checksum;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>An .npz file: a zip archive of named NumPy arrays.</summary>
internal sealed class NpzArchive
{
    private const string Extension = ".npy";

    /// <summary>The earliest time that zip can store. It is fixed so that equal arrays give equal files.</summary>
    private static readonly DateTimeOffset Timestamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string path;
    private readonly ZipArchive zip;

    private NpzArchive(string path, ZipArchive zip) => (this.path, this.zip) = (path, zip);

    public IEnumerable<string> Names =>
        zip.Entries.Where(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
        .Select(entry => entry.FullName[..^Extension.Length]);

    /// <summary>Opens a file and reads from it with <paramref name="take"/>.</summary>
    /// <exception cref="UserInputException">The file is missing, not a zip archive or damaged.</exception>
    public static T Read<T>(string path, Func<NpzArchive, T> take) => InputFile.Read(path, stream =>
    {
        if (FileSignature.Of(stream) is var head && !FileSignature.IsZip(head))
        {
            throw new UserInputException(
                $"'{path}' must be an .npz archive with the arrays 'images' and 'labels', but it is "
                + $"{FileSignature.Describe(head)}. Save both together, as numpy.savez does.");
        }
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        return take(new NpzArchive(path, zip));
    });

    /// <summary>Writes named arrays as a whole file, without compression: compressed bytes differ between
    /// machines.</summary>
    public static void Write(string path, IReadOnlyList<(string Name, NpyArray Array)> arrays) =>
        WholeFile.Write(path, stream =>
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

    public bool Has(string name) => zip.GetEntry(name + Extension) is not null;

    /// <summary>Names an array of this file in messages.</summary>
    public string Where(string name) => $"'{path}', array '{name}',";

    /// <summary>Reads one array and checks its checksum.</summary>
    public NpyArray Array(string name)
    {
        var entry = zip.GetEntry(name + Extension)
            ?? throw new UserInputException(
                $"'{path}' must hold an array '{name}'; it holds {string.Join(", ", Names)}.");
        using var content = new MemoryStream();
        using (var compressed = entry.Open()) compressed.CopyTo(content);
        var checksum = new Crc32();
        checksum.Update(new ArraySegment<byte>(content.GetBuffer(), 0, (int)content.Length));
        if (checksum.Value != entry.Crc32) throw new InvalidDataException($"the checksum of array '{name}' is wrong");
        content.Position = 0;
        return NpyArray.Read(content, Where(name));
    }
}
