namespace Mintage.Data.Pictures;

/// <summary>The pictures of a data set, before any is opened.</summary>
/// <param name="Name">The data set's name in messages and reports.</param>
/// <param name="Paths">Each picture's name in messages, in the order of the images.</param>
/// <param name="Open">Opens the encoded bytes of a picture by its place in the list. May throw <see
/// cref="PictureException"/> or file errors. Safe to call from several threads.</param>
/// <param name="Labels">Class index of every picture.</param>
/// <param name="ClassNames">Names of the classes.</param>
/// <param name="Groups">Group of every picture, or null.</param>
/// <param name="IsSynthetic">For every picture, true if it is synthetic; or null.</param>
/// <param name="Root">The folder that <paramref name="Paths"/> start from, if they are files; otherwise null.</param>
/// <param name="OtherParts">Pictures of the source's other parts, whose colours count too; null if there are
/// none.</param>
internal sealed record PictureList(
    string Name, string[] Paths, Func<int, Stream> Open, int[] Labels, IReadOnlyList<string> ClassNames,
    string[]? Groups = null, bool[]? IsSynthetic = null, string? Root = null, Lazy<PictureList>? OtherParts = null)
{
    /// <summary>Makes a list of picture files.</summary>
    /// <param name="name">The data set's name in messages and reports.</param>
    /// <param name="root">The folder that the paths start from.</param>
    /// <param name="paths">A file for every picture, with forward slashes.</param>
    /// <param name="labels">Class index of every picture.</param>
    /// <param name="classNames">Names of the classes.</param>
    public static PictureList OfFiles(
        string name, string root, string[] paths, int[] labels, IReadOnlyList<string> classNames) =>
        new(name, paths, i => PictureFile.Open(Path.Combine(root, paths[i])), labels, classNames, Root: root);
}

internal static class PictureFile
{
    private const long MaxBytes = 1L << 30;

    /// <summary>Opens the file at its beginning.</summary>
    /// <param name="path">A file, or a link to one.</param>
    /// <exception cref="PictureException">The file is empty or too large, or is a folder, a pipe or a
    /// device.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path)) throw new PictureException("it is a folder, and must be a picture");
        var file = new FileInfo(path);
        if (file.LinkTarget is not null) file = new FileInfo(new RealPath().Of(path));
        if (!InputFile.HasContent(path))
            throw new PictureException("it is empty, or a pipe or a device, and must be a file with a picture");
        if (file is { Exists: true, Length: > MaxBytes })
            throw new PictureException($"it has {file.Length:N0} bytes, and at most {MaxBytes:N0} are read");
        return File.OpenRead(path);
    }
}
