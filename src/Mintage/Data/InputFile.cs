using Mintage.Data.Pictures;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>Opens files for reading and turns every failure into a message for the user.</summary>
internal static class InputFile
{
    /// <exception cref="UserInputException">The file is missing, unreadable or damaged, or <paramref name="read"/>
    /// found a fault.</exception>
    public static T Read<T>(string path, Func<FileStream, T> read)
    {
        try
        {
            using var stream =
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            return read(stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserInputException($"'{path}' must be a file, but does not exist. Check the path.", e);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new UserInputException(
                $"'{path}' is damaged or cut short ({e.Message.TrimEnd('.')}). Copy or download it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"'{path}' could not be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// True if there may be something to read. Pipes and devices have no length, and opening one may block for ever. A
    /// file that does not exist passes; opening it will fail.
    /// </summary>
    public static bool HasContent(string path)
    {
        if (Directory.Exists(path)) return true;
        var file = new FileInfo(path);
        if (file.LinkTarget is not null) file = new FileInfo(new RealPath().Of(path));
        return file is not { Exists: true, Length: 0 };
    }

    /// <summary>Opens a file and reads it, but not a pipe or a device.</summary>
    /// <exception cref="UserInputException">As for <see cref="Read"/>, or the file is empty, a pipe or a
    /// device.</exception>
    public static T ReadContent<T>(string path, Func<FileStream, T> read) => HasContent(path)
        ? Read(path, read)
        : throw new UserInputException(
            $"'{path}' must be a file with content, but it is empty, or a pipe or a device. Name a file.");
}
