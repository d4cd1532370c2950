using Mintage.Data.Pictures;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>Pictures without labels, to be classified.</summary>
public static class UnlabelledPictures
{
    /// <summary>Whether a path is a folder, or a file with a picture's name.</summary>
    public static bool Reads(string path) => Directory.Exists(path) || PictureSignature.IsPromisedBy(path);

    /// <summary>Reads all pictures in and below a folder, or one picture.</summary>
    /// <param name="path">A folder or a picture file.</param>
    /// <param name="loading">How pictures become images; the size must be said.</param>
    /// <returns>The images, all with label 0, and their files from the folder with forward slashes, in the order of the
    /// images.</returns>
    /// <exception cref="UserInputException">There is no picture, or some cannot be read.</exception>
    public static (LabelledImages Images, IReadOnlyList<string> Files) Read(string path, DataSetLoading loading)
    {
        ArgumentNullException.ThrowIfNull(loading);
        var isFolder = Directory.Exists(path);
        if (!isFolder && !File.Exists(path))
            throw new UserInputException($"'{path}' must be a folder with pictures, or a picture, but does not exist.");
        var root = isFolder ? Path.GetFullPath(path) : Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] files = isFolder ? Below(root) : [Path.GetFileName(path)];
        if (files.Length == 0)
            throw new UserInputException($"'{path}' must hold pictures (PNG, JPEG, ...), but has none.");
        var list = PictureList.OfFiles(Path.GetFileName(root), root, files, new int[files.Length], ["any"]);
        var images = PictureReader.Read(list, loading with { Import = loading.Import with { SkipBroken = false } });
        return (images, files);
    }

    private static string[] Below(string root)
    {
        var folders = PictureFolder.Folders(root);
        var walk = FolderWalk.Through(root, folders);
        return [.. PictureFolder.Files(root).Pictures,
            .. folders.SelectMany(folder => walk.Files(folder).Pictures.Select(file => $"{folder}/{file}"))];
    }
}
