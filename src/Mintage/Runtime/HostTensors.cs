using TorchSharp;
using static TorchSharp.torch;

namespace Mintage.Runtime;

/// <summary>From the host, where all random numbers are drawn, to where they are computed with.</summary>
internal static class HostTensors
{
    /// <summary>
    /// The tensor on a device. To a GPU the host does not wait for the copy: it goes from page-locked memory, in the order of the GPU's other
    /// work, and libtorch keeps that memory until the copy is done.
    /// </summary>
    /// <param name="host">On the processor; taken over: returned as it is, or disposed.</param>
    /// <param name="device">Where to.</param>
    /// <returns>The caller's scope owns it.</returns>
    public static Tensor MovedTo(this Tensor host, Device device)
    {
        if (device.type == DeviceType.CPU) return host;
        using var source = host;
        if (device.type != DeviceType.CUDA) return host.to(device);
        using var locked = host.pin_memory();
        return locked.to(device, non_blocking: true);
    }
}
