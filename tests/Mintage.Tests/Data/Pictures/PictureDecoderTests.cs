using Mintage.Data;
using Mintage.Data.Pictures;
using Mintage.Runtime;
using SkiaSharp;

namespace Mintage.Tests.Data.Pictures;

public sealed class PictureDecoderTests
{
    private const int Width = 8, Height = 3;

    private static readonly byte[] Noise = Random(Width * Height * 3);

    public static TheoryData<string> Kinds => [.. Files().Keys];

    [Theory]
    [InlineData("PNG")]
    [InlineData("BMP")]
    [InlineData("WebP")]
    public void Formats_without_loss_give_the_pixels_back(string kind)
    {
        var picture = PictureDecoder.Decode(Files()[kind]);
        Assert.Equal((Width, Height, 3), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal(Noise, picture.Pixels);
    }

    [Fact]
    public void A_jpeg_is_near_to_what_was_compressed()
    {
        byte[] ramp = [.. Enumerable.Range(0, 256).Select(i => (byte)(i / 16 * 16))];
        var picture = PictureDecoder.Decode(TestPictures.Jpeg(16, 16, ramp));
        Assert.Equal((16, 16, 1), (picture.Width, picture.Height, picture.Channels));
        // Quality 100: steps of 1 in the coefficients, so a few grey levels at most.
        Assert.All(picture.Pixels.Zip(ramp), pair => Assert.InRange(pair.First - pair.Second, -3, 3));
    }

    [Fact]
    public void Equal_red_green_and_blue_are_grey()
    {
        Assert.Equal(1, PictureDecoder.Decode(TestPictures.Plain(2, 2, 90, 90, 90)).Channels);
        Assert.Equal(3, PictureDecoder.Decode(TestPictures.Plain(2, 2, 90, 90, 91)).Channels);
        Assert.Equal([7, 8], PictureDecoder.Decode(TestPictures.Grey(2, 1, [7, 8])).Pixels);
    }

    [Fact]
    public void Grey_weighs_the_colours_as_itu_601_does_and_greys_stay_what_they_are()
    {
        Assert.Equal([76], new Picture(1, 1, 3, [255, 0, 0]).WithChannels(1).Pixels);
        Assert.Equal([150], new Picture(1, 1, 3, [0, 255, 0]).WithChannels(1).Pixels);
        Assert.Equal([29], new Picture(1, 1, 3, [0, 0, 255]).WithChannels(1).Pixels);
        for (var v = 0; v < 256; v++)
        {
            var colour = new Picture(1, 1, 1, [(byte)v]).WithChannels(3);
            Assert.Equal([(byte)v], colour.WithChannels(1).Pixels);
        }
    }

    [Fact]
    public void What_is_transparent_lies_on_black()
    {
        // Value and alpha of four pixels; 200 * 128 / 255 = 100.4.
        var grey = PictureDecoder.Decode(TestPictures.Png(4, 1, 8, 4, [200, 255, 200, 128, 200, 0, 255, 1]));
        Assert.Equal((1, 4), (grey.Channels, grey.Width));
        Assert.Equal([200, 100, 0, 1], grey.Pixels);
        var colour = PictureDecoder.Decode(TestPictures.Png(2, 1, 8, 6, [200, 100, 0, 255, 250, 0, 0, 0]));
        Assert.Equal([200, 100, 0, 0, 0, 0], colour.Pixels);
    }

    [Fact]
    public void Another_background_lies_under_what_is_transparent_and_bars()
    {
        byte[] png = TestPictures.Png(4, 1, 8, 4, [200, 255, 200, 128, 200, 0, 255, 1]);
        var white = PictureDecoder.Decode(png, new ImageImport { Background = "white" });
        Assert.Equal([200, 227, 255, 255], white.Pixels); // 200 * 128/255 + 255 * 127/255 = 227.4
        Assert.True(white.IsTransparent);
        var red = PictureDecoder.Decode(png, new ImageImport { Background = "#FF0000" });
        Assert.Equal([200, 200, 200, 227, 100, 100, 255, 0, 0, 255, 1, 1], red.Pixels); // grey on red has colours
        Assert.False(PictureDecoder.Decode(TestPictures.Grey(2, 1, [7, 8])).IsTransparent);
        var square = new byte[8 * 8 * 3];
        PictureFitting.Fit(new Picture(8, 2, 3, new byte[48]), new ImageImport { Size = 8, Fit = ImageFit.Pad, Background = "#0102fe" }, square);
        Assert.Equal([1, 2, 254], square[..3]);
        Assert.Equal([0, 0, 0], square[(3 * 8 * 3)..((3 * 8 * 3) + 3)]);
    }

    // Where the first and last pixel of the first row and the first of the last row are seen: EXIF says on which sides
    // row 0 and column 0 are (1: top, left; 2: top, right; 3: bottom, right; 4: bottom, left; 5: left, top; 6: right, top;
    // 7: right, bottom; 8: left, bottom).
    [Theory]
    [InlineData(1, "top left", "top right", "bottom left")]
    [InlineData(2, "top right", "top left", "bottom right")]
    [InlineData(3, "bottom right", "bottom left", "top right")]
    [InlineData(4, "bottom left", "bottom right", "top left")]
    [InlineData(5, "top left", "bottom left", "top right")]
    [InlineData(6, "top right", "bottom right", "top left")]
    [InlineData(7, "bottom right", "top right", "bottom left")]
    [InlineData(8, "bottom left", "top left", "bottom right")]
    public void A_picture_is_turned_as_its_orientation_says(byte orientation, string first, string endOfRow, string lastRow)
    {
        // Blocks of 8 x 8 of one grey each survive the compression: 2 columns and 3 rows of 40, 80, ... 240.
        byte[] blocks = [.. Enumerable.Range(0, 16 * 24).Select(i => (byte)(40 * (1 + (i / 16 / 8 * 2) + (i % 16 / 8))))];
        byte[] colours = [.. blocks.SelectMany(grey => new[] { grey, grey, (byte)(grey + 1) })];
        byte[][] files =
        [
            TestPictures.Turned(TestPictures.Jpeg(16, 24, blocks), orientation),
            TestPictures.Turned(TestPictures.Grey(16, 24, blocks), orientation),
            TestPictures.Turned(TestPictures.Colour(16, 24, colours), orientation, isLate: true),
            TestPictures.Turned(TestPictures.Colour(16, 24, colours, SKEncodedImageFormat.Webp), orientation),
        ];
        Assert.All(files, file =>
        {
            var picture = PictureDecoder.Decode(file);
            var size = orientation < 5 ? (16, 24) : (24, 16);
            Assert.Equal(size, (picture.Width, picture.Height));
            Assert.Equal(size, PictureDecoder.Size(new MemoryStream(file)));
            Assert.InRange(Corner(picture, first), 38, 42);
            Assert.InRange(Corner(picture, endOfRow), 78, 82);
            Assert.InRange(Corner(picture, lastRow), 198, 202);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void An_orientation_that_means_nothing_turns_nothing(byte orientation) =>
        Assert.Equal([7, 8], PictureDecoder.Decode(TestPictures.Turned(TestPictures.Grey(2, 1, [7, 8]), orientation)).Pixels);

    [Fact]
    public void What_would_lose_bits_or_frames_is_refused_with_what_to_do()
    {
        Refused("--scale-16bit full, minmax or percentile", TestPictures.Png(2, 1, 16, 0, [0, 1, 2, 3]));
        Refused("an animation", TestPictures.Png(2, 1, 8, 0, [1, 2], ("acTL", [0, 0, 0, 2, 0, 0, 0, 0])));
        Assert.Equal([1, 2], PictureDecoder.Decode(TestPictures.Png(2, 1, 8, 0, [1, 2], ("acTL", [0, 0, 0, 1, 0, 0, 0, 0]))).Pixels);
        Refused("CMYK", WithFrame(TestPictures.Jpeg(8, 8, new byte[64]), 7, 4));
        Refused("12 bits per channel", WithFrame(TestPictures.Jpeg(8, 8, new byte[64]), 2, 12));
        Refused("an animation", Animation());
    }

    [Theory]
    [InlineData("GIF89a", "it is a GIF")]
    [InlineData("II*\0", "a TIFF of a kind that Mintage cannot read")]
    [InlineData("\0\0\0\x1c" + "ftypheic", "it is a HEIC picture")]
    [InlineData("\0\0\0\x1c" + "ftypavif", "it is an AVIF picture")]
    [InlineData("8BPS", "it is a Photoshop file")]
    [InlineData("hello", "not a PNG")]
    [InlineData("", "it is empty")]
    public void Other_files_are_called_what_they_are(string content, string words)
    {
        byte[] file = [.. content.Select(c => (byte)c)];
        Refused(words, file);
        Assert.Contains(words, Assert.Throws<PictureException>(() => PictureDecoder.Size(new MemoryStream(file))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_that_is_cut_anywhere_is_refused(string kind)
    {
        var whole = Files()[kind];
        _ = PictureDecoder.Decode(whole);
        for (var length = 0; length < whole.Length; length++) Assert.Throws<PictureException>(() => PictureDecoder.Decode(whole[..length]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_damaged_file_gives_a_picture_or_a_reason_and_nothing_else(string kind)
    {
        var whole = Files()[kind];
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var flip in (byte[])[0x01, 0xff])
            {
                byte[] damaged = [.. whole];
                damaged[at] ^= flip;
                try { _ = PictureDecoder.Decode(damaged); }
                catch (PictureException) { }
            }
        }
    }

    [Fact]
    public void A_small_file_cannot_claim_all_memory()
    {
        var file = TestPictures.Bmp(1, 1, [0, 0, 0]);
        (file[19], file[20], file[23], file[24]) = (0, 1, 0, 1); // 65,537 x 65,537
        Assert.Throws<PictureException>(() => PictureDecoder.Decode(file));
    }

    private static Dictionary<string, byte[]> Files() => new()
    {
        ["PNG"] = TestPictures.Colour(Width, Height, Noise),
        ["PNG with EXIF"] = TestPictures.Turned(TestPictures.Colour(Width, Height, Noise), 6),
        ["BMP"] = TestPictures.Bmp(Width, Height, Noise),
        ["WebP"] = TestPictures.Colour(Width, Height, Noise, SKEncodedImageFormat.Webp),
        ["JPEG"] = TestPictures.Colour(Width, Height, Noise, SKEncodedImageFormat.Jpeg),
    };

    private static void Refused(string words, byte[] file) =>
        Assert.Contains(words, Assert.Throws<PictureException>(() => PictureDecoder.Decode(file)).Message, StringComparison.Ordinal);

    private static int Corner(Picture picture, string where)
    {
        var y = where.StartsWith("top", StringComparison.Ordinal) ? 2 : picture.Height - 3;
        var x = where.EndsWith("left", StringComparison.Ordinal) ? 2 : picture.Width - 3;
        return picture.Pixels[((y * picture.Width) + x) * picture.Channels];
    }

    /// <summary>Changes a byte of a JPEG's frame header: 2 holds the bits, 7 the number of components.</summary>
    private static byte[] WithFrame(byte[] jpeg, int offset, byte value)
    {
        byte[] changed = [.. jpeg];
        changed[changed.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]) + 2 + offset] = value;
        return changed;
    }

    /// <summary>A WebP of two frames, put together from a single one.</summary>
    private static byte[] Animation()
    {
        var image = Files()["WebP"][12..]; // its VP8L chunk
        byte[] frame = [0, 0, 0, 0, 0, 0, Width - 1, 0, 0, Height - 1, 0, 0, 100, 0, 0, 0, .. image];
        byte[] body =
        [
            .. "WEBP"u8,
            .. "VP8X"u8, 10, 0, 0, 0, 2, 0, 0, 0, Width - 1, 0, 0, Height - 1, 0, 0,
            .. "ANIM"u8, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            .. "ANMF"u8, .. BitConverter.GetBytes(frame.Length), .. frame,
            .. "ANMF"u8, .. BitConverter.GetBytes(frame.Length), .. frame,
        ];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Length), .. body];
    }

    private static byte[] Random(int count)
    {
        var random = SeedTree.FromSeed(5).Random();
        return [.. Enumerable.Range(0, count).Select(_ => (byte)random.NextInt32(256))];
    }
}
