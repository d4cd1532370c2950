using System.Security.Cryptography;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>
/// Brings a catalogue data set's files into the cache from the first source that answers. Every known hash is checked
/// before a file enters the cache, and again whenever the file is read.
/// </summary>
internal static class DataSetFetch
{
    private static readonly Lock Gate = new();

    /// <summary>Loads one part. Gets missing files from the user's folder if there is one, otherwise from the entry's
    /// sources.</summary>
    /// <exception cref="UserInputException">There is no such part, the user's folder lacks the files, or no source has
    /// them.</exception>
    public static LabelledImages Load(CatalogueEntry entry, DataSplit split, string? folder, Action<string>? report)
    {
        var part = entry.Parts.FirstOrDefault(p => p.Split == split)
            ?? throw new UserInputException(
                $"{entry.Title} has no part '{split.Word()}'; it has "
                + $"{string.Join(" and ", entry.Parts.Select(p => $"'{entry.Name}:{p.Split.Word()}'"))}.");
        var cache = DataSetCache.Folder(entry.Name);
        lock (Gate)
        {
            if (folder is not null) Import(entry, DataSetSource.Folder(entry, folder), cache);
            else Ensure(entry, cache, DataSetSource.Of(entry), report);
        }
        return CatalogueReading.Read(entry, part, cache, report);
    }

    /// <summary>Copies a source's files into the cache. The user chose this source, so no other one is tried.</summary>
    internal static void Import(CatalogueEntry entry, DataSetSource source, string cache)
    {
        try
        {
            Store(entry, cache, Fetch(entry, source));
        }
        catch (SourceFailedException e)
        {
            throw new UserInputException(
                $"{entry.Title} could not be taken from {source.Name}: {e.Message}. {Needed(entry)}", e);
        }
    }

    /// <summary>Fills the cache from the first source that answers, unless it is complete.</summary>
    internal static void Ensure(
        CatalogueEntry entry, string cache, IEnumerable<DataSetSource> sources, Action<string>? report)
    {
        var fault = CacheFault(entry, cache);
        if (fault is null) return;
        var tried = new List<string> { $"cache '{cache}': {fault}" };
        foreach (var source in sources)
        {
            report?.Invoke($"{entry.Title}: fetching from {source.Name}");
            try
            {
                var contents = Fetch(entry, source);
                Store(entry, cache, contents);
                report?.Invoke(
                    $"{entry.Title}: hashes are {(entry.IsVerified ? "right" : "as published")}, kept in '{cache}'");
                return;
            }
            catch (SourceFailedException e)
            {
                tried.Add($"{source.Name}: {e.Message}");
                report?.Invoke($"{entry.Title}: {tried[^1]}");
            }
        }
        var newLine = Environment.NewLine;
        var lines = string.Concat(tried.Select(line => $"{newLine}  - {line}"));
        throw new UserInputException($"{entry.Title} could not be fetched. Tried:{lines}{newLine}  {Needed(entry)}");
    }

    private static IReadOnlyDictionary<string, byte[]> Fetch(CatalogueEntry entry, DataSetSource source)
    {
        try
        {
            var contents = source.Fetch();
            foreach (var file in entry.Files)
                RequireHash(file, Convert.ToHexStringLower(SHA256.HashData(contents[file.Name])));
            return contents;
        }
        catch (Exception e) when (e is UserInputException or IOException or UnauthorizedAccessException)
        {
            throw new SourceFailedException(e.Message.TrimEnd('.'), e);
        }
    }

    private static void Store(CatalogueEntry entry, string cache, IReadOnlyDictionary<string, byte[]> contents)
    {
        // If hashes cannot tell versions apart, the files are written again: this may be another version.
        if (entry.IsVerified && CacheFault(entry, cache) is null) return;
        try
        {
            foreach (var file in entry.Files) WholeFile.WriteBytes(Path.Combine(cache, file.Name), contents[file.Name]);
        }
        catch (UserInputException e)
        {
            throw new UserInputException(
                $"{e.Message} Downloaded data sets are kept there. Set the environment variable MINTAGE_CACHE to use "
                + "another folder.", e);
        }
    }

    /// <summary>Says why the cache cannot be used; null if it has every file.</summary>
    private static string? CacheFault(CatalogueEntry entry, string cache)
    {
        if (!Directory.Exists(cache)) return "empty";
        try
        {
            foreach (var file in entry.Files)
            {
                var path = Path.Combine(cache, file.Name);
                if (!File.Exists(path)) return $"there is no file '{file.Name}'";
                if (file.Sha256 is not null)
                    RequireHash(
                        file, InputFile.Read(path, stream => Convert.ToHexStringLower(SHA256.HashData(stream))));
            }
            return null;
        }
        catch (UserInputException e)
        {
            return e.Message.TrimEnd('.');
        }
    }

    private static void RequireHash(CatalogueFile file, string sha256)
    {
        if (file.Sha256 is not null && sha256 != file.Sha256)
            throw new UserInputException($"'{file.Name}' must have the SHA-256 {file.Sha256}, but has {sha256}");
    }

    private static string Needed(CatalogueEntry entry)
    {
        var names = string.Join(", ", entry.Files.Select(file => file.Name));
        var unknown = entry.IsVerified || entry.HasPublishedHashes
            ? ""
            : "; their hashes are not known, so nothing is downloaded";
        return $"To supply the files by hand, put {names} (each as it is or with .gz) into a folder and pass it as "
            + $"--data-folder DIR. They are published at {entry.Homepage}{unknown}.";
    }

    private sealed class SourceFailedException(string reason, Exception inner) : Exception(reason, inner);
}
