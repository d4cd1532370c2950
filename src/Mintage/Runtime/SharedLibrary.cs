using System.Runtime.InteropServices;

namespace Mintage.Runtime;

/// <summary>Loads shared libraries together with what they need, wherever that lies. Linux.</summary>
internal static partial class SharedLibrary
{
    private const int Lazy = 1, Global = 0x100; // RTLD_LAZY, RTLD_GLOBAL

    /// <summary>
    /// Loads a library. What the loader misses on the way is looked for in the folders and loaded first, so that
    /// neither LD_LIBRARY_PATH nor an order of names is needed: a library that is loaded serves all that need its
    /// name.
    /// </summary>
    /// <param name="path">The library.</param>
    /// <param name="folders">Where libraries that it needs may lie.</param>
    /// <param name="visible">Whether libraries loaded later may use its symbols without asking for it.</param>
    /// <exception cref="DllNotFoundException">It cannot be loaded. The message is the loader's.</exception>
    public static void Load(string path, IReadOnlyCollection<string> folders, bool visible) =>
        Load(path, folders, visible ? Lazy | Global : Lazy, []);

    private static void Load(string path, IReadOnlyCollection<string> folders, int mode, HashSet<string> tried)
    {
        _ = dlerror(); // found now; looking it up after a failure would hide the message
        while (dlopen(path, mode) == 0)
        {
            var message = Marshal.PtrToStringUTF8(dlerror()) ?? $"{path} cannot be loaded";
            // "libcudart.so.13: cannot open shared object file: ...", in the system's language after the colon
            var missing = message.Split(':')[0];
            var found = Path.GetFileName(missing) == missing && tried.Add(missing)
                ? folders.Select(folder => Path.Combine(folder, missing)).FirstOrDefault(File.Exists)
                : null;
            if (found is null) throw new DllNotFoundException(message);
            Load(found, folders, mode, tried);
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint dlopen(string path, int mode);

    [LibraryImport("libc")]
    private static partial nint dlerror();
}
