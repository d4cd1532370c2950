using Mintage.Data;

namespace Mintage.Tests.Data;

public sealed class DataSetReferenceTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("mnist", "mnist", DataSplit.Train)]
    [InlineData("mnist:test", "mnist", DataSplit.Test)]
    [InlineData("a.npz:val", "a.npz", DataSplit.Validation)]
    [InlineData(@"C:\data\a.npz", @"C:\data\a.npz", DataSplit.Train)]
    [InlineData(@"C:\data\a.npz:train", @"C:\data\a.npz", DataSplit.Train)]
    [InlineData("mnist:tset", "mnist:tset", DataSplit.Train)]
    public void Only_a_final_known_part_is_taken_off(string text, string source, DataSplit split) =>
        Assert.Equal(new DataSetReference(source, split), DataSetReference.Parse(text));

    [Fact]
    public void A_single_letter_is_a_drive_on_Windows_alone() => Assert.Equal(
        OperatingSystem.IsWindows() ? new DataSetReference("C:test", DataSplit.Train) : new DataSetReference("C", DataSplit.Test),
        DataSetReference.Parse("C:test"));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(":train")]
    public void A_source_must_be_named(string text) => TestImages.Refused(() => DataSetReference.Parse(text), "SOURCE", "mnist");

    [Fact]
    public void A_reference_reads_as_it_is_written() => Assert.Equal("mnist:val", new DataSetReference("mnist", DataSplit.Validation).ToString());

    [Fact]
    public void Files_are_opened_by_what_they_hold()
    {
        var images = TestImages.Random();
        NpzFile.Write(folder["a.npz"], images);
        File.Copy(folder["a.npz"], folder["b.data"]);
        IdxFile.Write(folder["c-images-idx3-ubyte.gz"], images);
        IdxFile.Write(folder["d.data"], images, folder["d.answers"]);
        TestImages.AssertEqual(images, DataSetReference.Parse(folder["a.npz"]).Load());
        TestImages.AssertEqual(images, DataSetReference.Parse(folder["b.data:train"]).Load());
        TestImages.AssertEqual(images, DataSetReference.Parse(folder["c-images-idx3-ubyte.gz"]).Load());
        TestImages.AssertEqual(images, DataSetReference.Parse(folder["d.data"]).Load(new DataSetLoading { LabelsFile = folder["d.answers"] }));
    }

    [Fact]
    public void An_idx_file_is_never_taken_for_a_part_that_it_may_not_be()
    {
        IdxFile.Write(folder["train-images-idx3-ubyte"], TestImages.Random());
        TestImages.Refused(() => DataSetReference.Parse(folder["train-images-idx3-ubyte:test"]).Load(), "train-images-idx3-ubyte", "no part 'test'");
    }

    [Fact]
    public void Labels_are_refused_where_they_would_be_ignored()
    {
        NpzFile.Write(folder["a.npz"], TestImages.Random());
        TestImages.Refused(() => DataSetReference.Parse(folder["a.npz"]).Load(new DataSetLoading { LabelsFile = folder["labels"] }), "a.npz", "labels", "IDX image file");
    }

    [Theory]
    [InlineData("mnits", "Did you mean 'mnist'?")]
    [InlineData("cifar10", "neither a catalogue name nor a file or folder")]
    [InlineData("mnist:valid", "'mnist:train' and 'mnist:test'")]
    [InlineData("mnist:val", "MNIST has no part 'val'")]
    [InlineData("mnist:tset", "Did you mean 'test'?")]
    public void An_unknown_name_is_answered_with_the_known_ones(string text, string words) =>
        TestImages.Refused(() => DataSetReference.Parse(text).Load(), words, "mnist");

    [Fact]
    public void A_misspelt_path_is_answered_with_what_lies_there()
    {
        Directory.CreateDirectory(folder["flowers"]);
        TestImages.Refused(() => DataSetReference.Parse(folder["flwoers"]).Load(), $"Did you mean '{folder["flowers"]}'?");
        TestImages.Refused(() => DataSetReference.Parse(folder["flowers:tset"]).Load(), "train, test or val", "Did you mean 'test'?");
        TestImages.Refused(() => DataSetReference.Parse(folder["nowhere/flowers"]).Load(), "exists. Supported");
    }

    [Fact]
    public void Anything_else_is_answered_with_what_is_supported()
    {
        File.WriteAllText(folder["notes.txt"], "hello");
        TestImages.Refused(() => DataSetReference.Parse(folder["notes.txt"]).Load(), "notes.txt", "mnist", ".npz", "IDX");
        TestImages.Refused(() => DataSetReference.Parse(folder.ToString()).Load(), "a folder of pictures for each class", "notes.txt");
    }
}
