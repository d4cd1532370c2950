using Mintage.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>Networks are built on the processor, where their initial weights are drawn, and then placed.</summary>
internal static class Placement
{
    /// <summary>
    /// The network with its weights and buffers on a device. Anywhere but on the processor they are other tensors then, so optimisers and averages
    /// come after. Call outside any dispose scope.
    /// </summary>
    public static T PlacedOn<T>(this T network, ComputeDevice device) where T : nn.Module
    {
        if (!device.IsCpu) network.to(device.Torch);
        return network;
    }
}
