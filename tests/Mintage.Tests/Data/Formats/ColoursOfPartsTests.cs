using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Tests.Data.Pictures;

namespace Mintage.Tests.Data.Formats;

/// <summary>Colour "auto" judges all parts of a source together.</summary>
public sealed class ColoursOfPartsTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    public void Grey_parts_of_a_folder_are_in_colour_where_another_part_is(bool coloured, int channels)
    {
        Pictures("set/train/a", "set/train/b", "set/test/a");
        Picture("set/test/b", coloured);
        Assert.Equal(channels, Read("set:train").Channels);
        Assert.Equal(channels, Read("set:test").Channels);
        Assert.Equal(1, Read("set:train", ImageColour.Grey).Channels);
        Assert.Equal([7, 7, 7], Read("set:train", ImageColour.Rgb).Image(0)[..3].ToArray());
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    public void Grey_parts_of_a_table_are_in_colour_where_another_part_is(bool coloured, int channels)
    {
        Pictures("x/0", "x/1", "x/2");
        Picture("x/3", coloured);
        File.WriteAllLines(folder["set.csv"], ["path,label,split", "x/0/0.png,a,train", "x/1/0.png,b,train", "x/2/0.png,a,test", "x/3/0.png,b,test"]);
        Assert.Equal(channels, Read("set.csv:train").Channels);
        Assert.Equal(channels, Read("set.csv:test").Channels);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public void Grey_shards_are_in_colour_where_another_part_is(int channelsOfTest, int channels)
    {
        Directory.CreateDirectory(folder["set"]);
        ParquetFile.Write(folder["set/train-00000-of-00001.parquet"], TestImages.Random(6, 8, 8));
        ParquetFile.Write(folder["set/test-00000-of-00001.parquet"], TestImages.Random(6, 8, 8, channelsOfTest));
        Assert.Equal(channels, Read("set:train").Channels);
        Assert.Equal(channels, Read("set:test").Channels);
    }

    private void Pictures(params string[] folders)
    {
        foreach (var path in folders) Picture(path, coloured: false);
    }

    private void Picture(string path, bool coloured)
    {
        Directory.CreateDirectory(folder[path]);
        File.WriteAllBytes(folder[$"{path}/0.png"], coloured ? TestPictures.Plain(8, 8, 200, 1, 1) : TestPictures.Grey(8, 8, 7));
    }

    private LabelledImages Read(string reference, ImageColour colour = ImageColour.Auto) =>
        DataSetReference.Parse(folder[reference]).Load(new DataSetLoading { Import = new() { Colour = colour } });
}
