using Mintage.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>Places networks on a device. They are built on the processor, where their initial weights are
/// drawn.</summary>
internal static class Placement
{
    /// <summary>
    /// Moves a network's weights and buffers to a device. On another device than the processor they become other
    /// tensors, so create optimisers and averages afterwards. Call it outside any dispose scope.
    /// </summary>
    public static T PlacedOn<T>(this T network, ComputeDevice device) where T : nn.Module
    {
        if (device.IsCpu) return network;
        network.to(device.Torch);
        // Counters that nothing reads: on a GPU each would cost a launch per pass.
        foreach (var norm in network.modules().OfType<BatchNorm2d>())
            norm.num_batches_tracked = norm.num_batches_tracked?.cpu();
        return network;
    }
}
