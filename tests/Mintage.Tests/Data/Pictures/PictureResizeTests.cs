using CsCheck;
using Mintage.Data;
using Mintage.Data.Pictures;

namespace Mintage.Tests.Data.Pictures;

public sealed class PictureResizeTests
{
    // Computed by hand from the definitions of the filters; rows and columns are resized alike.
    [Theory]
    [InlineData(ResizeFilter.Nearest, new byte[] { 10, 20, 30, 40, 50 }, new byte[] { 10, 30, 50 })] // centres 0.83, 2.5, 4.17
    [InlineData(ResizeFilter.Nearest, new byte[] { 10, 20 }, new byte[] { 10, 10, 20, 20 })]
    [InlineData(ResizeFilter.Box, new byte[] { 0, 1, 200, 100 }, new byte[] { 1, 150 })] // 0.5 is rounded up
    [InlineData(ResizeFilter.Bilinear, new byte[] { 0, 70, 140, 210 }, new byte[] { 50, 160 })] // weights 3/7, 3/7, 1/7 and 1/7, 3/7, 3/7
    [InlineData(ResizeFilter.Bilinear, new byte[] { 0, 100 }, new byte[] { 0, 25, 75, 100 })]
    [InlineData(ResizeFilter.Bicubic, new byte[] { 100, 200 }, new byte[] { 91, 121, 179, 209 })] // weights 1.0882, -0.0882 and 0.7929, 0.2071
    [InlineData(ResizeFilter.Bicubic, new byte[] { 0, 255 }, new byte[] { 0, 53, 202, 255 })] // -22.5 and 277.5 are cut off
    public void Pixels_are_those_of_the_filter(ResizeFilter filter, byte[] input, byte[] expected)
    {
        var row = new Picture(input.Length, 1, 1, input);
        Assert.Equal(expected, PictureResize.Resize(row, new(0, 0, input.Length, 1), expected.Length, 1, filter));
        var column = new Picture(1, input.Length, 1, input);
        Assert.Equal(expected, PictureResize.Resize(column, new(0, 0, 1, input.Length), 1, expected.Length, filter));
    }

    [Fact]
    public void Channels_are_resized_each_by_itself_and_only_within_the_area()
    {
        var picture = new Picture(4, 2, 3, [.. Enumerable.Range(0, 8).SelectMany(i => new byte[] { (byte)i, (byte)(100 + (2 * i)), 200 })]);
        // The lower middle two pixels are 5 and 6: their mean 5.5 is rounded up, 111 is exact.
        Assert.Equal([6, 111, 200], PictureResize.Resize(picture, new(1, 1, 2, 1), 1, 1, ResizeFilter.Box));
    }

    [Fact]
    public void A_picture_of_one_grey_keeps_it_at_every_size() =>
        Gen.Select(Gen.Enum<ResizeFilter>(), Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Byte).Sample((filter, width, height, newWidth, newHeight, value) =>
        {
            var picture = new Picture(width, height, 1, [.. Enumerable.Repeat(value, width * height)]);
            Assert.All(PictureResize.Resize(picture, new(0, 0, width, height), newWidth, newHeight, filter), pixel => Assert.Equal(value, pixel));
        }, iter: 300);

    [Fact]
    public void Crop_keeps_the_middle_pad_the_whole_and_stretch_the_sides()
    {
        // 24 x 8, three squares of 8: 10, 20 and 30.
        var wide = new Picture(24, 8, 1, [.. Enumerable.Range(0, 24 * 8).Select(i => (byte)(10 * (1 + (i % 24 / 8))))]);
        Assert.All(Fit(wide, ImageFit.Crop, 8), pixel => Assert.Equal(20, pixel));

        var stretched = Fit(wide, ImageFit.Stretch, 12);
        for (var y = 0; y < 12; y++) Assert.Equal([10, 10, 10, 10, 20, 20, 20, 20, 30, 30, 30, 30], stretched[(12 * y)..(12 * (y + 1))]);

        // 12 wide are 4 high, with 4 black rows above and below.
        var padded = Fit(wide, ImageFit.Pad, 12);
        for (var y = 0; y < 12; y++) Assert.Equal(y is >= 4 and < 8 ? [10, 10, 10, 10, 20, 20, 20, 20, 30, 30, 30, 30] : new byte[12], padded[(12 * y)..(12 * (y + 1))]);
    }

    [Fact]
    public void An_extreme_aspect_is_never_padded_away() =>
        Assert.Equal(8, Fit(new Picture(1_000, 1, 1, [.. Enumerable.Repeat((byte)9, 1_000)]), ImageFit.Pad, 8).Count(pixel => pixel == 9));

    private static byte[] Fit(Picture picture, ImageFit fit, int size)
    {
        var square = new byte[size * size * picture.Channels];
        PictureFitting.Fit(picture, new ImageImport { Size = size, Fit = fit, Filter = ResizeFilter.Box }, square);
        return square;
    }
}
