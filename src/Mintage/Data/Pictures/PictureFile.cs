namespace Mintage.Data.Pictures;

/// <summary>A picture in a file of its own.</summary>
internal static class PictureFile
{
    /// <summary>Opens a regular file. Pipes and devices, which have no length, would be waited for without end.</summary>
    /// <exception cref="PictureException">It is empty or no regular file.</exception>
    public static FileStream Open(string path) =>
        new FileInfo(path) is { Exists: true, Length: 0 } ? throw new PictureException("it is empty or no regular file") : File.OpenRead(path);
}
