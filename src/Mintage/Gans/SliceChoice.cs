using Mintage.Networks;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>
/// Keeps the best averaged generator of several points in the second half of a training and at its end: the one nearest to a slice
/// of the images that the GAN is not trained on. Trains nothing: norm statistics are recomputed on a copy.
/// </summary>
/// <remarks>The distance of the best of several points is too good: it must not be reported as the GAN's distance to new images.</remarks>
internal sealed class SliceChoice : IDisposable
{
    private const string Prefix = "best.";

    private readonly GeneratorNetwork copy;
    private readonly SliceDistance distance;
    private readonly TrainingSlice parts;
    private readonly HashSet<int> due;
    private readonly List<SlicePoint> points = [];

    /// <summary>Call outside any dispose scope.</summary>
    /// <param name="options">With a slice; must have no faults.</param>
    /// <param name="networks">How the generator is built.</param>
    /// <param name="parts">With a slice; must have no faults.</param>
    /// <param name="seed">Root of all draws.</param>
    /// <param name="device">Where the generators are.</param>
    public SliceChoice(GanOptions options, GanNetworks networks, TrainingSlice parts, SeedTree seed, ComputeDevice device)
    {
        this.parts = parts;
        copy = networks.Generator(seed).PlacedOn(device);
        distance = new SliceDistance(parts, seed);
        due = [.. Enumerable.Range(1, options.SlicePoints).Select(k => (int)((long)options.GeneratorUpdates * (options.SlicePoints + k) / (2 * options.SlicePoints)))];
    }

    /// <summary>Points measured so far, in order.</summary>
    public IReadOnlyList<SlicePoint> Points => points;

    /// <summary>Weights of the best point, with prefixed names, for checkpoints; empty before the first.</summary>
    public IReadOnlyList<SafeTensor> Best { get; private set; } = [];

    /// <summary>Whether a point comes after so many updates.</summary>
    public bool IsDue(int updates) => due.Contains(updates);

    /// <summary>Measures the averaged generator and keeps it if it is the best so far.</summary>
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

    /// <summary>Goes back to a checkpoint.</summary>
    /// <param name="saved">Its points.</param>
    /// <param name="tensors">Its tensors, the best weights among them.</param>
    public void Restore(IReadOnlyList<SlicePoint> saved, IEnumerable<SafeTensor> tensors)
    {
        points.Clear();
        points.AddRange(saved);
        Best = [.. tensors.Where(t => t.Name.StartsWith(Prefix, StringComparison.Ordinal)).Select(t => t with { Bytes = t.Bytes.ToArray() })]; // the rest of the file can go
    }

    /// <summary>Makes a generator the best one.</summary>
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
