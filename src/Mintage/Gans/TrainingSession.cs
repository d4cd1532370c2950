using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>What one training works with; all of it is disposed with it.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly ImageTensors images;
    private readonly SeedTree seeds;

    /// <summary>Call outside any dispose scope.</summary>
    /// <param name="options">Must have no faults.</param>
    /// <param name="networks">How the networks are built.</param>
    /// <param name="parts">Images to train on, at least a batch, and perhaps a slice.</param>
    /// <param name="seeds">Root of all draws.</param>
    /// <param name="device">Where it trains; the machine must have it.</param>
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

    /// <summary>Null where the last generator is kept.</summary>
    public SliceChoice? Choice { get; }

    /// <summary>Real images the discriminator saw over images to train on.</summary>
    public double Epochs => (double)Trainer.Updates * Trainer.Options.CriticSteps * Trainer.Options.BatchSize / images.Count;

    /// <summary>Gives a generator the norm statistics of its weights.</summary>
    public void RecomputeNorms(GeneratorNetwork generator) =>
        NormStatistics.Recompute(generator, images.Labels, seeds.Child("norm-statistics"));

    /// <summary>Turns the averaged generator into the one to keep: the last, or the best point.</summary>
    /// <returns>The facts of a choice; null without.</returns>
    public CheckpointChoice? Finish()
    {
        if (Choice is null)
        {
            RecomputeNorms(Trainer.Average);
            return null;
        }
        // A training that diverged has ended where no point was planned.
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
