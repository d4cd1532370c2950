using System.Formats.Tar;
using System.IO.Compression;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>Extracts single files from a .tar.gz.</summary>
internal static class TarArchive
{
    /// <summary>Gives the content of the named files by their path in the archive.</summary>
    /// <param name="archive">Read once, to its end.</param>
    /// <param name="paths">E.g. "package/data/train-images-idx3-ubyte".</param>
    /// <exception cref="UserInputException">A file is missing, or the archive is damaged.</exception>
    public static IReadOnlyDictionary<string, byte[]> Read(Stream archive, IEnumerable<string> paths)
    {
        var wanted = paths.ToHashSet();
        var contents = new Dictionary<string, byte[]>();
        try
        {
            using var tar = new TarReader(new GZipStream(archive, CompressionMode.Decompress));
            while (tar.GetNextEntry() is { } item)
            {
                if (item.DataStream is not { } data || !wanted.Contains(item.Name)) continue;
                contents[item.Name] = DataSetSource.ReadAll(data);
            }
        }
        // A damaged archive can make the framework's reader fail in more ways than it names.
        catch (Exception e) when (e is not UserInputException)
        {
            throw new UserInputException($"the archive is damaged or cut short: {e.Message}", e);
        }
        var missing = wanted.FirstOrDefault(path => !contents.ContainsKey(path));
        return missing is null ? contents : throw new UserInputException($"the archive has no file '{missing}'");
    }
}
