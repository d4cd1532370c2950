using System.IO.Compression;
using ICSharpCode.SharpZipLib.Checksum;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>An .npz file: a zip archive of named NumPy arrays.</summary>
internal sealed class NpzArchive
{
    private const string Extension = ".npy";

    /// <summary>Deflate makes no byte of more than 1,032; entries may also be stored as they are.</summary>
    private const long MostInflation = 1_032;

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
        // What the header asks for is inflated and no more: a few megabytes may hold gigabytes of zeros.
        using var content = new ChecksumStream(entry.Open());
        var most = Math.Min(entry.Length, entry.CompressedLength * MostInflation);
        var array = NpyArray.Read(content, Where(name), most);
        if (content.ReadByte() >= 0)
            throw new UserInputException(
                $"{Where(name)} has more values than its header says. Save, copy or download the file again.");
        if (content.Checksum != entry.Crc32) throw new InvalidDataException($"the checksum of array '{name}' is wrong");
        return array;
    }

    /// <summary>Adds up the checksum of what is read.</summary>
    private sealed class ChecksumStream(Stream inner) : ReadOnlyStream
    {
        private readonly Crc32 checksum = new();

        public long Checksum => checksum.Value;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            checksum.Update(new ArraySegment<byte>(buffer, offset, read));
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
