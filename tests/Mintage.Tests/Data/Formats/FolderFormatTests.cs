using Mintage.Data;
using Mintage.Tests.Data.Pictures;

namespace Mintage.Tests.Data.Formats;

public sealed class FolderFormatTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly List<string> said = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Class_folders_make_classes_in_ordinal_order_with_all_below_them()
    {
        Put(1, "flowers/tulip/10.png", "flowers/tulip/9.png", "flowers/rose/garden/old/3.png", "flowers/Iris/x");
        var images = Load("flowers");
        Assert.Equal("flowers", images.Name);
        Assert.Equal(["Iris", "rose", "tulip"], images.ClassNames);
        Assert.Equal([0, 1, 2, 2], images.Labels);
        Assert.Equal([4, 3, 1, 2], Values(images)); // 10.png comes before 9.png
        Assert.Null(images.Groups);
        Assert.Empty(said);
    }

    [Theory]
    [InlineData("train", "test", "val")]
    [InlineData("Training", "testing", "validation")]
    [InlineData("TRAIN", "Test", "valid")]
    public void Parts_have_the_same_classes(string train, string test, string validation)
    {
        Put(1, $"d/{train}/b/1.png", $"d/{train}/a/1.png", $"d/{test}/b/1.png", $"d/{test}/c/1.png", $"d/{validation}/a/1.png");
        var images = Load("d");
        Assert.Equal(("d:train", 2), (images.Name, images.Count));
        Assert.Equal([2, 1], Values(images));
        Assert.Contains("'d:train' has no pictures of class 'c'", Assert.Single(said), StringComparison.Ordinal);
        Assert.Equal([3, 4], Values(Load("d:test")));
        Assert.Equal([1, 2], Load("d:test").Labels);
        Assert.Equal([0], Load("d:val").Labels);
        Assert.Equal(["a", "b", "c"], Load("d:val").ClassNames);
        Assert.Equal(DataSplit.Test, DataSetReference.Parse(folder["d"]).Counterpart()?.Split);
    }

    [Fact]
    public void A_missing_part_is_answered_with_those_there_are()
    {
        Put(1, "d/train/a/1.png", "d/train/b/1.png", "d/test/1.png", "plain/a/1.png", "plain/b/1.png");
        TestImages.Refused(() => Load("d:val"), "no part 'val'", "'train'");
        TestImages.Refused(() => Load("d:test"), "no part 'test' with class folders");
        TestImages.Refused(() => Load("plain:test"), "has class folders and no parts", "without ':test'");
        Assert.Null(DataSetReference.Parse(folder["d"]).Counterpart());
    }

    [Fact]
    public void A_class_may_be_called_like_a_part()
    {
        Put(1, "vehicles/bus/1.png", "vehicles/train/1.png");
        Assert.Equal(["bus", "train"], Load("vehicles").ClassNames);
    }

    [Fact]
    public void Folders_that_may_be_parts_or_classes_are_not_guessed()
    {
        Put(1, "d/train/a/1.png", "d/train/b/1.png", "d/other/1.png");
        TestImages.Refused(() => Load("d"), "but has both: 'train' and 'other'");
        Put(1, "e/train/a/1.png", "e/training/a/1.png");
        TestImages.Refused(() => Load("e"), "'train' and 'training' are both 'train'");
        Put(1, "f/train/1.png", "f/test/2.png");
        TestImages.Refused(() => Load("f"), "for each class under 'test' and 'train'");
    }

    [Fact]
    public void What_systems_leave_behind_is_ignored_and_other_files_are_counted()
    {
        Put(1, "d/a/1.png", "d/b/1.png");
        foreach (var name in (string[])["d/.DS_Store", "d/a/Thumbs.db", "d/a/.hidden.png", "d/.git/1.png", "d/__MACOSX/a/1.png"]) TestPictures.Write(folder[name], [1]);
        Assert.Equal(2, Load("d").Count);
        Assert.Empty(said);
        foreach (var name in (string[])["d/a/notes.txt", "d/b/below/more.csv", "d/readme"]) TestPictures.Write(folder[name], [1, 2, 3]);
        Assert.Equal(2, Load("d").Count);
        Assert.Equal("'d': 3 files that are no pictures are ignored (the first is 'readme').", Assert.Single(said));
    }

    [Fact]
    public void A_picture_of_a_kind_that_is_not_read_is_named_whatever_it_is_called()
    {
        Put(1, "d/a/1.png", "d/b/1.png");
        TestPictures.Write(folder["d/a/2.dat"], "GIF89a"u8.ToArray());
        TestPictures.Write(folder["d/b/2.tif"], "II*\0"u8.ToArray());
        TestImages.Refused(() => Load("d"), "2 of 4 pictures", "a/2.dat: it is a GIF", "b/2.tif: it is a TIFF");
    }

    [Fact]
    public void Folders_that_make_no_data_set_are_told_why()
    {
        Directory.CreateDirectory(folder["empty"]);
        TestImages.Refused(() => Load("empty"), "a folder of pictures for each class", "but is empty");
        TestPictures.Write(folder["files/a.npz"], [1]);
        TestImages.Refused(() => Load("files"), "only other files ('a.npz')");
        Put(1, "loose/1.png", "loose/2.png");
        TestImages.Refused(() => Load("loose"), "its 2 pictures lie in no folder", ".csv");
        Put(1, "beside/a/1.png", "beside/b/1.png", "beside/3.png");
        TestImages.Refused(() => Load("beside"), "no pictures beside them", "'3.png'");
        Put(1, "hollow/a/1.png");
        Directory.CreateDirectory(folder["hollow/b"]);
        TestImages.Refused(() => Load("hollow"), "pictures in every class folder, but there is none in 'b'");
        Put(1, "outer/inner/a/1.png", "outer/inner/b/1.png");
        TestImages.Refused(() => Load("outer"), "has only 'inner'", "If those are the classes");
    }

    [Fact]
    public void A_single_class_is_read_with_a_warning()
    {
        Put(1, "d/a/1.png", "d/a/2.png");
        Assert.Equal(2, Load("d").Count);
        Assert.Contains("one class only, 'a'", Assert.Single(said), StringComparison.Ordinal);
    }

    /// <summary>Writes grey pictures; the first has this value, the next one more.</summary>
    private void Put(byte value, params string[] names)
    {
        foreach (var name in names) TestPictures.Write(folder[name], TestPictures.Grey(2, 2, value++));
    }

    private LabelledImages Load(string reference) => DataSetReference.Parse(folder[reference]).Load(new DataSetLoading { Report = said.Add });

    private static int[] Values(LabelledImages images) => [.. Enumerable.Range(0, images.Count).Select(i => (int)images.Image(i)[0])];
}
