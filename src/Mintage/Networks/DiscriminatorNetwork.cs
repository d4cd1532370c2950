using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>A discriminator's output for a batch.</summary>
/// <param name="Logits">Float32 [B]; higher means more real.</param>
/// <param name="ClassLogits">Float32 [B, K], its guess of each image's class; null without an auxiliary
/// classifier.</param>
public readonly record struct Judgement(Tensor Logits, Tensor? ClassLogits);

/// <summary>
/// A network that tells real images from fake ones: <see cref="DcganDiscriminator"/>, or one of your own. Its weights
/// are float32. With a gradient or R1 penalty it must treat images independently, without batch norm. Not thread-safe.
/// </summary>
/// <param name="name">Name of the module.</param>
public abstract class DiscriminatorNetwork(string name) : Module<Tensor, Tensor, Tensor>(name)
{
    /// <summary>Computes logits (critic values); higher means more real.</summary>
    /// <param name="images">Float32 [B, C, H, W] in [-1, 1]; not disposed.</param>
    /// <param name="labels">Int64 [B]: the class each image should show; not disposed.</param>
    /// <returns>Float32 [B]; the caller's scope owns it.</returns>
    public abstract override Tensor forward(Tensor images, Tensor labels);

    /// <summary>Computes all outputs for the images in one pass: the logits, and class logits if it names
    /// classes.</summary>
    /// <param name="images">Float32 [B, C, H, W] in [-1, 1]; not disposed.</param>
    /// <param name="labels">Int64 [B]; not disposed. An auxiliary classifier must not look at them.</param>
    /// <returns>The caller's scope owns both tensors.</returns>
    public virtual Judgement Judge(Tensor images, Tensor labels) => new(forward(images, labels), null);

    /// <summary>Computes all outputs for real and for fake images, one after the other, because batch norm must not mix
    /// them.</summary>
    /// <param name="real">Float32 [B, C, H, W] in [-1, 1]; not disposed.</param>
    /// <param name="fake">The same shape and range; not disposed.</param>
    /// <param name="labels">Int64 [B], of both batches; not disposed.</param>
    /// <returns>The caller's scope owns the tensors.</returns>
    public virtual (Judgement Real, Judgement Fake) JudgeBoth(Tensor real, Tensor fake, Tensor labels) =>
        (Judge(real, labels), Judge(fake, labels));
}
