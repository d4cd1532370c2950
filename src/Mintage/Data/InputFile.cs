using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;
using Mintage.Data.Pictures;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>Opens files for reading so that whatever is wrong with one becomes a message to the user.</summary>
internal static class InputFile
{
    /// <summary>Opens a file and reads it.</summary>
    /// <exception cref="UserInputException">It is missing, unreadable or damaged, or <paramref name="read"/> found a fault.</exception>
    public static T Read<T>(string path, Func<FileStream, T> read)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            return read(stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserInputException($"'{path}' must be a file, but does not exist. Check the path.", e);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or SharpZipBaseException)
        {
            throw new UserInputException($"'{path}' is damaged or cut short ({e.Message.TrimEnd('.')}). Copy or download it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"'{path}' could not be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// Whether there may be something to read. Pipes and devices have no length, and to open one may mean to wait
    /// for ever; what does not exist is left to its opening to say.
    /// </summary>
    public static bool HasContent(string path)
    {
        if (Directory.Exists(path)) return true;
        var file = new FileInfo(path);
        if (file.LinkTarget is not null) file = new FileInfo(new RealPath().Of(path));
        return file is not { Exists: true, Length: 0 };
    }

    /// <summary>Opens a file and reads it, but no pipe or device.</summary>
    /// <exception cref="UserInputException">As for <see cref="Read"/>, or it is empty, a pipe or a device.</exception>
    public static T ReadContent<T>(string path, Func<FileStream, T> read) => HasContent(path)
        ? Read(path, read)
        : throw new UserInputException(
            $"'{path}' must be a file with content, but it is empty, or a pipe or a device. Name a file.");

    /// <summary>
    /// The content of a gzip file. Not with the framework's GZipStream: it takes a file that was cut short for a complete one.
    /// </summary>
    public static Stream Decompress(Stream gzip) => new GZipInputStream(gzip);
}
