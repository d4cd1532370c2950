using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>The objects of one training. Disposing it disposes them all.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly ImageTensors images;
    private readonly SeedTree seeds;

    /// <summary>Call it outside any dispose scope.</summary>
    /// <param name="options">Must have no faults.</param>
    /// <param name="networks">Build the networks.</param>
    /// <param name="parts">At least a batch of images to train on, and perhaps a slice.</param>
    /// <param name="seeds">Root of all draws.</param>
    /// <param name="device">The device that trains; the machine must have it.</param>
    public TrainingSession(
        GanOptions options, GanNetworks networks, TrainingSlice parts, SeedTree seeds, ComputeDevice device)
    {
        this.seeds = seeds;
        images = new ImageTensors(parts.Training, device);
        Trainer = new GanTrainer(options, networks, images, seeds);
        Diversity = new ClassDiversity(networks, images, seeds.Child("diversity"));
        Choice = parts.Slice is null ? null : new SliceChoice(options, networks, parts, seeds.Child("choice"), device);
    }

    public GanTrainer Trainer { get; }

    public ClassDiversity Diversity { get; }

    /// <summary>The choice by a slice; null if the last generator is kept.</summary>
    public SliceChoice? Choice { get; }

    /// <summary>Real images that the discriminator saw, divided by the images to train on.</summary>
    public double Epochs =>
        (double)Trainer.Updates * Trainer.Options.CriticSteps * Trainer.Options.BatchSize / images.Count;

    /// <summary>Recomputes a generator's norm statistics for its weights.</summary>
    public void RecomputeNorms(GeneratorNetwork generator) =>
        NormStatistics.Recompute(generator, images.Labels, seeds.Child("norm-statistics"));

    /// <summary>Turns the averaged generator into the one to keep: the last, or the best point.</summary>
    /// <returns>The facts of the choice; null without a slice.</returns>
    public CheckpointChoice? Finish()
    {
        if (Choice is null)
        {
            RecomputeNorms(Trainer.Average);
            return null;
        }
        // A diverged training ended at a point that was not planned.
        if (Choice.Points.Count == 0 || Choice.Points[^1].GeneratorUpdates != Trainer.Updates)
            Choice.Measure(Trainer, RecomputeNorms);
        return Choice.Keep(Trainer.Average);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Choice?.Dispose();
        Diversity.Dispose();
        Trainer.Dispose();
        images.Dispose();
    }
}

/// <summary>
/// Computes batch-norm statistics that belong to averaged weights. Statistics copied from the generator in training
/// belong to its last weights, and with the wrong ones a generator loses contrast.
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
            generator.forward(Latents.Draw(BatchSize, generator.LatentDimension, random, labels.device),
                labels.index_select(0, tensor(rows, device: CPU).MovedTo(labels.device)));
        }
        generator.eval();
    }
}
