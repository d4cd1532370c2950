using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>The cache of downloaded data sets: one folder each, with uncompressed files whose hashes were
/// checked.</summary>
public static class DataSetCache
{
    /// <summary>
    /// Mintage's cache folder: $MINTAGE_CACHE if set, otherwise "mintage" in the user's cache folder ($XDG_CACHE_HOME
    /// or ~/.cache; %LOCALAPPDATA% on Windows; ~/Library/Caches on macOS). It may be missing.
    /// </summary>
    /// <exception cref="UserInputException">None of these is set.</exception>
    public static string Root => RootFrom(Environment.GetEnvironmentVariable);

    /// <summary>Gives the folder of one data set, which may be missing.</summary>
    /// <param name="name">A catalogue name.</param>
    public static string Folder(string name) => Path.Combine(Root, "datasets", name);

    /// <summary>The folder for decoded pictures; null if there is no cache folder.</summary>
    public static string? Pictures
    {
        get
        {
            try
            {
                return Path.Combine(Root, "pictures");
            }
            catch (UserInputException)
            {
                return null; // it only saves time
            }
        }
    }

    internal static string RootFrom(Func<string, string?> variable)
    {
        if (variable("MINTAGE_CACHE") is { Length: > 0 } own) return Path.GetFullPath(own);
        return Path.Combine(UserCache(variable) ?? throw new UserInputException(
            "Mintage needs a folder for downloaded files, but this account has no home folder. Set the environment "
            + "variable MINTAGE_CACHE to a folder."), "mintage");
    }

    private static string? UserCache(Func<string, string?> variable)
    {
        if (OperatingSystem.IsWindows()) return variable("LOCALAPPDATA") is { Length: > 0 } local ? local : null;
        // The XDG specification says to ignore a relative path.
        if (!OperatingSystem.IsMacOS() && variable("XDG_CACHE_HOME") is { } xdg && Path.IsPathRooted(xdg)) return xdg;
        var home = variable("HOME") is { Length: > 0 } set
            ? set
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? null : Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache");
    }
}
