using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Networks.Weights;

/// <summary>Where fetched weights are kept. Nothing is read from there before its hash was found right.</summary>
public static class WeightCache
{
    /// <summary>The folder; it need not exist.</summary>
    public static string Folder => Path.Combine(DataSetCache.Root, "weights");

    /// <summary>Where an entry's file is kept; it need not exist.</summary>
    public static string PathOf(WeightEntry entry) => Path.Combine(Folder, entry.FileName);

    /// <summary>Whether the entry's file is there; its hash is checked when it is read.</summary>
    public static bool Has(WeightEntry entry) => File.Exists(PathOf(entry));

    /// <summary>
    /// The entry's file as it is in the cache, its hash perhaps not the official one; null where there is none.
    /// </summary>
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

    /// <summary>Reads the weights from the user's file if one is named, else from the cache.</summary>
    /// <param name="entry">Which weights.</param>
    /// <param name="file">Any file whose tensors fit; it is marked when it is not the official one. Or null.</param>
    /// <exception cref="UserInputException">There is no such file, or it cannot be used; says how to get one.</exception>
    public static WeightFile Read(WeightEntry entry, string? file = null)
    {
        if (file is not null) return WeightFile.Read(file);
        return Has(entry)
            ? WeightFile.ReadOfficial(PathOf(entry), entry)
            : throw new UserInputException($"The weights '{entry.Name}' are not on this machine. Run 'mintage weights fetch {entry.Name}', or name a file with --weights FILE.");
    }

    /// <summary>Brings the entry's file into the cache unless it is there. An interrupted download goes on where it stopped.</summary>
    /// <returns>Where the file is.</returns>
    /// <exception cref="UserInputException">It could not be fetched; says why and how to put it there by hand.</exception>
    public static string Fetch(WeightEntry entry, IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default) =>
        WeightDownload.Fetch(entry, PathOf(entry), progress, cancellation);
}

/// <summary>A weight file that is named before it is read.</summary>
/// <param name="Path">Where it is, or would be.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hexadecimal.</param>
public sealed record CachedWeights(string Path, string Sha256)
{
    /// <summary>Whether the catalogue has a file of this hash.</summary>
    public bool IsOfficial => WeightCatalogue.Entries.Any(entry => entry.Sha256 == Sha256);

    /// <summary>The weights.</summary>
    /// <exception cref="UserInputException">It is missing, has another hash by now, or cannot be read.</exception>
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
