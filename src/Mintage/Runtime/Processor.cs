namespace Mintage.Runtime;

/// <summary>What the processor can do that .NET does not tell.</summary>
public static class Processor
{
    private const string CpuInfo = "/proc/cpuinfo";
    private static readonly string[] BFloat16Flags = ["avx512_bf16", "amx_bf16", "bf16"];

    /// <summary>
    /// Whether it multiplies bfloat16 numbers itself; without that they are slower than float32. Known on Linux only; elsewhere false.
    /// </summary>
    public static bool HasBFloat16 { get; } = File.Exists(CpuInfo) && HasFlag(File.ReadAllText(CpuInfo));

    /// <summary>Whether the first processor in this text of /proc/cpuinfo has it: "flags" on x86, "Features" on Arm.</summary>
    internal static bool HasFlag(string cpuInfo) => cpuInfo.Split('\n')
        .FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal) || line.StartsWith("Features", StringComparison.Ordinal))
        ?.Split(':')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Intersect(BFloat16Flags).Any() ?? false;
}
