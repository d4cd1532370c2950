using TorchSharp;
using static TorchSharp.torch;

namespace Mintage.Runtime;

/// <summary>
/// Where loops of our own on the processor do the work of several tensor operations, a GPU needs the tensor operations.
/// </summary>
internal static class TensorOperations
{
    /// <summary>Makes the processor take the GPU's way: for tests, and for counting a GPU's launches without one.
    /// Affects the whole process.</summary>
    public static bool Everywhere { get; set; }

    /// <summary>Whether this tensor is computed with by tensor operations alone.</summary>
    public static bool AreUsedFor(Tensor tensor) => Everywhere || tensor.device_type != DeviceType.CPU;
}
