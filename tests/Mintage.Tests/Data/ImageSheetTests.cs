using Mintage.Data;
using SkiaSharp;

namespace Mintage.Tests.Data;

public sealed class ImageSheetTests
{
    private const int Margin = 6, Gap = 2;

    [Fact]
    public void Every_pixel_of_a_grid_is_where_it_belongs()
    {
        var images = TestImages.Random(count: 5, height: 3, width: 2, channels: 3);
        using var sheet = SKBitmap.Decode(ImageSheet.Grid(images, columns: 2, scale: 3));
        Assert.Equal(((2 * Margin) + (2 * 6) + Gap, (2 * Margin) + (3 * 9) + (2 * Gap)), (sheet.Width, sheet.Height));
        for (var i = 0; i < images.Count; i++)
        {
            for (var at = 0; at < 54; at++) // the 6 x 9 dots of an image
            {
                var (y, x) = Math.DivRem(at, 6);
                var pixel = images.Image(i).Slice(((y / 3 * 2) + (x / 3)) * 3, 3);
                Assert.Equal(new SKColor(pixel[0], pixel[1], pixel[2]), sheet.GetPixel(Margin + (i % 2 * (6 + Gap)) + x, Margin + (i / 2 * (9 + Gap)) + y));
            }
        }
        Assert.Equal(SKColors.White, sheet.GetPixel(Margin + 6, Margin));
        Assert.Equal(SKColors.White, sheet.GetPixel(0, 0));
    }

    [Fact]
    public void Classes_have_a_row_each_with_their_first_images()
    {
        var images = new LabelledImages("x", [10, 20, 30, 40, 50], [2, 0, 2, 2, 0], 1, 1, 1, ["a", "bb", "c"]);
        using var sheet = SKBitmap.Decode(ImageSheet.ByClass(images, columns: 2, scale: 8));
        var left = sheet.Width - Margin - 16 - Gap;
        byte[][] rows = [.. Enumerable.Range(0, 3).Select(row => new[] { sheet.GetPixel(left, Margin + (row * 10)).Red, sheet.GetPixel(left + 10, Margin + (row * 10)).Red })];
        Assert.Equal([[20, 50], [255, 255], [10, 30]], rows);
        Assert.Contains(Enumerable.Range(0, left), x => sheet.GetPixel(x, Margin + 3).Red < 255);
    }

    [Fact]
    public void Two_sets_stand_side_by_side_with_a_gap_between()
    {
        var left = new LabelledImages("x", [10, 20, 30], [0, 1, 0], 1, 1, 1, ["a", "b"]);
        var right = new LabelledImages("y", [40, 50, 60, 70], [1, 1, 1, 0], 1, 1, 1, ["a", "b"]);
        using var sheet = SKBitmap.Decode(ImageSheet.Beside(left, right, columns: 2, classes: 9));
        var at = sheet.Width - Margin - (5 * 4) - (4 * Gap); // two, the gap, two; a pixel becomes four
        byte[][] rows = [.. Enumerable.Range(0, 2).Select(row => Enumerable.Range(0, 5)
            .Select(column => sheet.GetPixel(at + (column * (4 + Gap)), Margin + (row * (4 + Gap))).Red).ToArray())];
        Assert.Equal([[10, 30, 255, 70, 255], [20, 255, 255, 40, 60]], rows);
    }

    [Fact]
    public void An_overview_shows_each_class_from_first_to_last()
    {
        var images = new LabelledImages("x", [.. Enumerable.Range(0, 24).Select(i => (byte)(10 * i))], [.. Enumerable.Range(0, 24).Select(i => i == 20 ? 1 : 0)], 1, 1, 1, ["a", "b"]);
        using var sheet = SKBitmap.Decode(ImageSheet.Overview(images));
        var left = sheet.Width - Margin - (11 * (4 + Gap)) - 4; // a pixel becomes at most four
        int[] first = [.. Enumerable.Range(0, 12).Select(i => sheet.GetPixel(left + (i * (4 + Gap)), Margin).Red / 10)];
        Assert.Equal([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 21, 23], first);
        Assert.Equal(200, sheet.GetPixel(left, Margin + 4 + Gap).Red);
    }

    [Fact]
    public void Equal_sets_give_equal_sheets() =>
        Assert.Equal(ImageSheet.ByClass(TestImages.Random()), ImageSheet.ByClass(TestImages.Random()));

    [Fact]
    public void Names_of_any_letters_and_length_are_shown()
    {
        var images = new LabelledImages("x", new byte[48], [0, 1, 2], 4, 4, 1, ["", "Öl 😀", new string('w', 100)]);
        using var sheet = SKBitmap.Decode(ImageSheet.ByClass(images, scale: 1));
        Assert.InRange(sheet.Width, 90, 130);
    }

    [Fact]
    public void A_sheet_needs_images_and_room()
    {
        Assert.Throws<ArgumentException>(() => ImageSheet.Grid(TestImages.Random().Select([])));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageSheet.Grid(TestImages.Random(), columns: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageSheet.ByClass(TestImages.Random(), columns: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageSheet.ByClass(TestImages.Random(), scale: 0));
    }
}
