namespace Mintage.Studies;

/// <summary>Which real images a task trains on.</summary>
/// <param name="Size">Name of the size, or "all" for the whole training set.</param>
/// <param name="Images">Number of images; null for the whole training set.</param>
/// <param name="Replicate">Zero-based draw; 0 for the whole training set, which has no draws.</param>
public sealed record TrainingPart(string Size, int? Images, int Replicate)
{
    /// <summary>The whole training set.</summary>
    public static TrainingPart Whole { get; } = new("all", null, 0);

    /// <inheritdoc/>
    public override string ToString() => Images is { } n ? $"{n:N0} images (replicate {Replicate + 1})" : "all training images";
}
