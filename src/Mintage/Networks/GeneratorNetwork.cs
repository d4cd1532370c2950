using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>
/// A network that makes images of given classes: <see cref="DcganGenerator"/>, or one of your own. Its weights are
/// float32. Do not use dropout: it draws from TorchSharp's global generator, so equal seeds would not give equal bytes.
/// Not thread-safe.
/// </summary>
public abstract class GeneratorNetwork : Module<Tensor, Tensor, Tensor>
{
    /// <summary>Sets the sizes of latents and images.</summary>
    /// <param name="name">Name of the module.</param>
    /// <param name="latentDimension">Length of a latent vector.</param>
    /// <param name="height">Height of the images.</param>
    /// <param name="width">Width of the images.</param>
    /// <param name="channels">1 or 3.</param>
    protected GeneratorNetwork(string name, int latentDimension, int height, int width, int channels) : base(name) =>
        (LatentDimension, Height, Width, Channels) = (latentDimension, height, width, channels);

    /// <summary>Length of a latent vector.</summary>
    public int LatentDimension { get; }

    /// <summary>Height of the images.</summary>
    public int Height { get; }

    /// <summary>Width of the images.</summary>
    public int Width { get; }

    /// <summary>Channels of the images: 1 or 3.</summary>
    public int Channels { get; }

    internal Device Device => parameters().First().device;

    /// <summary>Makes images of the given classes.</summary>
    /// <param name="latents">Float32 [B, latent], standard normal; not disposed.</param>
    /// <param name="labels">Int64 [B]; not disposed.</param>
    /// <returns>Float32 [B, C, H, W] in [-1, 1]; the caller's scope owns it.</returns>
    public abstract override Tensor forward(Tensor latents, Tensor labels);
}
