using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Mintage.Runtime;

/// <summary>
/// What computes: the processor, or a GPU through CUDA. Like the number of threads it is a matter of the machine, is no option of what is
/// computed, and decides the last bits of a result. All random numbers are drawn on the host either way.
/// </summary>
public sealed record ComputeDevice
{
    private const string CudaName = "cuda";

    private readonly int index;

    private ComputeDevice(string name, int index) => (Name, this.index) = (name, index);

    /// <summary>The processor.</summary>
    public static ComputeDevice Cpu { get; } = new("cpu", -1);

    /// <summary>"cpu", "cuda" for the first GPU, "cuda:1" for the second, ...</summary>
    public string Name { get; }

    /// <summary>Whether it is the processor.</summary>
    public bool IsCpu => index < 0;

    /// <summary>For facts: "cpu", or the GPU's model as its driver names it, such as "NVIDIA H200".</summary>
    public string Model => IsCpu ? Name : Gpu?.Name ?? "a CUDA GPU";

    /// <summary>Whether it multiplies bfloat16 numbers itself: some processors do (<see cref="Processor"/>), and GPUs from compute capability 8 on.</summary>
    public bool HasBFloat16 => IsCpu ? Processor.HasBFloat16 : Gpu is { Capability: >= 8 };

    internal Device Torch => IsCpu ? CPU : new Device(DeviceType.CUDA, index);

    private CudaDriver.Gpu? Gpu => CudaDriver.Gpus is { } gpus && index < gpus.Count ? gpus[index] : null;

    /// <summary>The device of a name; whether the machine has it is not asked.</summary>
    /// <exception cref="UserInputException">It is no name of a device.</exception>
    public static ComputeDevice Parse(string name) => Fault(name) is { } fault ? throw new UserInputException(fault) : Of(name)!;

    /// <summary>Why a text is no name of a device, or null.</summary>
    internal static string? Fault(string name) =>
        Of(name) is null ? $"a device must be cpu, cuda (the first GPU) or cuda:N (GPU number N, from 0), but is '{name}'." : null;

    /// <summary>Makes sure that this machine and this build have the device; for a GPU that loads libtorch.</summary>
    /// <exception cref="UserInputException">They have not; says what was found and what to do.</exception>
    public ComputeDevice Required()
    {
        if (IsCpu) return this;
        var gpus = Gpus();
        if (gpus.Contains(this)) return this;
        throw new UserInputException(gpus.Count == 0 ? NoCuda() : $"The device '{Name}' must be a GPU of this machine, but it has only {string.Join(", ", gpus.Select(gpu => $"{gpu.Name} ({gpu.Model})"))}. Name one of them.");
    }

    /// <summary>The GPUs that this machine and this build have; loads libtorch.</summary>
    public static IReadOnlyList<ComputeDevice> Gpus()
    {
        TorchRuntime.Load();
        return cuda.is_available() ? [.. Enumerable.Range(0, cuda.device_count()).Select(number => new ComputeDevice(Named(number), number))] : [];
    }

    private static ComputeDevice? Of(string name)
    {
        if (name == Cpu.Name) return Cpu;
        if (name == CudaName) return new(CudaName, 0);
        return name.StartsWith($"{CudaName}:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(CudaName.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(Named(number), number)
            : null;
    }

    private static string Named(int number) => number == 0 ? CudaName : $"{CudaName}:{number}";

    private string NoCuda()
    {
        var driver = CudaDriver.Gpus switch
        {
            null => "no NVIDIA driver",
            { Count: 0 } => "an NVIDIA driver but no GPU",
            var gpus => $"an NVIDIA driver with {string.Join(", ", gpus.Select(gpu => gpu.Name))}",
        };
        return $"The device '{Name}' needs an NVIDIA GPU and a build of Mintage with the CUDA package of libtorch; this build's libtorch {__version__} finds no GPU, and this machine has {driver}. "
            + "Build with the switch -p:Cuda=true ('dotnet run -c Release -p:Cuda=true --project src/Mintage.Cli -- ...', see docs/guide/gpu.md), or leave out --device.";
    }
}
