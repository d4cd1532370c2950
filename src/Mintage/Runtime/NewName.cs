using System.Runtime.InteropServices;

namespace Mintage.Runtime;

/// <summary>Gives a file a name that no file has, in one step.</summary>
internal static partial class NewName
{
    private const int AlreadyThere = 17; // EEXIST, of Linux and macOS

    /// <summary>
    /// Gives a file a second name, or where there are no hard links, copies it to that name. Of several processes that
    /// want the same name, one gets it. <see cref="File.Move(string, string)"/> looks first and renames then, and two
    /// that look at once both succeed.
    /// </summary>
    /// <param name="path">The file; on Windows it moves.</param>
    /// <param name="name">Another path in the same folder.</param>
    /// <returns>False if the name is taken.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static bool Give(string path, string name)
    {
        if (!OperatingSystem.IsWindows())
        {
            if (link(path, name) == 0) return true;
            if (Marshal.GetLastPInvokeError() == AlreadyThere) return false;
        }
        try
        {
            if (OperatingSystem.IsWindows()) File.Move(path, name);
            else Copy(path, name);
            return true;
        }
        catch (IOException) when (File.Exists(name))
        {
            return false;
        }
    }

    private static void Copy(string path, string name)
    {
        var content = File.ReadAllBytes(path);
        using var file = new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        file.Write(content);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string path, string name);
}
