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
        foreach (var name in (string[])["d/.DS_Store", "d/a/Thumbs.db", "d/a/.hidden.png", "d/.git/1.png", "d/__MACOSX/a/1.png", "d/@eaDir/a/1.png", "d/a/@eaDir/1.png",
            "d/b/.thumbnails/1.png", "d/$RECYCLE.BIN/1.png", "d/lost+found/1.png", "d/#recycle/1.png", "d/System Volume Information/1.png", "d/found.001/1.png"]) TestPictures.Write(folder[name], [1]);
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
        TestImages.Refused(() => Load("d"), "2 of 4 pictures", "a/2.dat: it is a GIF", "b/2.tif: it is damaged, cut short, or a TIFF");
    }

    [Fact]
    public void Folders_that_make_no_data_set_are_told_why()
    {
        Directory.CreateDirectory(folder["empty"]);
        TestImages.Refused(() => Load("empty"), "a folder of pictures for each class", "but is empty");
        TestPictures.Write(folder["files/a.npz"], [1]);
        TestImages.Refused(() => Load("files"), "only other files ('a.npz')");
        Put(1, "loose/1.png", "loose/2.png");
        TestImages.Refused(() => Load("loose"), "2 pictures lie outside any class folder", ".csv");
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

    [Fact]
    public void Links_in_a_circle_and_links_to_what_is_read_count_once_and_are_said()
    {
        Put(1, "d/cat/0.png", "d/cat/1.png", "d/dog/0.png", "d/dog/young/1.png");
        Link("d/dog/loop", "..");
        Link("d/cat/self", ".");
        Link("d/dog/above", folder.ToString());
        Link("d/dog/all/young", "../young");
        Link("d/cat/again.png", "0.png");
        Link("d/cat/notes.txt", "../notes.txt");
        File.WriteAllText(folder["d/notes.txt"], "none");
        var images = Load("d");
        Assert.Equal([1, 2, 3, 4], Values(images));
        Assert.Equal([0, 0, 1, 1], images.Labels);
        Assert.Equal(["cat/0.png", "cat/1.png", "dog/0.png", "dog/young/1.png"], images.Files!.Select(file => file.Path));
        Assert.Contains("'d': 3 links lead to a folder above and are not followed (the first is 'cat/self').", said);
        Assert.Contains("'d': 2 links lead to files that are read already and count once (the first is 'dog/all/young', the same as 'dog/young').", said);
    }

    [Fact]
    public void Folders_that_all_lead_to_each_other_are_walked_through_once()
    {
        for (var i = 0; i < 30; i++) Put((byte)(i + 1), $"d/a/{i:D2}/{i}.png");
        for (var i = 0; i < 900; i++) Link($"d/a/{i / 30:D2}/to{i % 30}", $"../{i % 30:D2}");
        Put(99, "d/b/1.png");
        Assert.Equal(31, Load("d").Count);
    }

    [Fact]
    public void Links_to_folders_and_files_elsewhere_are_followed()
    {
        Put(1, "store/dogs/1.png", "store/dogs/old/2.png", "store/cat.png", "d/cat/1.png");
        Link("d/dog", "../store/dogs");
        Link("d/cat/more.png", "../../store/cat.png");
        Link("store/dogs/back", "../../d");
        Link("store/dogs/up", "..");
        Assert.Equal([4, 3, 1, 2], Values(Load("d")));
    }

    [Theory]
    [InlineData("d/dog/more", "../cat", "'cat' and 'dog/more' are the same")]
    [InlineData("d/ant/more", "../cat", "'ant/more' and 'cat' are the same")]
    [InlineData("d/kitty", "cat", "'cat' and 'kitty' are the same")]
    [InlineData("d/dog/more/1.png", "../../cat/1.png", "'cat/1.png' and 'dog/more/1.png' are the same")]
    [InlineData("e/test/cat", "../train/cat", "'train/cat' and 'test/cat' are the same")]
    [InlineData("e/test/dog/2.png", "../../train/cat/1.png", "'train/cat/1.png' and 'test/dog/2.png' are the same")]
    public void A_picture_in_two_classes_or_parts_is_refused(string link, string target, string words)
    {
        Put(1, "d/ant/1.png", "d/cat/1.png", "d/dog/1.png", "e/train/cat/1.png", "e/train/dog/1.png", "e/test/dog/1.png");
        Assert.Equal((3, 2), (Load("d").Count, Load("e").Count));
        Link(link, target);
        TestImages.Refused(() => Load(link[..1]), "one class and one part", words);
    }

    [Fact]
    public void A_link_that_leads_to_nothing_is_named()
    {
        Put(1, "d/a/1.png", "d/b/1.png");
        Link("d/c", folder["gone"]);
        TestImages.Refused(() => Load("d"), "'c' (to '", "leads to nothing", "remove the link");
        File.Delete(folder["d/c"]);
        Link("d/a/more", "more");
        TestImages.Refused(() => Load("d"), "'more' (to 'more')");
        File.Delete(folder["d/a/more"]);
        Link("d/a/2.png", "gone.png");
        TestImages.Refused(() => Load("d"), "a/2.png: there is no such file");
    }

    [Fact]
    public void More_than_a_hundred_classes_at_any_depth_are_read()
    {
        for (var i = 0; i < 150; i++) Put((byte)i, $"d/class {i:D3}/{string.Concat(Enumerable.Repeat("x/", 30))}1.png");
        var images = Load("d");
        Assert.Equal((150, 150), (images.Count, images.ClassCount));
        Assert.Equal(Enumerable.Range(0, 150), Values(images));
        Assert.Equal(Enumerable.Range(0, 150), images.Labels);
    }

    private void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[path])!);
        File.CreateSymbolicLink(folder[path], target);
    }

    /// <summary>Writes grey pictures; the first has this value, the next one more.</summary>
    private void Put(byte value, params string[] names)
    {
        foreach (var name in names) TestPictures.Write(folder[name], TestPictures.Grey(2, 2, value++));
    }

    private LabelledImages Load(string reference) => DataSetReference.Parse(folder[reference]).Load(new DataSetLoading { Report = said.Add });

    private static int[] Values(LabelledImages images) => [.. Enumerable.Range(0, images.Count).Select(i => (int)images.Image(i)[0])];
}
