using Mintage.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Benchmarks.Peers;

/// <summary>
/// The conditional GAN of PyTorch-GAN: fully connected networks with learned label embeddings and the least-squares loss, on
/// images enlarged to 32 x 32. Batch norm keeps the original's epsilon of 0.8.
/// </summary>
internal sealed class MlpCgan(LabelledImages images) : PeerGan(
    images, new PeerData(images, Side, lowest: -1, batch: 64), new EmbeddedNetwork(GeneratorLayers()), new EmbeddedNetwork(DiscriminatorLayers()), Latent,
    parameters => optim.Adam(parameters, 2e-4, 0.5, 0.999))
{
    private const int Latent = 100, Side = 32, Pixels = Side * Side;

    public override (double Discriminator, double Generator) Step()
    {
        using var scope = NewDisposeScope();
        var (real, labels) = Data.Next();
        var fakeLabels = RandomLabels();
        var fakes = Fakes(fakeLabels);
        var generatorLoss = UpdateGenerator(SquaredError(Discriminator.forward(fakes, fakeLabels), 1));
        var onReal = SquaredError(Discriminator.forward(real, labels), 1);
        var onFakes = SquaredError(Discriminator.forward(fakes.detach(), fakeLabels), 0);
        return (UpdateDiscriminator((onReal + onFakes) / 2), generatorLoss);
    }

    private static Tensor SquaredError(Tensor verdicts, double target) => functional.mse_loss(verdicts, full_like(verdicts, target));

    private static Module<Tensor, Tensor>[] GeneratorLayers() =>
    [
        Linear(Classes + Latent, 128), LeakyReLU(0.2), .. Normed(128, 256), .. Normed(256, 512), .. Normed(512, 1024),
        Linear(1024, Pixels), Tanh(), Unflatten(1, [1, Side, Side]),
    ];

    private static Module<Tensor, Tensor>[] Normed(int inputs, int outputs) => [Linear(inputs, outputs), BatchNorm1d(outputs, eps: 0.8), LeakyReLU(0.2)];

    private static Module<Tensor, Tensor>[] DiscriminatorLayers() =>
    [
        Linear(Classes + Pixels, 512), LeakyReLU(0.2),
        Linear(512, 512), Dropout(0.4), LeakyReLU(0.2),
        Linear(512, 512), Dropout(0.4), LeakyReLU(0.2), Linear(512, 1),
    ];

    /// <summary>Layers over a learned embedding of the label beside the flattened input.</summary>
    private sealed class EmbeddedNetwork : Module<Tensor, Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(Classes, Classes);
        private readonly Sequential layers;

        public EmbeddedNetwork(Module<Tensor, Tensor>[] layers) : base(nameof(EmbeddedNetwork))
        {
            this.layers = Sequential(layers);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input, Tensor labels) => layers.forward(cat([embedding.forward(labels), input.flatten(1)], 1));
    }
}
