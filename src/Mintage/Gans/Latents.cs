using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Gans;

internal static class Latents
{
    /// <summary>Draws standard normal latents.</summary>
    /// <param name="count">How many.</param>
    /// <param name="dimension">Length of each.</param>
    /// <param name="random">Draws on the host.</param>
    /// <param name="device">Target device; null for the processor.</param>
    /// <returns>Float32 [count, dimension]; the caller's scope owns it.</returns>
    public static Tensor Draw(int count, int dimension, SeededRandom random, Device? device = null)
    {
        var values = new float[count * dimension];
        random.FillNormal(values);
        return tensor(values, [count, dimension], device: CPU).MovedTo(device ?? CPU);
    }
}
