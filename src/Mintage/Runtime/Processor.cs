namespace Mintage.Runtime;

/// <summary>Finds out what the processor can do where .NET has no answer. Safe to use from several threads.</summary>
public static class Processor
{
    private const string CpuInfo = "/proc/cpuinfo";
    private static readonly string[] BFloat16Flags = ["avx512_bf16", "amx_bf16", "bf16"];

    /// <summary>oneDNN's names for instruction sets without bfloat16. ONEDNN_MAX_CPU_ISA may limit oneDNN to one of
    /// them.</summary>
    private static readonly string[] SetsWithoutBFloat16 =
        ["SSE41", "AVX", "AVX2", "AVX2_VNNI", "AVX512_CORE", "AVX512_CORE_VNNI"];

    private static readonly bool MultipliesBFloat16 = File.Exists(CpuInfo) && HasFlag(File.ReadAllText(CpuInfo))
        && !SetsWithoutBFloat16.Contains(
            Environment.GetEnvironmentVariable("ONEDNN_MAX_CPU_ISA"), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// True if the processor multiplies bfloat16 numbers itself and libtorch may use that; otherwise bfloat16 is slower
    /// than float32. Detected on Linux only; false elsewhere.
    /// </summary>
    public static bool HasBFloat16 => MultipliesBFloat16 && !HiddenCaches.TurnedOff;

    /// <summary>Tells if the first processor in this text of /proc/cpuinfo has the flag ("flags" on x86, "Features" on
    /// Arm).</summary>
    internal static bool HasFlag(string cpuInfo) => cpuInfo.Split('\n')
        .FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal)
            || line.StartsWith("Features", StringComparison.Ordinal))
        ?.Split(':')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Intersect(BFloat16Flags).Any() ?? false;
}
