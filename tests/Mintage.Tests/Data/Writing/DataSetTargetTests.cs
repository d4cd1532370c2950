using Mintage.Data;
using Mintage.Data.Writing;

namespace Mintage.Tests.Data.Writing;

public sealed class DataSetTargetTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.NPZ", null, DataSetFileFormat.Npz)]
    [InlineData("a.b.parquet", null, DataSetFileFormat.Parquet)]
    [InlineData("train-images-idx3-ubyte", null, DataSetFileFormat.Idx)]
    [InlineData("train-images-idx3-ubyte.gz", null, DataSetFileFormat.Idx)]
    [InlineData("images.idx", null, DataSetFileFormat.Idx)]
    [InlineData("pictures", null, DataSetFileFormat.Folder)]
    [InlineData("v1.2", "folder", DataSetFileFormat.Folder)]
    [InlineData("x-images", "idx", DataSetFileFormat.Idx)]
    public void The_format_is_told_by_the_name_or_said(string path, string? format, DataSetFileFormat expected) =>
        Assert.Equal(expected, DataSetTarget.Parse(path, format).Format);

    [Theory]
    [InlineData("a.zip", null, "must end in .npz or .parquet")]
    [InlineData("digits.idx", null, "'images'")]
    [InlineData("a.npz", "hdf5", "one of folder, npz, idx, parquet")]
    public void Other_names_are_refused(string path, string? format, string words) => TestImages.Refused(() => DataSetTarget.Parse(path, format), path.Length > 5 ? path : "", words);

    [Theory]
    [InlineData("a.npz")]
    [InlineData("a.parquet")]
    [InlineData("x-images-idx3-ubyte.gz")]
    public void What_is_written_with_its_provenance_is_read_back_as_synthetic(string name)
    {
        var images = TestImages.Random();
        var target = DataSetTarget.Parse(folder[name]);
        target.Write(images, "{ }");
        var read = TracedSet.Of(DataSetReference.Parse(folder[name]).Load(), folder[name]);
        TestImages.AssertEqual(images.Marked(true), read.Images);
        Assert.Equal("{ }", read.Provenance);

        TestImages.Refused(() => target.RequireFree(overwrite: false), "already exists", "--overwrite");
        target.RequireFree(overwrite: true);
        target.Write(images);
        Assert.False(File.Exists(target.ProvenancePath));
    }

    [Fact]
    public void An_account_of_other_images_stands_in_the_way()
    {
        File.WriteAllText(folder["a.provenance.json"], "{ }");
        TestImages.Refused(() => DataSetTarget.Parse(folder["a.npz"]).RequireFree(overwrite: false), "a.provenance.json", "already exists");
    }

    [Fact]
    public void A_folder_is_never_taken_for_a_file_or_the_other_way_round()
    {
        Directory.CreateDirectory(folder["a.npz"]);
        TestImages.Refused(() => DataSetTarget.Parse(folder["a.npz"]).RequireFree(overwrite: true), "but is a folder");
        File.WriteAllText(folder["b"], "");
        TestImages.Refused(() => DataSetTarget.Parse(folder["b"]).RequireFree(overwrite: true), "but is a file");
    }

    [Fact]
    public void Real_and_synthetic_images_become_one_set_that_says_which_is_which()
    {
        var real = TestImages.Random(count: 3).WithGroups(["p", "q", "p"]);
        var both = new TracedSet(real, null).With(new TracedSet(TestImages.Random(count: 2, seed: 2), "{ }"));
        Assert.Equal([false, false, false, true, true], both.Images.IsSynthetic!);
        Assert.Equal(["p", "q", "p", "synthetic", "synthetic"], both.Images.Groups!);
        Assert.Equal("{ }", both.Provenance);
        foreach (var name in new[] { "a.npz", "a.parquet" })
        {
            DataSetTarget.Parse(folder[name]).Write(both.Images, both.Provenance);
            TestImages.AssertEqual(both.Images, TracedSet.Of(DataSetReference.Parse(folder[name]).Load(), folder[name]).Images);
        }
        TestImages.Refused(() => DataSetTarget.Parse(folder["x-images-idx3-ubyte"]).Write(both.Images), "IDX file", "synthetic");
        Assert.False(File.Exists(folder["x-images-idx3-ubyte"]));
    }

    [Fact]
    public void Sets_that_do_not_belong_together_are_refused_with_all_reasons()
    {
        var real = new TracedSet(TestImages.Random(), null);
        TestImages.Refused(() => real.With(new TracedSet(TestImages.Mixed(TestImages.Random(height: 9, classes: 4)), null)),
            "has 3 faults", "synthetic images only", "4x3x1", "9x3x1", "Classes are matched by name");
        TestImages.Refused(() => new TracedSet(TestImages.Mixed(TestImages.Random()), null).With(real), "must hold real images only");
    }

    [Fact]
    public void What_a_format_does_not_keep_is_said()
    {
        var images = new LabelledImages("x", new byte[1], [0], 1, 1, 1, ["crack"], ["p"]);
        Assert.Equal("class names, groups", DataSetTarget.Parse("x-images-idx3-ubyte").Loses(images));
        Assert.Equal("groups", DataSetTarget.Parse("x-images-idx3-ubyte").Loses(TestImages.Random().WithGroups([.. Enumerable.Repeat("p", 6)])));
        Assert.Null(DataSetTarget.Parse("x-images-idx3-ubyte").Loses(TestImages.Random()));
        Assert.Null(DataSetTarget.Parse("x.parquet").Loses(images));
    }
}
