using System.IO.Enumeration;
using Mintage.Runtime;

namespace Mintage.Data.Pictures;

/// <summary>Lists a folder's content in the same order on every machine.</summary>
internal static class PictureFolder
{
    private const int Named = 10;

    private static readonly EnumerationOptions Here = new()
    {
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
    };

    /// <summary>Lists the names of subfolders in ordinal order.</summary>
    public static string[] Folders(string folder) =>
        [.. Entries(folder).Where(entry => entry.IsFolder).Select(entry => entry.Name)];

    /// <summary>Lists the files directly in a folder, in ordinal order.</summary>
    public static FolderFiles Files(string folder) =>
        FolderFiles.Of(folder, [.. Entries(folder).Where(entry => !entry.IsFolder).Select(entry => entry.Name)]);

    /// <summary>Lists everything in a folder that is not ignored, in ordinal order.</summary>
    /// <exception cref="UserInputException">The folder cannot be read, or a link in it leads to nothing and may have
    /// meant a folder.</exception>
    public static FolderEntry[] Entries(string folder)
    {
        try
        {
            FolderEntry[] entries =
                [.. All(folder).Where(entry => !IgnoredNames.Has(entry.Name))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)];
            RequireTargets(folder, entries);
            return entries;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"The folder '{folder}' could not be read: {e.Message}", e);
        }
    }

    private static FileSystemEnumerable<FolderEntry> All(string folder) => new(
        folder,
        (ref FileSystemEntry entry) =>
            new(entry.FileName.ToString(), entry.IsDirectory, entry.Attributes.HasFlag(FileAttributes.ReparsePoint)),
        Here);

    /// <summary>Refuses lost links. Only one with a picture's name passes and is listed with the broken pictures; any
    /// other may be a whole class.</summary>
    private static void RequireTargets(string folder, FolderEntry[] entries)
    {
        string[] lost =
        [
            .. entries.Where(entry => entry is { IsLink: true, IsFolder: false }
                && !PictureSignature.IsPromisedBy(entry.Name))
                .Select(entry => Path.Combine(folder, entry.Name))
                .Where(path => new FileInfo(new RealPath().Of(path)) is not { Exists: true, LinkTarget: null })
                .Select(path => $"'{Path.GetFileName(path)}' (to '{new FileInfo(path).LinkTarget}')"),
        ];
        if (lost.Length == 0) return;
        var more = lost.Length > Named ? $" and {lost.Length - Named:N0} more" : "";
        throw new UserInputException(
            $"Every link in '{folder}' must lead to a file or a folder, but "
            + $"{string.Join(", ", lost.Take(Named))}{more} {(lost.Length == 1 ? "leads" : "lead")} to nothing. "
            + "Restore the target, for example by mounting its disk, or remove the "
            + $"{(lost.Length == 1 ? "link" : "links")}.");
    }
}

/// <summary>A file or folder in a folder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsFolder">True for a folder or a link to one.</param>
/// <param name="IsLink">True for a link.</param>
internal readonly record struct FolderEntry(string Name, bool IsFolder, bool IsLink);

/// <summary>Files of a folder.</summary>
/// <param name="Pictures">Files that are pictures by name or content, in order.</param>
/// <param name="Others">The other files, in order.</param>
internal sealed record FolderFiles(string[] Pictures, string[] Others)
{
    /// <summary>Sorts files into pictures and others. A picture's name is enough; other files are opened.</summary>
    public static FolderFiles Of(string folder, string[] paths)
    {
        var isPicture =
            Array.ConvertAll(paths, path => PictureSignature.IsPromisedBy(path)
            || HasPicture(Path.Combine(folder, path)));
        return new([.. paths.Where((_, i) => isPicture[i])], [.. paths.Where((_, i) => !isPicture[i])]);
    }

    private static bool HasPicture(string path)
    {
        try
        {
            using var file = PictureFile.Open(path);
            var head = new byte[PictureSignature.Length];
            head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
            return PictureSignature.Of(head) is not null || PictureSignature.Foreign(head) is not null
                || PictureSignature.IsDicom(head);
        }
        catch (Exception e) when (e is PictureException or IOException or UnauthorizedAccessException)
        {
            return false; // counted as another file
        }
    }
}
