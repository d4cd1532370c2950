using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>
/// Computes batch-norm statistics that belong to averaged weights. Statistics copied from the generator in training
/// belong to its last
/// weights, and with the wrong ones a generator loses contrast.
/// </summary>
internal static class NormStatistics
{
    private const int Batches = 60; // with momentum 0.1 the start weighs 0.9^60, under 0.2 %
    private const int BatchSize = 128;

    /// <summary>Runs the generator on fresh latents in training mode, which changes only its statistics. Leaves it in
    /// evaluation mode.</summary>
    /// <param name="generator">Changed in place: buffers only.</param>
    /// <param name="labels">Labels to draw from, e.g. the training labels; int64 [N], on the generator's
    /// device.</param>
    /// <param name="seed">Stream of the draws.</param>
    public static void Recompute(GeneratorNetwork generator, Tensor labels, SeedTree seed)
    {
        using var _ = no_grad();
        generator.train();
        for (var b = 0; b < Batches; b++)
        {
            using var scope = NewDisposeScope();
            var random = seed.Child("batch", b).Random();
            var rows = new long[BatchSize];
            for (var i = 0; i < rows.Length; i++) rows[i] = random.NextInt32((int)labels.shape[0]);
            generator.forward(Latents.Draw(BatchSize, generator.LatentDimension, random, labels.device), labels.index_select(0, tensor(rows, device: CPU).MovedTo(labels.device)));
        }
        generator.eval();
    }
}
