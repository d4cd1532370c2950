using Mintage.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Benchmarks.Peers;

/// <summary>
/// The yardstick of speed: the networks of the preset <c>cgan</c>, layer for layer, trained as one writes it down first. Label
/// maps are channels of the image, the generator runs again for its own step, the discriminator's gradients come along in
/// that step unasked, both losses are read in every step, the weights are not averaged.
/// </summary>
internal sealed class PlainEager(LabelledImages images) : PeerGan(
    images, new PeerData(images, side: 28, lowest: -1, BatchSize), NewGenerator(), NewDiscriminator(), Latent,
    parameters => optim.Adam(parameters, 2e-4, 0.5, 0.999))
{
    public const string Name = "plain-eager";
    public const int BatchSize = 64, Latent = 100, Width = 64;

    public override (double Discriminator, double Generator) Step()
    {
        using var scope = NewDisposeScope();
        var (real, labels) = Data.Next();
        Tensor fakes;
        using (no_grad()) fakes = Fakes(labels);
        var onReal = CrossEntropy(Discriminator.forward(real, labels), 1);
        var onFakes = CrossEntropy(Discriminator.forward(fakes, labels), 0);
        var discriminatorLoss = UpdateDiscriminator(onReal + onFakes);
        return (discriminatorLoss, UpdateGenerator(CrossEntropy(Discriminator.forward(Fakes(labels), labels), 1)));
    }

    private static LabelledNetwork NewGenerator() => new LabelledNetwork(Classes,
        Linear(Latent + Classes, Width * 7 * 7, hasBias: false), Unflatten(1, [Width, 7, 7]), BatchNorm2d(Width), ReLU(),
        ConvTranspose2d(Width, Width, 4, stride: 2, padding: 1, bias: false), BatchNorm2d(Width), ReLU(),
        ConvTranspose2d(Width, 1, 4, stride: 2, padding: 1), Tanh()).WithDcganWeights();

    private static LabelledNetwork NewDiscriminator() => new LabelledNetwork(Classes,
        Conv2d(1 + Classes, Width, 4, stride: 2, padding: 1), LeakyReLU(0.2),
        Conv2d(Width, 2 * Width, 4, stride: 2, padding: 1, bias: false), BatchNorm2d(2 * Width), LeakyReLU(0.2),
        Flatten(), Linear(2 * Width * 7 * 7, 1)).WithDcganWeights();
}
