using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Networks.Weights;

/// <summary>The cache of downloaded weights. A file is read only after its hash was checked. Safe to use from several
/// threads.</summary>
public static class WeightCache
{
    /// <summary>The cache folder, which may be missing.</summary>
    public static string Folder => Path.Combine(DataSetCache.Root, "weights");

    /// <summary>Gives the path of an entry's file, which may be missing.</summary>
    public static string PathOf(WeightEntry entry) => Path.Combine(Folder, entry.FileName);

    /// <summary>True if the entry's file exists. Its hash is checked when it is read.</summary>
    public static bool Has(WeightEntry entry) => File.Exists(PathOf(entry));

    /// <summary>Finds the entry's file in the cache, whose hash may differ from the official one; null if there is
    /// none.</summary>
    public static CachedWeights? Find(WeightEntry entry)
    {
        try
        {
            return Has(entry) ? new CachedWeights(PathOf(entry), WholeFile.Sha256(PathOf(entry))) : null;
        }
        catch (UserInputException)
        {
            return null; // no cache folder, see DataSetCache
        }
    }

    /// <summary>Reads the weights from the user's file if there is one, otherwise from the cache.</summary>
    /// <param name="entry">The weights to read.</param>
    /// <param name="file">A file with fitting tensors, marked if it is not the official one; or null.</param>
    /// <exception cref="UserInputException">The file is missing or cannot be used. The message says how to get
    /// one.</exception>
    public static WeightFile Read(WeightEntry entry, string? file = null)
    {
        if (file is not null) return WeightFile.Read(file);
        return Has(entry)
            ? WeightFile.ReadOfficial(PathOf(entry), entry)
            : throw new UserInputException(
                $"The weights '{entry.Name}' are not on this machine. Run 'mintage weights fetch {entry.Name}', or "
                + "pass a file with --weights FILE.");
    }

    /// <summary>Downloads the entry's file into the cache unless it is there. Continues an interrupted
    /// download.</summary>
    /// <returns>Path of the file.</returns>
    /// <exception cref="UserInputException">The download failed. The message says why and how to put the file there by
    /// hand.</exception>
    public static string Fetch(
        WeightEntry entry, IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default) =>
        WeightDownload.Fetch(entry, PathOf(entry), progress, cancellation);
}

/// <summary>A weight file whose hash is known before it is read. Immutable.</summary>
/// <param name="Path">Path of the file, which may be missing.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hexadecimal.</param>
public sealed record CachedWeights(string Path, string Sha256)
{
    /// <summary>True if the catalogue has a file with this hash.</summary>
    public bool IsOfficial => WeightCatalogue.Entries.Any(entry => entry.Sha256 == Sha256);

    /// <exception cref="UserInputException">The file is missing, has another hash now, or cannot be read.</exception>
    internal WeightFile Read()
    {
        if (!File.Exists(Path))
        {
            throw new UserInputException($"The weights with the SHA-256 {Sha256} must be at '{Path}', "
                + "but there is no file. Put them back, or run 'mintage weights fetch'.");
        }
        var file = WeightFile.Read(Path);
        return file.Sha256 == Sha256
            ? file
            : throw new UserInputException($"'{Path}' must have the SHA-256 {Sha256}, as when the study began, "
                + $"but has {file.Sha256}. Run the study again to measure with the new file.");
    }
}
