using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Mintage.Foreign;

/// <summary>
/// A program's processes on Linux: everything in its session, and everything that inherited its mark in the
/// environment, so that a child is found which has made itself a session of its own.
/// </summary>
/// <param name="mark">An environment variable, NAME=value, that no other program has.</param>
/// <param name="session">Its session; null for none.</param>
internal sealed partial class ProcessFamily(string mark, int? session = null)
{
    private const int Terminate = 15, Kill = 9;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2), Pause = TimeSpan.FromMilliseconds(20);
    private static readonly byte[] Zero = [0];

    private readonly byte[] mark = [.. Encoding.UTF8.GetBytes(mark), 0];

    /// <summary>Ids of the processes that live; none where there is no /proc.</summary>
    public IReadOnlyList<int> Members() => !Directory.Exists("/proc/self") ? [] :
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != Environment.ProcessId && IsMember(id)),
    ];

    /// <summary>Asks all to end, then ends those that are left.</summary>
    /// <returns>How many there were.</returns>
    public int End()
    {
        var asked = Members();
        foreach (var id in asked) _ = kill(id, Terminate);
        var start = System.Diagnostics.Stopwatch.StartNew();
        while (Members() is { Count: > 0 } left && start.Elapsed < 2 * Grace)
        {
            if (start.Elapsed > Grace)
                foreach (var id in left) _ = kill(id, Kill);
            Thread.Sleep(Pause);
        }
        return asked.Count;
    }

    /// <summary>Memory that all hold together in bytes; what several share counts once.</summary>
    public long MemoryBytes() => Members().Sum(id =>
    {
        var share = Text($"/proc/{id}/smaps_rollup").Split('\n')
            .FirstOrDefault(line => line.StartsWith("Pss:", StringComparison.Ordinal));
        var isRead = long.TryParse(share?[4..].Trim().TrimEnd('k', 'B', ' '), out var kibibytes);
        return isRead ? kibibytes * 1024 : 0;
    });

    private bool IsMember(int id)
    {
        // "12 (name) S parent group session ...": a name may hold anything, blanks and brackets too.
        var stat = Text($"/proc/{id}/stat");
        var facts = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (facts.Length < 4 || facts[0] is "Z" or "X") return false;
        if (session is { } own && facts[3] == own.ToString(CultureInfo.InvariantCulture)) return true;
        var environment = Bytes($"/proc/{id}/environ");
        var at = environment.AsSpan().IndexOf(mark);
        return at == 0 || (at > 0 && environment.AsSpan(0, at).EndsWith(Zero));
    }

    private static string Text(string path) => Encoding.UTF8.GetString(Bytes(path));

    /// <summary>A file of /proc; empty where the process has ended or is another user's.</summary>
    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
