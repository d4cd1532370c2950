using Mintage.Networks;

namespace Mintage.Classification;

/// <summary>How a classifier is trained. The same for every arm of a comparison but for the data.</summary>
public sealed record ClassifierOptions
{
    /// <summary>Filters and hidden units.</summary>
    public required ClassifierWidth Width { get; init; }

    /// <summary>Images per optimiser step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's learning rate; 1e-3 is Keras' default.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Everything that is wrong with these options, each a full sentence; empty when they can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (Width.Filters1 < 1 || Width.Filters2 < 1 || Width.Hidden < 1) faults.Add($"classifier widths must be at least 1, but are {Width.Filters1}, {Width.Filters2} and {Width.Hidden}.");
        if (BatchSize < 1) faults.Add($"classifier batch size must be at least 1, but is {BatchSize}.");
        if (LearningRate is not (> 0 and < 1)) faults.Add($"classifier learning rate must lie between 0 and 1, but is {LearningRate}.");
        return faults;
    }
}
