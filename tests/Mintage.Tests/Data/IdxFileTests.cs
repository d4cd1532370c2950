using System.IO.Compression;
using CsCheck;
using Mintage.Data;

namespace Mintage.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private const string Images = "x-images-idx3-ubyte", Labels = "x-labels-idx1-ubyte";

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_written_is_read_back() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 5], Gen.Int[1, 5], Gen.OneOf(1, 3), Gen.OneOf("", ".gz")).Sample((count, height, width, channels, ending) =>
        {
            var images = TestImages.Random(count, height, width, channels, classes: Math.Min(count, 3));
            using var own = new TestFolder();
            IdxFile.Write(own[Images + ending], images);
            TestImages.AssertEqual(images, IdxFile.Read(own[Images + ending]));
        }, iter: 60);

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        IdxFile.Write(folder[Images], new LabelledImages("x", [9, 8, 7, 6], [1, 0], 1, 2, 1, ["a", "b"]));
        Assert.Equal([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 9, 8, 7, 6], File.ReadAllBytes(folder[Images]));
        Assert.Equal([0, 0, 8, 1, 0, 0, 0, 2, 1, 0], File.ReadAllBytes(folder[Labels]));
    }

    [Fact]
    public void Compression_is_told_by_content_and_labels_are_found_either_way()
    {
        var images = TestImages.Random();
        IdxFile.Write(folder[Images + ".gz"], images);
        File.Move(folder[Images + ".gz"], folder[Images]);
        TestImages.AssertEqual(images, IdxFile.Read(folder[Images]));
    }

    [Fact]
    public void Labels_are_found_by_the_usual_names()
    {
        Assert.Equal(Path.Combine("d", "t10k-labels-idx1-ubyte.gz"), IdxFile.LabelsBeside(Path.Combine("d", "t10k-images-idx3-ubyte.gz")));
        Assert.Equal("train-labels.idx1-ubyte", IdxFile.LabelsBeside("train-images.idx3-ubyte"));
        Assert.Equal("c-labels-idx1-ubyte", IdxFile.LabelsBeside("c-images-idx4-ubyte"));
        Assert.Null(IdxFile.LabelsBeside(Path.Combine("images", "digits.idx")));
    }

    [Fact]
    public void A_label_file_of_any_name_can_be_given()
    {
        var images = TestImages.Random();
        IdxFile.Write(folder["digits"], images, folder["answers"]);
        TestImages.AssertEqual(images, IdxFile.Read(folder["digits"], folder["answers"]));
        TestImages.Refused(() => IdxFile.Read(folder["digits"]), "digits", "--labels");
        TestImages.Refused(() => IdxFile.Write(folder["digits"], images), "digits", "--labels");
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        TestImages.Refused(() => IdxFile.Read(folder["none-images-idx3-ubyte"]), "none-images-idx3-ubyte", "does not exist");
        IdxFile.Write(folder[Images], TestImages.Random());
        File.Delete(folder[Labels]);
        TestImages.Refused(() => IdxFile.Read(folder[Images]), Labels, Labels + ".gz", "--labels");
    }

    [Fact]
    public void Exchanged_files_are_told_apart()
    {
        IdxFile.Write(folder[Images], TestImages.Random());
        TestImages.Refused(() => IdxFile.Read(folder[Labels], folder[Images]), Labels, "must be an IDX image file", "it is an IDX label file");
        TestImages.Refused(() => IdxFile.Read(folder[Images], folder[Images]), "must be an IDX label file", "it is an IDX image file");
    }

    [Theory]
    [InlineData(new byte[] { }, "it is empty")]
    [InlineData(new byte[] { 0, 0, 0x0d, 2, 0, 0, 0, 1 }, "another kind (element type 0x0d, 2 dimensions)")]
    [InlineData(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 0 }, "a single picture")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4 }, ".npz")]
    [InlineData(new byte[] { 1, 2, 3, 4, 5 }, "does not know")]
    public void Another_format_is_said_to_be_what_it_is(byte[] content, string words)
    {
        File.WriteAllBytes(folder[Images], content);
        TestImages.Refused(() => IdxFile.Read(folder[Images]), Images, "must be an IDX image file", words);
    }

    [Fact]
    public void Counts_that_disagree_are_refused()
    {
        IdxFile.Write(folder[Images], TestImages.Random(count: 3));
        IdxFile.Write(folder["other"], TestImages.Random(count: 4), folder["other-labels"]);
        TestImages.Refused(() => IdxFile.Read(folder[Images], folder["other-labels"]), "3 images", "4 labels", Images, "other-labels");
    }

    [Theory]
    [InlineData(Images)]
    [InlineData(Labels)]
    public void Bytes_after_the_end_are_refused(string file)
    {
        IdxFile.Write(folder[Images], TestImages.Random());
        using (var stream = new FileStream(folder[file], FileMode.Append)) stream.WriteByte(0);
        TestImages.Refused(() => IdxFile.Read(folder[Images]), file, "more bytes follow");
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2 }, "at least one item")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2 }, "positive sizes")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0xff, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2 }, "positive sizes")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0x7f, 0, 0, 1, 0x7f, 0, 0, 2, 0x7f, 0, 0, 2 }, "cut short")]
    [InlineData(new byte[] { 0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 5, 5 }, "1 or 3 channels")]
    public void Headers_that_make_no_images_are_refused(byte[] content, string words)
    {
        File.WriteAllBytes(folder[Images], content);
        TestImages.Refused(() => IdxFile.Read(folder[Images]), Images, words);
    }

    [Fact]
    public void A_small_compressed_file_cannot_claim_all_memory()
    {
        using (var gzip = new GZipStream(File.Create(folder[Images]), CompressionLevel.Optimal))
            gzip.Write([0, 0, 8, 3, 0x7f, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
        TestImages.Refused(() => IdxFile.Read(folder[Images]), Images, "cut short");
    }

    [Fact]
    public void A_label_without_a_class_is_refused()
    {
        IdxFile.Write(folder[Images], TestImages.Random(classes: 3));
        TestImages.Refused(() => IdxFile.Read(folder[Images], classNames: ["a", "b"]), Labels, "0 to 1", "is 2");
    }

    [Fact]
    public void A_set_that_does_not_fit_the_format_is_refused()
    {
        TestImages.Refused(() => IdxFile.Write(folder[Images], TestImages.Random(count: 300, classes: 300)), "256 classes", ".npz");
        TestImages.Refused(() => IdxFile.Write(folder[Images], TestImages.Random().Select([])), "at least one image");
    }

    [Theory]
    [InlineData("", Images)]
    [InlineData("", Labels)]
    [InlineData(".gz", Images)]
    [InlineData(".gz", Labels)]
    public void Damaged_files_give_messages_only(string ending, string file)
    {
        IdxFile.Write(folder[Images + ending], TestImages.Random());
        var whole = File.ReadAllBytes(folder[file + ending]);
        TestImages.NeverFailsOtherwise(folder[file + ending], () => IdxFile.Read(folder[Images + ending]));
        File.WriteAllBytes(folder[file + ending], whole);
        TestImages.RefusedWhereverCut(folder[file + ending], () => IdxFile.Read(folder[Images + ending]));
    }
}
