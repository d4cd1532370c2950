using Mintage.Networks;
using Mintage.Runtime;

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
    public TrainingSession(GanOptions options, GanNetworks networks, TrainingSlice parts, SeedTree seeds, ComputeDevice device)
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
    public double Epochs => (double)Trainer.Updates * Trainer.Options.CriticSteps * Trainer.Options.BatchSize / images.Count;

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
        if (Choice.Points.Count == 0 || Choice.Points[^1].GeneratorUpdates != Trainer.Updates) Choice.Measure(Trainer, RecomputeNorms);
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
