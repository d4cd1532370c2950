using Mintage.Data;

namespace Mintage.Tests.Data;

public sealed class DataCatalogueTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Entries_have_names_of_their_own_and_classes_and_only_those_with_hashes_are_downloaded()
    {
        Assert.Equal(DataCatalogue.Entries.Count, DataCatalogue.Entries.Select(entry => entry.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(DataCatalogue.Entries, entry =>
        {
            Assert.Equal(entry.ClassCount, entry.ClassNames.Distinct().Count());
            Assert.All(entry.Parts, part => Assert.Equal(entry.Format == CatalogueFormat.Idx ? 2 : entry.Format == CatalogueFormat.Cifar ? part.Files.Count : 1, part.Files.Count));
            Assert.All(entry.Files, file => Assert.True(file.Sha256 is null or { Length: 64 }));
            Assert.All(entry.Files, file => Assert.True(file.Published is null or { Md5.Length: 32, Address.IsAbsoluteUri: true }));
            Assert.Equal(entry.IsVerified, entry.Mirrors.Count > 0 || entry.Archive is not null || entry.NpmPackage is not null);
        });
        Assert.Equal(["mnist", "cifar-10"], DataCatalogue.Entries.Where(entry => entry.IsVerified).Select(entry => entry.Name));
        Assert.Equal(["emnist-letters"], DataCatalogue.Entries.Where(entry => !entry.IsVerified && !entry.HasPublishedHashes).Select(entry => entry.Name));
        Assert.Equal("https://zenodo.org/records/10519652/files/bloodmnist.npz", DataCatalogue.Find("bloodmnist")!.Files.Single().Published!.Address.ToString());
    }

    [Fact]
    public void EMNIST_is_turned_upright_and_counted_from_zero()
    {
        var images = TestImages.Random(count: 3, height: 28, width: 28);
        var labels = new[] { 1, 26, 3 };
        var upright = new byte[images.Pixels.Length];
        for (var i = 0; i < upright.Length; i++) upright[i] = images.Pixels[(i / 784 * 784) + (i % 28 * 28) + (i % 784 / 28)];
        IdxFile.Write(folder["emnist-letters-test-images-idx3-ubyte"], new LabelledImages("x", images.Pixels, labels, 28, 28, 1, [.. Enumerable.Range(0, 27).Select(i => $"{i}")]));
        var reported = new List<string>();
        var read = Read("emnist-letters", DataSplit.Test, reported);
        Assert.Equal([0, 25, 2], read.Labels);
        Assert.Equal("z", read.ClassNames[25]);
        Assert.Equal(upright, read.Pixels);
        Assert.Contains("3 images, but 20,800", Assert.Single(reported), StringComparison.Ordinal);
    }

    [Fact]
    public void MedMNIST_is_read_with_its_class_names_and_other_files_are_refused()
    {
        var images = TestImages.Random(count: 4, height: 28, width: 28, classes: 2);
        NpzArchive.Write(folder["breastmnist.npz"], [("val_images", new([4, 28, 28], images.Pixels)), ("val_labels", new([4, 1], Array.ConvertAll(images.Labels, label => (byte)label)))]);
        var read = Read("breastmnist", DataSplit.Validation, []);
        Assert.Equal(["malignant", "normal, benign"], read.ClassNames);
        Assert.Equal(images.Labels, read.Labels);
        Assert.Equal("breastmnist:val", read.Name);
        NpzArchive.Write(folder["breastmnist.npz"], [("val_images", new([4, 14, 56], images.Pixels)), ("val_labels", new([4], images.Labels))]);
        TestImages.Refused(() => Read("breastmnist", DataSplit.Validation, []), "28x28x1", "14x56x1", "breastmnist.npz");
        NpzArchive.Write(folder["breastmnist.npz"], [("val_images", new([4, 28, 28], images.Pixels)), ("val_labels", new([4], new[] { 0, 1, 2, 0 }))]);
        TestImages.Refused(() => Read("breastmnist", DataSplit.Validation, []), "labels 0 to 1", "label 2 (from 0) is 2");
    }

    [Fact]
    public void An_unverified_set_is_taken_by_hand_and_anew_each_time()
    {
        var entry = DataCatalogue.Find("kmnist")!;
        foreach (var seed in new[] { 1, 2 })
        {
            var images = TestImages.Random(count: 3, height: 28, width: 28, seed: seed);
            IdxFile.Write(folder["own/train-images-idx3-ubyte.gz"], images);
            IdxFile.Write(folder["own/t10k-images-idx3-ubyte"], images);
            DataSetFetch.Import(entry, DataSetSource.Folder(entry, folder["own"]), folder["cache"]);
            Assert.Equal(images.Pixels, CatalogueReading.Read(entry, entry.Parts[0], folder["cache"], null).Pixels);
        }
        DataSetFetch.Ensure(entry, folder["cache"], [], null);
        var letters = DataCatalogue.Find("emnist-letters")!;
        TestImages.Refused(() => DataSetFetch.Ensure(letters, folder["nothing"], DataSetSource.Of(letters), null), "EMNIST letters", "--data-folder", "nist.gov", "hashes are not known");
    }

    private LabelledImages Read(string name, DataSplit split, List<string> reported)
    {
        var entry = DataCatalogue.Find(name)!;
        return CatalogueReading.Read(entry, entry.Parts.Single(part => part.Split == split), folder.ToString(), reported.Add);
    }
}
