using System.Diagnostics;

namespace Mintage.Runtime;

/// <summary>Memory of this process.</summary>
internal static class ProcessMemory
{
    /// <summary>Largest resident size so far, in bytes (VmHWM on Linux, peak working set elsewhere).</summary>
    public static long PeakBytes
    {
        get
        {
            if (OperatingSystem.IsLinux())
            {
                var line = File.ReadLines("/proc/self/status")
                    .FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
                if (line is not null
                    && long.TryParse(line.AsSpan(6).Trim().TrimEnd("kB ").ToString(), out var kibibytes))
                    return kibibytes * 1024;
            }
            using var self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64;
        }
    }
}
