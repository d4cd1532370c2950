using System.Text.RegularExpressions;

namespace Mintage.Data.Pictures;

/// <summary>
/// Names of files and folders that systems, archives and storage services create by themselves: previews, waste bins,
/// snapshots. They are neither classes nor pictures. Names that begin with a dot are hidden and ignored too.
/// </summary>
internal static partial class IgnoredNames
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "Icon\r", // Windows, macOS
        "$RECYCLE.BIN", "RECYCLER", "RECYCLED", "System Volume Information", // Windows
        "__MACOSX", "Network Trash Folder", "Temporary Items", "TheVolumeSettingsFolder", // macOS
        "lost+found", "~snapshot", // Linux, NetApp
        "@eaDir", "#recycle", "#snapshot", "@tmp", // Synology
        "@Recycle", "@Recently-Snapshot", "@__thumb", "@Transcode", // QNAP
        "__pycache__",
    };

    /// <summary>True if a file or folder of this name is ignored.</summary>
    public static bool Has(string name) => name.StartsWith('.') || Names.Contains(name) || Recovered().IsMatch(name);

    /// <summary>Folder names that Windows uses for data recovered by a disk check.</summary>
    [GeneratedRegex(@"^FOUND\.\d{3}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Recovered();
}
