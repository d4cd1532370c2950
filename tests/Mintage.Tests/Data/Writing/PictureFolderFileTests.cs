using CsCheck;
using Mintage.Data;
using Mintage.Data.Writing;
using SkiaSharp;

namespace Mintage.Tests.Data.Writing;

public sealed class PictureFolderFileTests : IDisposable
{
    private readonly TestFolder folder = new();

    private string Target => folder["set"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_class_gets_a_folder_of_its_own_whatever_its_name() =>
        Gen.String[Gen.OneOf(Gen.Char, Gen.Char["aAbB/\\.%: *\"é\u0001"]), 0, 6].Array[1, 12].Sample(names =>
        {
            var folders = PictureFolderFile.ClassFolders(names);
            Assert.Equal(names.Length, folders.Distinct(StringComparer.OrdinalIgnoreCase).Count());
            Assert.All(folders, name => Assert.True(name.Length > 0 && !name.Any(letter => letter < ' ' || "<>:\"/\\|?*".Contains(letter)) && name is not ("." or "..") && !name.EndsWith('.') && !name.EndsWith(' '), name));
        });

    [Fact]
    public void What_was_written_is_read_again_with_class_names_groups_and_marks_of_synthetic_images()
    {
        var random = TestImages.Random(count: 6, channels: 3, height: 8, width: 8);
        var images = TestImages.Mixed(new LabelledImages("x", random.Pixels, [0, 1, 2, 0, 1, 2], 8, 8, 3, ["a, \"b\"", "c/d", "é"], ["g1", "g 2", "g1", "g1", "g,3", "g1"]));
        PictureFolderFile.Write(Target, images, provenance: null);
        var read = DataSetReference.Parse(Target).Load();
        Assert.Equal(images.ClassNames, read.ClassNames);
        Assert.Equal(images.Fingerprint, read.Fingerprint);
        Assert.Equal(images.Groups, read.Groups);
        Assert.Equal(images.IsSynthetic, read.IsSynthetic);
    }

    [Fact]
    public void Parts_are_read_again_as_parts()
    {
        var random = TestImages.Random(count: 6, height: 8, width: 8);
        var images = TestImages.Mixed(new LabelledImages("x", random.Pixels, [0, 1, 2, 0, 1, 2], 8, 8, 1, ["a, \"b\"", "c/d", "train"], ["g1", "g 2", "g1", "g1", "g,3", "g1"]));
        DataSetParts.Write(Target, [(DataSplit.Train, images.Select([0, 1, 2, 4])), (DataSplit.Test, images.Select([3, 5]))], "{}");
        TestImages.AssertEqual(images.Select([0, 1, 2, 4]), DataSetReference.Parse($"{Target}:train").Load());
        TestImages.AssertEqual(images.Select([3, 5]), ClassMatching.InClassesOf(DataSetReference.Parse($"{Target}:test").Load(), images));
        Assert.Equal("{}", File.ReadAllText(Path.Combine(Target, "provenance.json")));
        TestImages.Refused(() => DataSetParts.Write(Target, [(DataSplit.Train, images)]), "new or empty folder");
    }

    [Theory]
    [InlineData("Ankle boot", "Ankle boot")]
    [InlineData("T-shirt/top", "T-shirt%2Ftop")]
    [InlineData("50% off.", "50%25 off%2E")]
    [InlineData("..", "%2E%2E")]
    [InlineData("Öl 😀", "Öl 😀")]
    public void Names_stay_readable(string name, string expected) => Assert.Equal([expected], PictureFolderFile.ClassFolders([name]));

    [Fact]
    public void The_pictures_hold_the_exact_pixels_and_the_index_the_exact_names()
    {
        var random = TestImages.Random(count: 5, channels: 3);
        var images = TestImages.Mixed(new LabelledImages("x", random.Pixels, random.Labels, 4, 3, 3, ["a, \"b\"", "c/d", "é"], ["g1", "g 2", "g1", "g1", "g,3"]));
        PictureFolderFile.Write(Target, images, provenance: "{}");
        Assert.Equal(
            ["path,label,group,source",
             "\"a, %22b%22/real-000000.png\",\"a, \"\"b\"\"\",g1,real",
             "c%2Fd/synthetic-000001.png,c/d,\"g 2\",synthetic",
             "é/real-000002.png,é,g1,real",
             "\"a, %22b%22/synthetic-000003.png\",\"a, \"\"b\"\"\",g1,synthetic",
             "c%2Fd/real-000004.png,c/d,\"g,3\",real"],
            File.ReadAllLines(Path.Combine(Target, "labels.csv")));
        using var picture = SKBitmap.Decode(Path.Combine(Target, "c%2Fd", "synthetic-000001.png"));
        Assert.Equal(images.Image(1).ToArray(), picture.Pixels.SelectMany(p => new[] { p.Red, p.Green, p.Blue }));
        Assert.Equal("{}", File.ReadAllText(Path.Combine(Target, "provenance.json")));
    }

    [Fact]
    public void A_folder_is_replaced_whole_and_only_if_it_is_one_of_ours()
    {
        PictureFolderFile.Write(Target, TestImages.Random(count: 9), null);
        PictureFolderFile.Write(Target, TestImages.Random(count: 2), null);
        Assert.Equal(2, Directory.GetFiles(Target, "*.png", SearchOption.AllDirectories).Length);
        Assert.Equal(["set"], Directory.GetFileSystemEntries(folder.ToString()).Select(Path.GetFileName));
        Directory.CreateDirectory(folder["home"]);
        File.WriteAllText(folder["home/letter.txt"], "dear");
        TestImages.Refused(() => PictureFolderFile.Write(folder["home"], TestImages.Random(), null), "home", "labels.csv", "delete the folder yourself");
        Assert.True(File.Exists(folder["home/letter.txt"]));
    }

    [Fact]
    public void A_folder_with_an_index_like_ours_is_kept_when_it_holds_anything_else()
    {
        PictureFolderFile.Write(Target, TestImages.Mixed(TestImages.Random(count: 3)), "{}");
        PictureFolderFile.Write(Target, TestImages.Mixed(TestImages.Random(count: 3)), "{}");
        var scan = Path.Combine(Target, "scan-17.png");
        File.WriteAllText(scan, "mine");
        TestImages.Refused(() => PictureFolderFile.Write(Target, TestImages.Random(), null), "scan-17.png", "nothing else");
        Assert.Equal("mine", File.ReadAllText(scan));
    }

    [Fact]
    public void What_a_killed_run_left_does_not_get_into_the_folder()
    {
        Directory.CreateDirectory(Path.Combine(folder[".set.partial"], "stale"));
        PictureFolderFile.Write(Target, TestImages.Random(), null);
        Assert.False(Directory.Exists(Path.Combine(Target, "stale")));
    }
}
