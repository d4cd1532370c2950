using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>
/// A network that recognises classes: images, float32 [B, C, H, W] in [0, 1], to class logits, float32 [B, classes].
/// Not thread-safe while it is trained.
/// </summary>
/// <param name="name">Name of the module.</param>
public abstract class Classifier(string name) : Module<Tensor, Tensor>(name)
{
    /// <summary>Computes the penultimate layer, in which the in-domain Fréchet distance is measured.</summary>
    /// <param name="input">Float32 [B, C, H, W] in [0, 1].</param>
    /// <returns>Float32 [B, features]; the caller's scope owns it.</returns>
    public abstract Tensor Features(Tensor input);
}
