using Mintage.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Benchmarks.Peers;

/// <summary>
/// The conditional GAN of Keras' code examples: no batch norm anywhere, a small discriminator that ends in a global
/// maximum, real and fake images judged as one batch, Adam at 3e-4 with Keras' other defaults.
/// </summary>
internal sealed class KerasCgan(LabelledImages images) : PeerGan(
    images, new PeerData(images, side: 28, lowest: 0, batch: 64), NewGenerator(), NewDiscriminator(), Latent,
    parameters => optim.Adam(parameters, 3e-4, 0.9, 0.999, eps: 1e-7))
{
    private const int Latent = 128, Maps = Latent + Classes;

    public override (double Discriminator, double Generator) Step()
    {
        using var scope = NewDisposeScope();
        var (real, labels) = Data.Next();
        Tensor fakes;
        using (no_grad()) fakes = Fakes(labels);
        var verdicts = Discriminator.forward(cat([fakes, real]), cat([labels, labels]));
        // As in the example, 1 stands for fake.
        var targets = cat([ones(Data.Batch, 1), zeros(Data.Batch, 1)]);
        var discriminatorLoss = UpdateDiscriminator(functional.binary_cross_entropy_with_logits(verdicts, targets));
        return (discriminatorLoss, UpdateGenerator(CrossEntropy(Discriminator.forward(Fakes(labels), labels), target: 0)));
    }

    private static LabelledNetwork NewGenerator() => new LabelledNetwork(Classes,
        Linear(Maps, 7 * 7 * Maps), LeakyReLU(0.2), Unflatten(1, [Maps, 7, 7]),
        ConvTranspose2d(Maps, 128, 4, stride: 2, padding: 1), LeakyReLU(0.2),
        ConvTranspose2d(128, 128, 4, stride: 2, padding: 1), LeakyReLU(0.2),
        Conv2d(128, 1, 7, padding: 3), Sigmoid()).WithKerasWeights();

    private static LabelledNetwork NewDiscriminator() => new LabelledNetwork(Classes,
        Conv2d(1 + Classes, 64, 3, stride: 2, padding: 1), LeakyReLU(0.2),
        Conv2d(64, 128, 3, stride: 2, padding: 1), LeakyReLU(0.2),
        AdaptiveMaxPool2d([1, 1]), Flatten(), Linear(128, 1)).WithKerasWeights();
}
