using Mintage.Results;

namespace Mintage.Gans;

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
