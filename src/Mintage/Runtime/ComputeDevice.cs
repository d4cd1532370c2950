using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Mintage.Runtime;

/// <summary>
/// The device that computes: the processor, or a GPU through CUDA. Like the number of threads it belongs to the
/// machine, not to the options of a task, and it decides the last bits of a result. All random numbers are drawn on the
/// host either way. Immutable.
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

    /// <summary>True for the processor.</summary>
    public bool IsCpu => index < 0;

    /// <summary>The name that facts record: "cpu", or the GPU's model as its driver gives it, such as "NVIDIA
    /// H200".</summary>
    public string Model => IsCpu ? Name : Gpu?.Name ?? "a CUDA GPU";

    /// <summary>True if the device multiplies bfloat16 numbers itself, as some processors (<see cref="Processor"/>) and
    /// GPUs from compute capability 8 on do.</summary>
    public bool HasBFloat16 => IsCpu ? Processor.HasBFloat16 : Gpu is { Capability: >= 8 };

    internal Device Torch => IsCpu ? CPU : new Device(DeviceType.CUDA, index);

    /// <summary>
    /// Does work without TF32, the 19-bit numbers that a GPU's convolutions use otherwise: what is measured is to be
    /// that of the processor.
    /// </summary>
    internal T InFloat32<T>(Func<T> work)
    {
        var allowed = IsCpu || backends.cudnn.allow_tf32;
        if (!IsCpu) backends.cudnn.allow_tf32 = false;
        try
        {
            return work();
        }
        finally
        {
            if (!IsCpu) backends.cudnn.allow_tf32 = allowed;
        }
    }

    /// <summary>Added to how features were made, so that those of a GPU are never taken for the processor's.</summary>
    internal string Suffix => IsCpu ? "" : ", on a GPU";

    private CudaDriver.Gpu? Gpu => CudaDriver.Gpus is { } gpus && index < gpus.Count ? gpus[index] : null;

    /// <summary>Parses a device name. Does not check that the machine has the device.</summary>
    /// <exception cref="UserInputException">The text is not a device name.</exception>
    public static ComputeDevice Parse(string name) =>
        Fault(name) is { } fault ? throw new UserInputException(fault) : Of(name)!;

    /// <summary>Says why a text is not a device name; null if it is one.</summary>
    internal static string? Fault(string name) =>
        Of(name) is null
            ? $"a device must be cpu, cuda (the first GPU) or cuda:N (GPU number N, from 0), but is '{name}'."
            : null;

    /// <summary>Checks that this machine and this build have the device. For a GPU this loads libtorch.</summary>
    /// <exception cref="UserInputException">The device is missing. The message says what was found and what to
    /// do.</exception>
    public ComputeDevice Required()
    {
        if (IsCpu) return this;
        var gpus = Gpus();
        if (gpus.Contains(this)) return this;
        throw new UserInputException(
            gpus.Count == 0
            ? NoCuda()
            : $"The device '{Name}' does not exist on this machine, which has "
            + $"{string.Join(", ", gpus.Select(gpu => $"{gpu.Name} ({gpu.Model})"))}. Choose one of them.");
    }

    /// <summary>Lists the GPUs that this machine and this build have. Loads libtorch.</summary>
    public static IReadOnlyList<ComputeDevice> Gpus()
    {
        TorchRuntime.Load();
        return cuda.is_available()
            ? [.. Enumerable.Range(0, cuda.device_count()).Select(number => new ComputeDevice(Named(number), number))]
            : [];
    }

    private static ComputeDevice? Of(string name)
    {
        if (name == Cpu.Name) return Cpu;
        if (name == CudaName) return new(CudaName, 0);
        return name.StartsWith($"{CudaName}:", StringComparison.Ordinal)
            && int.TryParse(
                name.AsSpan(CudaName.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
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
        var installed = InstalledLibTorch.Found().FirstOrDefault(torch => torch.Fault is null && torch.HasCuda);
        return $"The device '{Name}' needs an NVIDIA GPU and a libtorch for GPUs; libtorch "
            + $"{LibTorch.Loaded()} finds no GPU, and this machine has {driver}. "
            + (installed is null
                ? "Name the folder of a PyTorch for GPUs with --libtorch (see docs/guide/gpu.md)"
                : $"Take the PyTorch for GPUs that is here: --libtorch {installed.Package}")
            + ", or leave out --device.";
    }
}

/// <summary>Asks NVIDIA's driver for the GPUs' models, which TorchSharp does not give. Needs no libtorch.</summary>
internal static unsafe class CudaDriver
{
    private const int ComputeCapabilityMajor = 75; // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR

    /// <param name="Name">Model, such as "NVIDIA H200".</param>
    /// <param name="Capability">Major number of the compute capability: 8 for Ampere, 9 for Hopper.</param>
    public sealed record Gpu(string Name, int Capability);

    private static readonly Lazy<IReadOnlyList<Gpu>?> Found = new(Ask);

    /// <summary>The GPUs in CUDA's order, which is libtorch's too; null without a driver.</summary>
    public static IReadOnlyList<Gpu>? Gpus => Found.Value;

    private static List<Gpu>? Ask()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver))
            return null;
        var start = (delegate* unmanaged<uint, int>)NativeLibrary.GetExport(driver, "cuInit");
        var count = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(driver, "cuDeviceGetCount");
        var device = (delegate* unmanaged<int*, int, int>)NativeLibrary.GetExport(driver, "cuDeviceGet");
        var name = (delegate* unmanaged<byte*, int, int, int>)NativeLibrary.GetExport(driver, "cuDeviceGetName");
        var attribute =
            (delegate* unmanaged<int*, int, int, int>)NativeLibrary.GetExport(driver, "cuDeviceGetAttribute");
        int number, handle, capability;
        if (start(0) != 0 || count(&number) != 0) return [];
        var gpus = new List<Gpu>();
        var text = stackalloc byte[256];
        for (var i = 0; i < number; i++)
        {
            if (device(&handle, i) != 0 || name(text, 256, handle) != 0
                || attribute(&capability, ComputeCapabilityMajor, handle) != 0)
                break;
            gpus.Add(new Gpu(Marshal.PtrToStringUTF8((nint)text)!, capability));
        }
        return gpus;
    }
}
