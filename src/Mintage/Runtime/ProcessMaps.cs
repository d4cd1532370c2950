using System.Globalization;

namespace Mintage.Runtime;

/// <summary>What lies in this process's memory, as Linux tells it.</summary>
internal static class ProcessMaps
{
    /// <summary>Where Linux tells it; there is none elsewhere.</summary>
    public const string File = "/proc/self/maps";

    /// <summary>All pieces, in the order of their addresses; a piece without a file has an empty path.</summary>
    public static IEnumerable<(nuint Start, nuint End, string Access, string Path)> Read()
    {
        foreach (var line in System.IO.File.ReadLines(File).ToList())
        {
            var parts = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            var range = parts[0].Split('-');
            yield return (Address(range[0]), Address(range[1]), parts[1], parts.Length > 5 ? parts[5].Trim() : "");
        }
    }

    private static nuint Address(string text) =>
        nuint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
