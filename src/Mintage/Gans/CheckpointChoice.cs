using Mintage.Results;

namespace Mintage.Gans;

/// <summary>Which point of a training gave the generator that was kept, and by what.</summary>
public sealed record CheckpointChoice
{
    /// <summary>Generator updates behind the generator that was kept.</summary>
    public required int GeneratorUpdates { get; init; }

    /// <summary>Images of the slice: in the lineage, but never in a training batch.</summary>
    public required int SliceImages { get; init; }

    /// <summary>Set fingerprint of the slice.</summary>
    public required string SliceFingerprint { get; init; }

    /// <summary>Accuracy on the slice, 0 ... 1, of the classifier in whose features distances were measured.</summary>
    public required double ClassifierAccuracy { get; init; }

    /// <summary>All points. The best distance is the smallest of several: too good for a report of the GAN's quality.</summary>
    public required IReadOnlyList<SlicePoint> Points { get; init; }
}
