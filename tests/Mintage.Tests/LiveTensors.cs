namespace Mintage.Tests;

/// <summary>Counts living tensors for tests of leaks.</summary>
internal static class LiveTensors
{
    /// <summary>
    /// Tensors alive once the garbage collector has freed what earlier tests left to it (TorchSharp's layers leave a
    /// handle on each weight), which would otherwise vanish in the middle of a measurement: to begin one with.
    /// </summary>
    public static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Now;
    }

    /// <summary>Tensors alive, those forgotten by the measured code among them: to end a measurement with.</summary>
    public static long Now => TorchSharp.torch.Tensor.TotalCount;
}
