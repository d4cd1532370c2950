using TorchSharp;
using static TorchSharp.torch;

namespace Mintage.Runtime;

/// <summary>Moves tensors from the host, where all random numbers are drawn, to the device that computes.</summary>
internal static class HostTensors
{
    /// <summary>
    /// Moves a tensor to a device. The host does not wait for a copy to a GPU: the copy reads page-locked memory, runs
    /// in order with the GPU's other work, and libtorch keeps that memory until the copy is done.
    /// </summary>
    /// <param name="host">A tensor on the processor. The call takes it over: it is returned as it is, or
    /// disposed.</param>
    /// <param name="device">The target device.</param>
    /// <returns>The caller's scope owns it.</returns>
    public static Tensor MovedTo(this Tensor host, Device device)
    {
        if (device.type == DeviceType.CPU && !TensorOperations.Everywhere) return host;
        using var source = host;
        if (device.type == DeviceType.CPU) return host.clone();
        if (device.type != DeviceType.CUDA) return host.to(device);
        using var locked = host.pin_memory();
        return locked.to(device, non_blocking: true);
    }
}
