using System.Text.RegularExpressions;

namespace Mintage.Data.Pictures;

/// <summary>
/// What systems, archives and storage services put into folders without being asked: previews, waste bins, snapshots. It is
/// neither a class nor a picture. Names that begin with a dot are hidden and ignored too.
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

    /// <summary>Whether a file or folder of this name is ignored.</summary>
    public static bool Has(string name) => name.StartsWith('.') || Names.Contains(name) || Recovered().IsMatch(name);

    /// <summary>Where Windows puts what a check of the disk found.</summary>
    [GeneratedRegex(@"^FOUND\.\d{3}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Recovered();
}
