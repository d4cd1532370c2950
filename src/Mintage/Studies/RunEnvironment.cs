using System.Reflection;
using System.Runtime.InteropServices;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>
/// Where a study ran: environment.json. Equal results are promised on equal machine type and thread count.
/// </summary>
/// <param name="Mintage">Version, with the source revision when the build knew it.</param>
/// <param name="DotNet">Runtime.</param>
/// <param name="TorchSharp">Version.</param>
/// <param name="Libtorch">Version; of an installed PyTorch, its folder too.</param>
/// <param name="System">Operating system.</param>
/// <param name="Architecture">Processor architecture.</param>
/// <param name="Processor">Processor model.</param>
/// <param name="Cores">Logical cores.</param>
/// <param name="ThreadsPerTask">Threads per tensor operation.</param>
/// <param name="Device">The study's device: "cpu", or the GPU's model.</param>
public sealed record RunEnvironment(
    string Mintage, string DotNet, string TorchSharp, string Libtorch, string System, string Architecture,
    string Processor, int Cores, int ThreadsPerTask, string Device)
{
    /// <summary>This machine, now.</summary>
    /// <param name="threads">Threads per tensor operation.</param>
    /// <param name="device">The study's.</param>
    public static RunEnvironment Current(int threads, ComputeDevice device) => new(
        Version(typeof(RunEnvironment).Assembly),
        RuntimeInformation.FrameworkDescription,
        Version(typeof(TorchSharp.torch).Assembly),
        LibTorch.Description,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        ProcessorName,
        Environment.ProcessorCount,
        threads,
        device.Model);

    /// <summary>Processor model as the system names it.</summary>
    public static string ProcessorName
    {
        get
        {
            const string CpuInfo = "/proc/cpuinfo";
            var line = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo)
                .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
            return line?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
                ?? "unknown";
        }
    }

    private static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
