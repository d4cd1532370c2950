namespace Mintage.Runtime;

/// <summary>What the processor can do that .NET does not tell.</summary>
public static class Processor
{
    private const string CpuInfo = "/proc/cpuinfo";
    private static readonly string[] BFloat16Flags = ["avx512_bf16", "amx_bf16", "bf16"];

    /// <summary>oneDNN's names of instruction sets without bfloat16, which ONEDNN_MAX_CPU_ISA may keep it to.</summary>
    private static readonly string[] SetsWithoutBFloat16 = ["SSE41", "AVX", "AVX2", "AVX2_VNNI", "AVX512_CORE", "AVX512_CORE_VNNI"];

    private static readonly bool MultipliesBFloat16 = File.Exists(CpuInfo) && HasFlag(File.ReadAllText(CpuInfo))
        && !SetsWithoutBFloat16.Contains(Environment.GetEnvironmentVariable("ONEDNN_MAX_CPU_ISA"), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether it multiplies bfloat16 numbers itself and libtorch is allowed to; without that they are slower than float32. Known on Linux
    /// only; elsewhere false.
    /// </summary>
    public static bool HasBFloat16 => MultipliesBFloat16 && !HiddenCaches.TurnedOff;

    /// <summary>Whether the first processor in this text of /proc/cpuinfo has it: "flags" on x86, "Features" on Arm.</summary>
    internal static bool HasFlag(string cpuInfo) => cpuInfo.Split('\n')
        .FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal) || line.StartsWith("Features", StringComparison.Ordinal))
        ?.Split(':')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Intersect(BFloat16Flags).Any() ?? false;
}
