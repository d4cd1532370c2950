using Mintage.Data;
using Mintage.Data.Pictures;

namespace Mintage.Tests.Data.Pictures;

public sealed class PictureReaderTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly List<string> said = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Images_are_in_the_order_of_the_names_whatever_is_read_first()
    {
        var list = Pictures(90, i => TestPictures.Grey(4 + (i % 3 * 40), 4 + (i % 3 * 40), (byte)i)); // the large ones take longer
        var images = Read(list, new() { Size = 8 });
        for (var i = 0; i < 90; i++) Assert.All(images.Image(i).ToArray(), pixel => Assert.Equal(i, pixel));
        Assert.Equal(list.Labels, images.Labels);
        Assert.Equal((90, 8, 8, 1), (images.Count, images.Height, images.Width, images.Channels));
        Assert.Empty(said);
    }

    [Fact]
    public void Without_a_size_pictures_keep_their_own()
    {
        var images = Read(Pictures(3, i => TestPictures.Grey(5, 3, (byte)i)), new());
        Assert.Equal((3, 5), (images.Height, images.Width));
    }

    [Fact]
    public void Colours_are_kept_if_one_picture_has_them()
    {
        var list = Pictures(40, i => i == 39 ? TestPictures.Plain(2, 2, 255, 0, 0) : TestPictures.Grey(2, 2, (byte)i));
        var auto = Read(list, new());
        Assert.Equal(3, auto.Channels);
        Assert.Equal([7, 7, 7], auto.Image(7)[..3].ToArray());
        Assert.Equal([255, 0, 0], auto.Image(39)[..3].ToArray());
        var grey = Read(list, new() { Colour = ImageColour.Grey });
        Assert.Equal((1, 76), (grey.Channels, grey.Image(39)[0]));
        Assert.Equal(3, Read(Pictures(2, i => TestPictures.Grey(2, 2, 9)), new() { Colour = ImageColour.Rgb }).Channels);
    }

    [Fact]
    public void All_broken_files_are_told_at_once_the_first_ten_by_name()
    {
        var list = Pictures(14, i => i < 2 ? TestPictures.Grey(8, 8, 1) : i == 2 ? "GIF89a"u8.ToArray() : TestPictures.Grey(8, 8, 1)[..40]);
        File.Delete(folder[list.Paths[3]]);
        var message = Refused(list, new() { Size = 8 });
        foreach (var words in (string[])["'test': 12 of 14 pictures cannot be read", "02.png: it is a GIF", "03.png: there is no such file", "04.png: it is cut short", "11.png", "and 2 more", "--skip-broken"])
            Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.DoesNotContain("12.png", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_files_can_be_left_out_with_their_labels_and_groups()
    {
        var list = Pictures(6, i => i is 1 or 4 ? [1, 2, 3] : TestPictures.Grey(8, 8, (byte)i)) with { Groups = ["a", "b", "c", "d", "e", "f"] };
        var images = Read(list, new() { SkipBroken = true });
        Assert.Equal([0, 2, 3, 5], Enumerable.Range(0, 4).Select(i => (int)images.Image(i)[0]));
        Assert.Equal([0, 0, 1, 1], images.Labels);
        Assert.Equal(["a", "c", "d", "f"], images.Groups);
        Assert.Equal([0, 2, 3, 5], images.Files!.Select(file => Array.IndexOf(list.Paths, file.Path)));
        Assert.All(images.Files!, file => Assert.Equal((8, 8), (file.Width, file.Height)));
        var line = Assert.Single(said);
        Assert.Contains("2 of 6 pictures cannot be read and are left out", line, StringComparison.Ordinal);
        Assert.Contains("1.png", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_left_out_so_far_that_a_class_or_all_would_be_gone()
    {
        var list = Pictures(4, i => i % 2 == 1 ? [1, 2, 3] : TestPictures.Grey(8, 8, 1));
        Assert.Contains("none of class 'odd' can", Refused(list, new() { SkipBroken = true }), StringComparison.Ordinal);
        Assert.Contains("2 of 2 pictures", Refused(Pictures(2, _ => [1, 2, 3]), new() { SkipBroken = true }), StringComparison.Ordinal);
        Assert.Contains("2 of 2 pictures", Refused(Pictures(2, _ => [1, 2, 3]), new() { SkipBroken = true, Size = 8 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_that_are_broken_alike_are_told_in_one_line()
    {
        var alike = Refused(Pictures(30, i => i < 5 ? TestPictures.Grey(8, 8, 1) : i == 5 ? [0] : TestPictures.Grey(8, 8, 1)[..40]), new() { Size = 8 });
        Assert.Equal(3, alike.Split('\n').Length);
        Assert.Contains("- 24 pictures (", alike, StringComparison.Ordinal);
        var all = Refused(Pictures(12, _ => [1, 2, 3]), new() { Size = 8 });
        Assert.Contains("12 of 12 pictures", all, StringComparison.Ordinal);
        Assert.DoesNotContain("--skip-broken", all, StringComparison.Ordinal); // nothing would be left
    }

    [Fact]
    public void Several_sizes_are_told_with_the_commonest_and_a_remedy()
    {
        var list = Pictures(20, i => i == 19 ? [0] : TestPictures.Grey(i < 12 ? 10 : 11 + i, 8, 1));
        var message = Refused(list, new());
        foreach (var words in (string[])[$"one size, but has 8 sizes: 10x8 (12), 23x8 ({list.Paths[12]})", "and 3 more", "--image-size N --fit crop", "19.png"])
            Assert.Contains(words, message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_an_exact_fit_pictures_must_be_square()
    {
        var list = Pictures(4, i => TestPictures.Grey(i == 0 ? 10 : 8, 8, 1));
        var message = Refused(list, new() { Size = 16 });
        Assert.Contains($"but has 10x8 ({list.Paths[0]})", message, StringComparison.Ordinal);
        Assert.Contains("--fit crop", message, StringComparison.Ordinal);
        Assert.Equal(4, Read(list, new() { Size = 16, Fit = ImageFit.Pad }).Count);
    }

    [Theory]
    [InlineData(7, ImageFit.Exact, "between 8 and 256 pixels, but is 7")]
    [InlineData(257, ImageFit.Exact, "between 8 and 256 pixels, but is 257")]
    [InlineData(null, ImageFit.Crop, "the fit 'crop' needs a target size")]
    public void An_import_with_faults_is_refused(int? size, ImageFit fit, string words) =>
        Assert.Contains(words, Refused(Pictures(1, _ => TestPictures.Grey(8, 8, 1)), new() { Size = size, Fit = fit }), StringComparison.Ordinal);

    [Fact]
    public void A_set_that_no_array_can_hold_is_refused_before_anything_is_decoded()
    {
        var one = Pictures(1, _ => [0]);
        var list = one with { Paths = [.. Enumerable.Repeat(one.Paths[0], 40_000)], Labels = new int[40_000], Root = null };
        Assert.Contains("2.4 GiB", Refused(list, new() { Size = 256 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        var list = Pictures(2, _ => TestPictures.Grey(8, 8, 1));
        Assert.ThrowsAny<OperationCanceledException>(() => PictureReader.Read(list, new DataSetLoading { Cancellation = new CancellationToken(canceled: true) }));
    }

    [Fact]
    public void Many_pictures_get_a_line_for_every_tenth_and_few_none()
    {
        Advance(PictureProgress.Silent);
        Assert.Empty(said);
        Advance(3_001);
        Assert.Equal([.. Enumerable.Range(1, 10).Select(i => $"many: {10 * i} % of 3,001 pictures read")], said);
    }

    private void Advance(int total)
    {
        var progress = new PictureProgress("many", total, said.Add, pause: TimeSpan.Zero);
        Parallel.For(0, total, _ => progress.Advance());
    }

    private PictureList Pictures(int count, Func<int, byte[]> content)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"{i:00}.png")];
        for (var i = 0; i < count; i++) TestPictures.Write(folder[names[i]], content(i));
        return PictureList.OfFiles("test", folder.ToString(), names, [.. Enumerable.Range(0, count).Select(i => i % 2)], ["even", "odd"]);
    }

    private LabelledImages Read(PictureList list, ImageImport import) => PictureReader.Read(list, new DataSetLoading { Import = import, Report = said.Add });

    private string Refused(PictureList list, ImageImport import) => Assert.Throws<Mintage.Runtime.UserInputException>(() => Read(list, import)).Message;
}
