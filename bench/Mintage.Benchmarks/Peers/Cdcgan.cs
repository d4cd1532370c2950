using Mintage.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Benchmarks.Peers;

/// <summary>
/// The conditional DCGAN of pytorch-MNIST-CelebA-cGAN-cDCGAN: image and label maps go through a first layer each, 128 feature
/// maps and more, images enlarged to 32 x 32.
/// </summary>
internal sealed class Cdcgan(LabelledImages images) : PeerGan(
    images, new PeerData(images, side: 32, lowest: -1, batch: 128), NewGenerator(), NewDiscriminator(), Latent,
    parameters => optim.Adam(parameters, 2e-4, 0.5, 0.999))
{
    private const int Latent = 100, Width = 128;

    /// <summary>Learning rates fall to a tenth after 10 and 15 epochs of the original's 60,000 images.</summary>
    private const int FirstDrop = 4_690, SecondDrop = 7_035;

    private int updates;

    public override (double Discriminator, double Generator) Step()
    {
        if (updates is FirstDrop or SecondDrop) ScaleRates(0.1);
        updates++;
        using var scope = NewDisposeScope();
        var (real, labels) = Data.Next();
        var fakeLabels = RandomLabels();
        var onReal = CrossEntropy(Discriminator.forward(real, labels), 1);
        // The original lets this gradient run on into the generator, which then throws it away.
        var onFakes = CrossEntropy(Discriminator.forward(Fakes(fakeLabels).detach(), fakeLabels), 0);
        var discriminatorLoss = UpdateDiscriminator(onReal + onFakes);
        fakeLabels = RandomLabels();
        return (discriminatorLoss, UpdateGenerator(CrossEntropy(Discriminator.forward(Fakes(fakeLabels), fakeLabels), 1)));
    }

    private static TwoBranchNetwork NewGenerator() => new(
        Classes, labelSide: 1,
        [Unflatten(1, [Latent, 1, 1]), .. FirstUp(Latent)], FirstUp(Classes),
        [
            ConvTranspose2d(4 * Width, 2 * Width, 4, stride: 2, padding: 1), BatchNorm2d(2 * Width), ReLU(),
            ConvTranspose2d(2 * Width, Width, 4, stride: 2, padding: 1), BatchNorm2d(Width), ReLU(),
            ConvTranspose2d(Width, 1, 4, stride: 2, padding: 1), Tanh(),
        ]);

    private static Module<Tensor, Tensor>[] FirstUp(int channels) => [ConvTranspose2d(channels, 2 * Width, 4), BatchNorm2d(2 * Width), ReLU()];

    private static TwoBranchNetwork NewDiscriminator() => new(
        Classes, labelSide: 32,
        FirstDown(1), FirstDown(Classes),
        [
            Conv2d(Width, 2 * Width, 4, stride: 2, padding: 1), BatchNorm2d(2 * Width), LeakyReLU(0.2),
            Conv2d(2 * Width, 4 * Width, 4, stride: 2, padding: 1), BatchNorm2d(4 * Width), LeakyReLU(0.2),
            Conv2d(4 * Width, 1, 4), Flatten(),
        ]);

    private static Module<Tensor, Tensor>[] FirstDown(int channels) => [Conv2d(channels, Width / 2, 4, stride: 2, padding: 1), LeakyReLU(0.2)];
}
