using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mintage.Runtime;

/// <summary>A process by what tells it from every other, also from those of other machines.</summary>
/// <param name="Host">Name of its machine.</param>
/// <param name="Space">Where its number counts: this boot of the machine and, in a container, that container.</param>
/// <param name="ProcessId">Its number there.</param>
/// <param name="Started">When it began, in the system's ticks: numbers are used again.</param>
internal sealed record ProcessIdentity(string Host, string Space, int ProcessId, long Started)
{
    private const int StartField = 19; // of /proc/PID/stat, counted after the name

    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } = new(
        Environment.MachineName, CurrentSpace(), Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0);

    /// <summary>Letters, digits and hyphens that no other process has, for names of temporary files.</summary>
    public static string Token { get; } = $"{Place}-{Current.ProcessId:x}-{Current.Started:x}";

    /// <summary>Stands for this machine and this boot of it.</summary>
    private static string Place => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Current.Host}\n{Current.Space}")))[..8];

    /// <summary>Whether it is of this machine, so that <see cref="Lives"/> can tell.</summary>
    public bool IsHere => Host == Current.Host && Space == Current.Space;

    /// <summary>Whether a process of this machine runs still.</summary>
    public bool Lives => StartOf(ProcessId) is { } start && start == Started;

    /// <summary>Whether a token, whatever is added to it after a hyphen, is of a process of this machine that has
    /// ended.</summary>
    public static bool HasEnded(string token) =>
        token.Split('-') is [var place, var number, var start, ..] && place == Place
        && int.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var processId)
        && long.TryParse(start, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var started)
        && StartOf(processId) != started;

    private static string CurrentSpace()
    {
        const string Boot = "/proc/sys/kernel/random/boot_id", Processes = "/proc/self/ns/pid";
        return File.Exists(Boot)
            ? $"{File.ReadAllText(Boot).Trim()} {new FileInfo(Processes).LinkTarget}"
            : "";
    }

    /// <summary>When a process began; null if there is none, or only what a dead one left.</summary>
    private static long? StartOf(int processId)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                var stat = File.ReadAllText($"/proc/{processId}/stat");
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                return fields[0] is "Z" or "X" ? null : long.Parse(fields[StartField], CultureInfo.InvariantCulture);
            }
            using var process = Process.GetProcessById(processId);
            return new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException
            or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
