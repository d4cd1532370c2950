using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>Latent vectors.</summary>
public static class Latents
{
    /// <summary>Standard normal latents, float32 [count, dimension]; the caller's scope owns them.</summary>
    public static Tensor Draw(int count, int dimension, SeededRandom random)
    {
        var values = new float[count * dimension];
        random.FillNormal(values);
        return tensor(values, [count, dimension]);
    }
}
