using Mintage.Data;
using Mintage.Data.Writing;
using Parquet;
using Parquet.Schema;

namespace Mintage.Tests.Data.Formats;

public sealed class ParquetFormatTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_Arrow_wrote_is_read_with_its_class_names()
    {
        var images = Load(GoldenFile.Path("parquet/arrow.parquet"));
        Assert.Equal([0, 1, 2, 0, 1, 2], images.Labels);
        Assert.Equal(["cat", "dog", "ox"], images.ClassNames);
        Assert.Equal((4, 4, 3), (images.Height, images.Width, images.Channels));
        for (var i = 0; i < 6; i++)
            Assert.Equal([.. Enumerable.Range(0, 48).Select(p => (byte)((((i % 3) + 1) * 37) + (p / 12 * 11) + (p / 3 % 4 * 5) + (p % 3 * 3)))], images.Image(i).ToArray());
    }

    [Fact]
    public void Rows_without_a_picture_are_refused_by_number_or_left_out_where_asked()
    {
        var file = GoldenFile.Path("parquet/arrow-null.parquet");
        TestImages.Refused(() => Load(file), "1 of 6", "row 4 (from 0): no picture (null)", "--skip-broken");
        var reported = new List<string>();
        var images = DataSetReference.Parse(file).Load(new DataSetLoading { Import = new ImageImport { SkipBroken = true }, Report = reported.Add });
        Assert.Equal([0, 1, 2, 0, 2], images.Labels);
        Assert.Contains("row 4 (from 0)", Assert.Single(reported), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_are_classes_in_ordinal_order_the_same_for_all_parts()
    {
        WriteTexts("train-00000-of-00001.parquet", "wolf", "Ant");
        WriteTexts("test-00000-of-00001.parquet", "bee", "wolf");
        var train = Load(folder.ToString());
        Assert.Equal(["Ant", "bee", "wolf"], train.ClassNames);
        Assert.Equal([2, 0], train.Labels);
        Assert.Equal([1, 2], Load($"{folder}:test").Labels);
        Assert.Equal($"{folder}:test", DataSetReference.Parse(folder.ToString()).Counterpart()?.ToString());
        TestImages.Refused(() => Load($"{folder}:val"), "no part 'val'", "'train' and 'test'");
    }

    [Fact]
    public void Shards_are_joined_in_order_and_none_may_be_missing()
    {
        var images = TestImages.Random(count: 6);
        Directory.CreateDirectory(folder["data"]);
        for (var shard = 0; shard < 3; shard++) ParquetFile.Write(folder[$"data/train-{shard:D5}-of-00003.parquet"], images.Select([2 * shard, (2 * shard) + 1]));
        TestImages.AssertEqual(images, Load(folder.ToString()));
        TestImages.AssertEqual(images.Select([2, 3]), Load(folder["data/train-00001-of-00003.parquet"]));
        File.Delete(folder["data/train-00001-of-00003.parquet"]);
        TestImages.Refused(() => Load(folder.ToString()), "lacks train-00001-of-00003.parquet");
    }

    [Theory]
    [InlineData("validation")]
    [InlineData("dev")]
    [InlineData("Valid")]
    public void Parts_may_be_folders_by_any_of_the_usual_names(string validation)
    {
        foreach (var (part, seed) in new[] { ("train", 5), (validation, 10) })
        {
            Directory.CreateDirectory(folder[part]);
            ParquetFile.Write(folder[$"{part}/0000.parquet"], TestImages.Random(seed: seed));
        }
        TestImages.AssertEqual(TestImages.Random(seed: 5), Load(folder.ToString()));
        TestImages.AssertEqual(TestImages.Random(seed: 10), Load($"{folder}:val"));
    }

    [Fact]
    public void Labels_that_are_missing_or_of_no_class_are_refused()
    {
        Write("a.parquet", new DataField<long?>("label"), async (group, field) => await group.WriteAsync<long>(field, new long?[] { 0, null }));
        TestImages.Refused(() => Load(folder["a.parquet"]), "1 have none", "row 1, from 0");
        Write("a.parquet", new DataField<long>("label"), async (group, field) => await group.WriteAsync<long>(field, new long[] { 0, -1 }));
        TestImages.Refused(() => Load(folder["a.parquet"]), "row 1 (from 0) is -1", "not known");
        Write("a.parquet", new DataField<double>("label"), async (group, field) => await group.WriteAsync<double>(field, new double[] { 0, 1 }));
        TestImages.Refused(() => Load(folder["a.parquet"]), "'label'", "holds Double", "int64");
        Write("a.parquet", new DataField<int>("answer"), async (group, field) => await group.WriteAsync<int>(field, new[] { 0, 1 }));
        TestImages.Refused(() => Load(folder["a.parquet"]), "a column 'label'", "image (bytes), answer (Int32)");
    }

    [Theory]
    [InlineData("labels")]
    [InlineData("fine_label")]
    [InlineData("class")]
    public void Plain_bytes_and_other_label_columns_are_read(string column)
    {
        Write("a.parquet", new DataField<int>(column), async (group, field) => await group.WriteAsync<int>(field, new[] { 3, 1 }));
        var images = Load(folder["a.parquet"]);
        Assert.Equal([3, 1], images.Labels);
        Assert.Equal(["0", "1", "2", "3"], images.ClassNames);
        Assert.Equal(TestImages.Random(count: 2).Pixels, images.Pixels);
    }

    [Fact]
    public void Files_are_read_however_they_are_packed()
    {
        var images = TestImages.Random(count: 50, classes: 3);
        foreach (var method in TestParquet.Methods)
        {
            File.WriteAllBytes(folder["a.parquet"], TestParquet.Packed(images, method));
            var read = Load(folder["a.parquet"]);
            Assert.Equal(images.Labels, read.Labels);
            Assert.Equal(images.Pixels, read.Pixels);
        }
    }

    [Fact]
    public void Damaged_files_give_messages_only()
    {
        ParquetFile.Write(folder["a.parquet"], TestImages.Random(count: 1, height: 2, width: 2, classes: 1));
        var whole = File.ReadAllBytes(folder["a.parquet"]);
        TestImages.NeverFailsOtherwise(folder["a.parquet"], () => Load(folder["a.parquet"]));
        File.WriteAllBytes(folder["a.parquet"], whole);
        TestImages.RefusedWhereverCut(folder["a.parquet"], () => Load(folder["a.parquet"]));
    }

    private static LabelledImages Load(string reference) => DataSetReference.Parse(reference).Load();

    private void WriteTexts(string file, params string[] labels) =>
        Write(file, new DataField<string>("label"), async (group, field) => await group.WriteAsync(field, labels));

    /// <summary>Two pictures as plain bytes, and a label column.</summary>
    private void Write(string file, DataField label, Func<ParquetRowGroupWriter, DataField, Task> writeLabels)
    {
        var pictures = TestImages.Random(count: 2);
        var image = new DataField<byte[]>("image");
        using var stream = File.Create(folder[file]);
        WriteAsync().GetAwaiter().GetResult();

        async Task WriteAsync()
        {
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(image, label), stream, cancellationToken: TestContext.Current.CancellationToken);
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(image, new[] { Png(0), Png(1) });
            await writeLabels(group, label);
        }

        byte[] Png(int index) => PngPicture.Encode(pictures.Image(index), pictures.Height, pictures.Width, pictures.Channels);
    }
}
