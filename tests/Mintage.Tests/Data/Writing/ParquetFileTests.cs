using CsCheck;
using Mintage.Data;
using Mintage.Data.Writing;

namespace Mintage.Tests.Data.Writing;

public sealed class ParquetFileTests
{
    [Fact]
    public void What_was_written_is_read_back() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 5], Gen.Int[1, 5], Gen.OneOf(1, 3), Gen.Bool, Gen.Bool).Sample((count, height, width, channels, grouped, marked) =>
        {
            var images = TestImages.Random(count, height, width, channels, classes: 12);
            if (grouped) images = images.WithGroups([.. images.Labels.Select(label => $"Ö {label / 2}")]);
            if (marked) images = TestImages.Mixed(images);
            using var own = new TestFolder();
            ParquetFile.Write(own["x.parquet"], images);
            // A single pixel of three equal channels, or a few, may be grey by chance: the writer is asked for what it was given.
            TestImages.AssertEqual(images, DataSetReference.Parse(own["x.parquet"]).Load(new DataSetLoading { Import = new ImageImport { Colour = channels == 1 ? ImageColour.Grey : ImageColour.Rgb } }));
        }, iter: 20);

    [Fact]
    public void Class_names_and_several_row_groups_are_kept_and_equal_sets_give_equal_files()
    {
        using var own = new TestFolder();
        var images = TestImages.Random(count: 2_345, height: 2, width: 2);
        images = new LabelledImages("x", images.Pixels, images.Labels, 2, 2, 1, ["a/b", "Öl 😀", "", "without an image"]);
        ParquetFile.Write(own["x.parquet"], images);
        ParquetFile.Write(own["y.parquet"], images);
        TestImages.AssertEqual(images, DataSetReference.Parse(own["x.parquet"]).Load());
        Assert.Equal(File.ReadAllBytes(own["x.parquet"]), File.ReadAllBytes(own["y.parquet"]));
    }
}
