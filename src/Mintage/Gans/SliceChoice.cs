using Mintage.Networks;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>
/// Keeps the best averaged generator of several points in the second half of a training and at its end: the one closest
/// to a slice of the images that the GAN is not trained on. Trains nothing; norm statistics are recomputed on a copy.
/// </summary>
/// <remarks>The best of several distances is too optimistic: do not report it as the GAN's distance to new
/// images.</remarks>
internal sealed class SliceChoice : IDisposable
{
    private const string Prefix = "best.";

    private readonly GeneratorNetwork copy;
    private readonly SliceDistance distance;
    private readonly TrainingSlice parts;
    private readonly HashSet<int> due;
    private readonly List<SlicePoint> points = [];

    /// <summary>Call it outside any dispose scope.</summary>
    /// <param name="options">Must have a slice and no faults.</param>
    /// <param name="networks">Build the generator.</param>
    /// <param name="parts">Must have a slice and no faults.</param>
    /// <param name="seed">Root of all draws.</param>
    /// <param name="device">The generators' device.</param>
    public SliceChoice(
        GanOptions options, GanNetworks networks, TrainingSlice parts, SeedTree seed, ComputeDevice device)
    {
        this.parts = parts;
        copy = networks.Generator(seed).PlacedOn(device);
        distance = new SliceDistance(parts, seed);
        due = [.. Enumerable.Range(1, options.SlicePoints)
            .Select(
                k => (int)((long)options.GeneratorUpdates * (options.SlicePoints + k) / (2 * options.SlicePoints)))];
    }

    public IReadOnlyList<SlicePoint> Points => points;

    /// <summary>Weights of the best point, with prefixed names, for checkpoints. Empty before the first
    /// point.</summary>
    public IReadOnlyList<SafeTensor> Best { get; private set; } = [];

    /// <summary>True if a point is planned after this number of updates.</summary>
    public bool IsDue(int updates) => due.Contains(updates);

    /// <summary>Measures the averaged generator, and keeps it if it is the best so far.</summary>
    /// <param name="trainer">Between two steps; not changed.</param>
    /// <param name="recompute">Recomputes the norm statistics of a generator.</param>
    public void Measure(GanTrainer trainer, Action<GeneratorNetwork> recompute)
    {
        ModuleState.Copy(trainer.Average, copy);
        recompute(copy);
        var now = distance.Of(copy);
        var isBest = points.All(p => now < p.Distance);
        points.Add(new SlicePoint(trainer.Updates, now, isBest));
        if (isBest) Best = [.. ModuleState.Save(copy, Prefix)];
    }

    /// <summary>Returns to a checkpoint.</summary>
    /// <param name="saved">The checkpoint's points.</param>
    /// <param name="tensors">The checkpoint's tensors, which include the best weights.</param>
    public void Restore(IReadOnlyList<SlicePoint> saved, IEnumerable<SafeTensor> tensors)
    {
        points.Clear();
        points.AddRange(saved);
        // the rest of the file can go
        Best = [.. tensors.Where(t => t.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(t => t with { Bytes = t.Bytes.ToArray() })];
    }

    /// <summary>Copies the best weights into a generator.</summary>
    /// <returns>The facts of the choice.</returns>
    public CheckpointChoice Keep(GeneratorNetwork generator)
    {
        ModuleState.Load(generator, Best.ToDictionary(t => t.Name), "the best point", Prefix);
        return new CheckpointChoice
        {
            GeneratorUpdates = points.FindLast(p => p.IsBest)!.GeneratorUpdates,
            SliceImages = parts.Slice!.Count,
            SliceFingerprint = parts.Slice.Fingerprint,
            ClassifierAccuracy = distance.ClassifierAccuracy,
            Points = points,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        copy.Dispose();
        distance.Dispose();
    }
}

/// <summary>The point of a training whose generator was kept, and the reason. Immutable.</summary>
public sealed record CheckpointChoice
{
    /// <summary>Number of generator updates behind the kept generator.</summary>
    public required int GeneratorUpdates { get; init; }

    /// <summary>Number of images in the slice. They are in the lineage but never in a training batch.</summary>
    public required int SliceImages { get; init; }

    /// <summary>Set fingerprint of the slice.</summary>
    public required string SliceFingerprint { get; init; }

    /// <summary>Accuracy on the slice, 0 to 1, of the classifier whose features the distances are measured
    /// in.</summary>
    public required double ClassifierAccuracy { get; init; }

    /// <summary>All points. The best distance is the smallest of several, so it is too optimistic to report as the
    /// GAN's quality.</summary>
    public required IReadOnlyList<SlicePoint> Points { get; init; }
}
