using Mintage.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Benchmarks.Peers;

/// <summary>
/// WGAN-GP with the MNIST networks of its authors' code (improved_wgan_training), which has no labels; here they join the
/// generator's latent and, as maps, the critic's image.
/// </summary>
internal sealed class WganGp(LabelledImages images) : PeerGan(
    images, new PeerData(images, side: 28, lowest: 0, batch: 50), NewGenerator(), NewCritic(), Latent,
    parameters => optim.Adam(parameters, 1e-4, 0.5, 0.9))
{
    private const int Latent = 128, Width = 64, CriticSteps = 5;
    private const double PenaltyWeight = 10;

    public override int ImagesPerUpdate => CriticSteps * Data.Batch;

    public override (double Discriminator, double Generator) Step()
    {
        using var scope = NewDisposeScope();
        double criticLoss = 0;
        for (var critic = 0; critic < CriticSteps; critic++)
        {
            var (real, labels) = Data.Next();
            Tensor fakes;
            using (no_grad()) fakes = Fakes(labels);
            var gap = Discriminator.forward(fakes, labels).mean() - Discriminator.forward(real, labels).mean();
            criticLoss += UpdateDiscriminator(gap + (PenaltyWeight * Penalty(real, fakes, labels))) / CriticSteps;
        }
        var asked = RandomLabels();
        return (criticLoss, UpdateGenerator(-Discriminator.forward(Fakes(asked), asked).mean()));
    }

    private Tensor Penalty(Tensor real, Tensor fakes, Tensor labels)
    {
        var alpha = rand(Data.Batch, 1, 1, 1);
        var between = (real + (alpha * (fakes - real))).detach().requires_grad_();
        // TorchSharp frees the graph unless told otherwise, even where it is to be differentiated again.
        var gradient = autograd.grad([Discriminator.forward(between, labels).sum()], [between], retain_graph: true, create_graph: true)[0];
        return (gradient.flatten(1).norm(1) - 1).pow(2).mean();
    }

    private static LabelledNetwork NewGenerator() => HeWeights(new LabelledNetwork(Classes,
        Linear(Latent + Classes, 4 * 4 * 4 * Width), ReLU(), Unflatten(1, [4 * Width, 4, 4]),
        // The original makes 8 x 8 of these and cuts off the last row and column.
        ConvTranspose2d(4 * Width, 2 * Width, 5, stride: 2, padding: 2), ReLU(),
        ConvTranspose2d(2 * Width, Width, 5, stride: 2, padding: 2, output_padding: 1), ReLU(),
        ConvTranspose2d(Width, 1, 5, stride: 2, padding: 2, output_padding: 1), Sigmoid()));

    private static LabelledNetwork NewCritic() => HeWeights(new LabelledNetwork(Classes,
        Conv2d(1 + Classes, Width, 5, stride: 2, padding: 2), LeakyReLU(0.2),
        Conv2d(Width, 2 * Width, 5, stride: 2, padding: 2), LeakyReLU(0.2),
        Conv2d(2 * Width, 4 * Width, 5, stride: 2, padding: 2), LeakyReLU(0.2),
        Flatten(), Linear(4 * 4 * 4 * Width, 1)));

    /// <summary>The original's: uniform with variance 4 / (fan in + fan out), of which stride 2 leaves a quarter; linear layers Glorot.</summary>
    private static LabelledNetwork HeWeights(LabelledNetwork network)
    {
        network.WithKerasWeights();
        foreach (var weight in network.parameters().Where(p => p.dim() == 4))
        {
            var bound = Math.Sqrt(12.0 / (weight.shape[2] * weight.shape[3] * ((weight.shape[0] / 4.0) + weight.shape[1])));
            init.uniform_(weight, -bound, bound);
        }
        return network;
    }
}
