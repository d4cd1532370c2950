using System.Security.Cryptography;
using System.Text;

namespace Mintage.Runtime;

/// <summary>
/// Writes files and folders that appear whole or not at all: each is written under a temporary name beside the target,
/// flushed to the disk, then renamed.
/// </summary>
public static class WholeFile
{
    private const string HalfWritten = ".tmp";
    private const int NoSpace = 28, ReadOnly = 30, QuotaLinux = 122, QuotaMac = 69; // errno
    private const int NoSpaceWin32 = unchecked((int)0x80070070), ReadOnlyWin32 = unchecked((int)0x80070013);

    /// <summary>Writes a file through a stream. An existing file is replaced only after everything is
    /// written.</summary>
    /// <exception cref="UserInputException">The disk is full or the location cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{ProcessIdentity.Token}{HalfWritten}";
        var folder = Path.GetDirectoryName(full)!;
        var isNew = !Directory.Exists(folder);
        try
        {
            Directory.CreateDirectory(folder);
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(full, e);
        }
        finally
        {
            TryDelete(temporary);
            if (isNew && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                TryDelete(folder);
        }
    }

    /// <summary>Writes bytes as a whole file.</summary>
    public static void WriteBytes(string path, ReadOnlyMemory<byte> bytes) => Write(path, s => s.Write(bytes.Span));

    /// <summary>Writes text as a whole UTF-8 file without a byte order mark.</summary>
    public static void WriteText(string path, string text) => WriteBytes(path, Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// Builds a folder under a temporary name, then renames it, so the folder exists only if it is complete.
    /// If the temporary folder is already there, <paramref name="fill"/> can continue from it; files that a killed
    /// process left half-written are deleted first.
    /// </summary>
    /// <param name="path">The folder, which must not exist yet.</param>
    /// <param name="fill">Fills the folder at the path it gets.</param>
    public static void WriteFolder(string path, Action<string> fill)
    {
        var full = Path.GetFullPath(path);
        var temporary = TemporaryFolder(full);
        try
        {
            Directory.CreateDirectory(temporary);
            foreach (var half in Directory.GetFiles(temporary, $"*{HalfWritten}", SearchOption.AllDirectories))
                File.Delete(half);
            fill(temporary);
            Directory.Move(temporary, full);
        }
        catch (Exception e) when (Cause(e) is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(full, Cause(e));
        }
    }

    /// <summary>
    /// Builds a folder from nothing under a temporary name, then replaces the old folder with it. The old folder is
    /// deleted only after the new one is in place. If an earlier call was cut short in between, the old folder is
    /// restored first.
    /// </summary>
    /// <param name="path">The folder, which may be missing.</param>
    /// <param name="fill">Fills the folder at the path it gets.</param>
    /// <exception cref="UserInputException">The disk is full, the location cannot be written, or another process is
    /// writing there.</exception>
    public static void ReplaceFolder(string path, Action<string> fill)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var (temporary, old) = (TemporaryFolder(full), $"{TemporaryFolder(full)}.old");
        using var claim = FolderLock.Beside(full);
        try
        {
            Tidy();
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
            Directory.CreateDirectory(temporary);
            fill(temporary);
            try
            {
                if (Directory.Exists(full)) Directory.Move(full, old);
                Directory.Move(temporary, full);
            }
            finally
            {
                Tidy();
            }
        }
        catch (Exception e) when (Cause(e) is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(full, Cause(e));
        }
        finally
        {
            // Half a folder would fill the disk that it did not fit on.
            TryDelete(temporary);
        }

        // The folder that was moved aside is restored if nothing has replaced it, and deleted otherwise.
        void Tidy()
        {
            if (!Directory.Exists(old)) return;
            if (Directory.Exists(full)) Directory.Delete(old, recursive: true);
            else Directory.Move(old, full);
        }
    }

    /// <summary>Deletes a file or folder if it is there and can be; what failed before is what the user must
    /// learn.</summary>
    internal static void TryDelete(string path)
    {
        try
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            else if (File.Exists(path)) File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // a disk that has become read-only
        }
    }

    /// <summary>What several threads failed of at once, or what one did.</summary>
    private static Exception Cause(Exception e) =>
        e is AggregateException all ? all.Flatten().InnerExceptions[0] : e;

    /// <summary>Deletes what killed processes of this machine left half-written in a folder, not in those
    /// below.</summary>
    /// <param name="folder">Need not exist.</param>
    /// <param name="name">The file that they wrote; null for any.</param>
    internal static void DeleteLeft(string folder, string? name = null)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var path in Directory.GetFiles(folder, $"{(name is null ? "" : $"{name}.")}*{HalfWritten}"))
            if (ProcessIdentity.HasEnded(Path.GetExtension(path[..^HalfWritten.Length]).TrimStart('.')))
                TryDelete(path);
    }

    /// <summary>Checks, before long work starts, that a file or folder can be written. Creates nothing.</summary>
    /// <exception cref="UserInputException">
    /// A file is in the way, or the nearest folder that exists cannot be written.
    /// </exception>
    public static void RequireWritable(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        while (folder is not null && !Directory.Exists(folder))
        {
            if (File.Exists(folder))
                throw new UserInputException(
                    $"'{path}' cannot be written: '{folder}' is a file, not a folder. Choose another location.");
            folder = Path.GetDirectoryName(folder);
        }
        try
        {
            if (folder is not null)
            {
                DeleteLeft(folder, Path.GetFileName(path));
                File.Create(Path.Combine(folder, $".mintage.{ProcessIdentity.Token}.tmp"), 1, FileOptions.DeleteOnClose)
                    .Dispose();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, e);
        }
    }

    /// <summary>Computes the SHA-256 of a file, in lower-case hexadecimal.</summary>
    public static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Gives the temporary folder in which <see cref="WriteFolder"/> builds a folder.</summary>
    public static string TemporaryFolder(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.partial");

    /// <summary>Makes the error for a location that cannot be written, with the reason.</summary>
    public static UserInputException CannotWrite(string path, Exception e)
    {
        const string Again = "then run the same command again; finished work is kept.";
        return e.HResult switch
        {
            NoSpace or NoSpaceWin32 or QuotaLinux or QuotaMac => new(
                $"The {(e.HResult is QuotaLinux or QuotaMac ? "quota is used up" : "disk is full")}: '{path}' could "
                + $"not be written. Free some space or name another folder, {Again}", e)
            { IsOfDisk = true },
            ReadOnly or ReadOnlyWin32 => new(
                $"The disk is read-only: '{path}' could not be written. Make it writable or name another folder, "
                + Again, e)
            { IsOfDisk = true },
            _ => new($"'{path}' could not be written: {e.Message}", e),
        };
    }
}
