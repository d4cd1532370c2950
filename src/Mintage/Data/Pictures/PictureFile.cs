namespace Mintage.Data.Pictures;

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
