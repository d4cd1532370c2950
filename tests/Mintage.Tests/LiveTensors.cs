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
        for (var before = long.MaxValue; Now < before;) // what is freed may free more the next time
        {
            before = Now;
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return Now;
    }

    /// <summary>Tensors alive, those forgotten by the measured code among them: to end a measurement with.</summary>
    public static long Now => TorchSharp.torch.Tensor.TotalCount;

    /// <summary>
    /// How many more tensors live after <paramref name="action"/> than before, with no garbage collection between:
    /// one that comes in the middle frees what TorchSharp's layers leave to it, or what the action forgot.
    /// </summary>
    public static long Growth(Action action)
    {
        const long managedBytes = 128L << 20; // an action that allocates more ends the region, and the test
        var before = Settled();
        Assert.True(GC.TryStartNoGCRegion(managedBytes));
        try
        {
            action();
            return Now - before;
        }
        finally
        {
            GC.EndNoGCRegion();
        }
    }
}
