using System.Runtime.InteropServices;

namespace Mintage.Runtime;

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
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver)) return null;
        var start = (delegate* unmanaged<uint, int>)NativeLibrary.GetExport(driver, "cuInit");
        var count = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(driver, "cuDeviceGetCount");
        var device = (delegate* unmanaged<int*, int, int>)NativeLibrary.GetExport(driver, "cuDeviceGet");
        var name = (delegate* unmanaged<byte*, int, int, int>)NativeLibrary.GetExport(driver, "cuDeviceGetName");
        var attribute = (delegate* unmanaged<int*, int, int, int>)NativeLibrary.GetExport(driver, "cuDeviceGetAttribute");
        int number, handle, capability;
        if (start(0) != 0 || count(&number) != 0) return [];
        var gpus = new List<Gpu>();
        var text = stackalloc byte[256];
        for (var i = 0; i < number; i++)
        {
            if (device(&handle, i) != 0 || name(text, 256, handle) != 0 || attribute(&capability, ComputeCapabilityMajor, handle) != 0) break;
            gpus.Add(new Gpu(Marshal.PtrToStringUTF8((nint)text)!, capability));
        }
        return gpus;
    }
}
