namespace Mintage.Results;

/// <summary>Synthetic images that no GAN of the study made, in the place where they serve.</summary>
public sealed record ForeignSetRecord
{
    /// <summary>Key of the task that brought them (SHA-256).</summary>
    public required string Task { get; init; }

    /// <summary>Name of their GAN in the study.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the training set size they serve.</summary>
    public required string Size { get; init; }

    /// <summary>Zero-based replicate they serve; the first where several share them.</summary>
    public required int Replicate { get; init; }

    /// <summary>"images" for images that were there, "onnx" for a generator in a file, "command" for a program.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Where they come from, as the plan says.</summary>
    public required string Source { get; init; }

    /// <summary>How many there are.</summary>
    public required int Images { get; init; }

    /// <summary>Images per class, in label order.</summary>
    public required IReadOnlyList<int> ClassCounts { get; init; }

    /// <summary>False where nobody says which images and networks are behind them.</summary>
    public required bool LineageIsKnown { get; init; }

    /// <summary>Real images that are known to be behind them.</summary>
    public required int KnownImages { get; init; }

    /// <summary>Test images that each was compared with, pixel by pixel; none of them is one.</summary>
    public required int TestImages { get; init; }

    /// <summary>How many nearly are a test image: no more than chance and the likeness of the data allow.</summary>
    public required int NearTestImages { get; init; }

    /// <summary>How many of a program are, or nearly are, an image of the training part that it got.</summary>
    public required int NearTrainingImages { get; init; }

    /// <summary>Whether a program gave the same images twice with one seed; null where it was not tried.</summary>
    public bool? SameTwice { get; init; }

    /// <summary>Versions that a program says it used; empty for none.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>Sample sheet (PNG), relative to the study folder; one row per class.</summary>
    public required string? SheetFile { get; init; }

    /// <summary>Real training images (left) beside these (right), a row for each class; relative likewise.</summary>
    public required string? BesideRealFile { get; init; }
}
