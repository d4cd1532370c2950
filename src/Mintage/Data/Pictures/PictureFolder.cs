using Mintage.Runtime;

namespace Mintage.Data.Pictures;

/// <summary>The files under a folder, in the same order on every machine.</summary>
internal static class PictureFolder
{
    /// <summary>What systems and services leave in folders, beside names that begin with a dot; case does not matter.</summary>
    private static readonly string[] Ignored =
    [
        "Thumbs.db", "ehthumbs.db", "desktop.ini", "__MACOSX", "@eaDir", "#recycle", "#snapshot", "@Recycle", "@Recently-Snapshot", "@tmp",
        "$RECYCLE.BIN", "RECYCLER", "System Volume Information", "lost+found", "Network Trash Folder", "Temporary Items", "__pycache__",
    ];

    private static readonly EnumerationOptions Here = new() { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };

    /// <summary>Names of the folders in a folder, in ordinal order.</summary>
    public static string[] Folders(string folder) => Names(folder, Directory.EnumerateDirectories);

    /// <summary>Files in a folder alone, in ordinal order: pictures, and how many others there are, with the first.</summary>
    public static FolderFiles Files(string folder) => FolderFiles.Of(folder, Names(folder, Directory.EnumerateFiles));

    /// <summary>Files in a folder and all below it, by their paths from it with forward slashes, in ordinal order.</summary>
    public static FolderFiles AllFiles(string folder)
    {
        var paths = Below(folder, "", new RealPaths(), []).ToArray();
        Array.Sort(paths, StringComparer.Ordinal);
        return FolderFiles.Of(folder, paths);
    }

    /// <summary>A folder that links lead back to is not entered again.</summary>
    private static IEnumerable<string> Below(string folder, string prefix, RealPaths real, HashSet<string> entered) => !entered.Add(real.Of(folder)) ? [] :
    [
        .. Names(folder, Directory.EnumerateFiles).Select(name => prefix + name),
        .. Folders(folder).SelectMany(name => Below(Path.Combine(folder, name), $"{prefix}{name}/", real, entered)),
    ];

    private static bool LeadsNowhere(string path) =>
        File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target && !File.Exists(target.FullName) && !Directory.Exists(target.FullName);

    private static string[] Names(string folder, Func<string, string, EnumerationOptions, IEnumerable<string>> enumerate)
    {
        try
        {
            string[] names = [.. enumerate(folder, "*", Here).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.') && !Ignored.Contains(name, StringComparer.OrdinalIgnoreCase))];
            Array.Sort(names, StringComparer.Ordinal);
            // A link to nowhere is listed as a file, also where a folder should be.
            return Array.ConvertAll(names, name => Path.Combine(folder, name)).FirstOrDefault(LeadsNowhere) is { } broken
                ? throw new UserInputException($"'{broken}' is a link to '{new FileInfo(broken).LinkTarget}', which is not there. "
                    + "Bring back what it led to, or remove it.")
                : names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"The folder '{folder}' could not be read: {e.Message}", e);
        }
    }
}

/// <summary>Files of a folder.</summary>
/// <param name="Pictures">Those whose name or content is a picture's, in order.</param>
/// <param name="Others">The other files, in order.</param>
internal sealed record FolderFiles(string[] Pictures, string[] Others)
{
    /// <summary>Tells them apart. A name that promises a picture is enough; another file is opened.</summary>
    public static FolderFiles Of(string folder, string[] paths)
    {
        var isPicture = Array.ConvertAll(paths, path => PictureSignature.IsPromisedBy(path) || HasPicture(Path.Combine(folder, path)));
        return new([.. paths.Where((_, i) => isPicture[i])], [.. paths.Where((_, i) => !isPicture[i])]);
    }

    private static bool HasPicture(string path)
    {
        try
        {
            using var file = PictureFile.Open(path);
            var head = new byte[PictureSignature.Length];
            head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
            return PictureSignature.Of(head) is not null || PictureSignature.Foreign(head) is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PictureException)
        {
            return false; // counted as another file
        }
    }
}
