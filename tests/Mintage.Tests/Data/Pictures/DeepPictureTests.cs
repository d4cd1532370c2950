using System.Buffers.Binary;
using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;
using Mintage.Data;
using Mintage.Data.Pictures;
using Mintage.Runtime;
using SkiaSharp;

namespace Mintage.Tests.Data.Pictures;

/// <summary>Pictures of 16 bits per channel, and TIFF.</summary>
public sealed class DeepPictureTests
{
    private static readonly ushort[] Ramp = [1000, 1000, 1500, 2000, 2500, 3000];

    [Theory]
    [InlineData(DepthScale.Full, new byte[] { 4, 4, 6, 8, 10, 12 })] // v * 255 / 65535
    [InlineData(DepthScale.Minmax, new byte[] { 0, 0, 64, 128, 191, 255 })] // (v - 1000) * 255 / 2000
    public void Sixteen_bits_become_eight_as_was_said(DepthScale scale, byte[] expected)
    {
        var import = new ImageImport { Scale16Bit = scale };
        Assert.Equal(expected, PictureDecoder.Decode(TestPictures.Png(6, 1, 16, 0, BigEndian(Ramp)), import).Pixels);
        Assert.Equal(expected, PictureDecoder.Decode(Tiff16(6, 1, 1, Ramp), import).Pixels);
    }

    [Fact]
    public void Percentiles_cut_off_the_outermost_hundredth()
    {
        ushort[] samples = [.. Enumerable.Range(0, 200).Select(i => (ushort)(1000 + i)), 0, 60_000];
        samples = [.. samples, .. samples[..^2]]; // 402 samples: 4 lie beyond at each end
        var pixels = PictureDecoder.Decode(TestPictures.Png(201, 2, 16, 0, BigEndian(samples)), new ImageImport { Scale16Bit = DepthScale.Percentile }).Pixels;
        // In order 0, 1000, 1000, 1001, 1001 | ...: the fifth is 1001, the fifth last 1198.
        Assert.Equal([0, 0, 1], pixels[..3]); // 1000, 1001, 1002
        Assert.Equal([255, 255], pixels[198..200]);
        Assert.Equal(Math.Round(99 * 255 / 197.0), pixels[100]);
    }

    [Fact]
    public void One_value_keeps_its_brightness_and_transparent_pixels_decide_no_range()
    {
        var import = new ImageImport { Scale16Bit = DepthScale.Minmax };
        Assert.Equal([128, 128], PictureDecoder.Decode(TestPictures.Png(2, 1, 16, 0, BigEndian([32_896, 32_896])), import).Pixels);
        var hidden = PictureDecoder.Decode(TestPictures.Png(3, 1, 16, 4, BigEndian([100, 65_535, 200, 65_535, 60_000, 0])), import);
        Assert.Equal([0, 255, 0], hidden.Pixels);
        Assert.True(hidden.IsTransparent);
    }

    [Fact]
    public void Colours_share_one_range()
    {
        var picture = PictureDecoder.Decode(TestPictures.Png(2, 1, 16, 2, BigEndian([0, 100, 200, 255, 50, 0])), new ImageImport { Scale16Bit = DepthScale.Minmax });
        Assert.Equal([0, 100, 200, 255, 50, 0], picture.Pixels);
    }

    [Fact]
    public void Rows_with_every_filter_agree_with_another_decoder()
    {
        var random = SeedTree.FromSeed(1).Random();
        var halves = new Half[32 * 40 * 4];
        for (var i = 0; i < halves.Length; i++) halves[i] = i % 4 == 3 ? (Half)1 : (Half)((random.NextDouble() * 0.2) + (i / 4 % 32 / 40.0));
        foreach (var filter in new[] { SKPngEncoderFilterFlags.Sub, SKPngEncoderFilterFlags.Up, SKPngEncoderFilterFlags.Avg, SKPngEncoderFilterFlags.Paeth, SKPngEncoderFilterFlags.AllFilters })
        {
            using var image = SKImage.FromPixelCopy(new SKImageInfo(32, 40, SKColorType.RgbaF16, SKAlphaType.Unpremul), MemoryMarshal.AsBytes(halves.AsSpan()));
            using var pixmap = image.PeekPixels();
            var file = pixmap!.Encode(new SKPngEncoderOptions(filter, 6))!.ToArray();
            Assert.True(DeepPng.Is(file));
            using var other = SKBitmap.Decode(file);
            var mine = PictureDecoder.Decode(file, new ImageImport { Scale16Bit = DepthScale.Full, Colour = ImageColour.Rgb });
            for (var i = 0; i < 32 * 40; i++)
            {
                var pixel = other.GetPixel(i % 32, i / 32);
                // The other decoder cuts the lower bits off; here they are rounded.
                Assert.InRange(mine.Pixels[3 * i] - pixel.Red, -1, 1);
                Assert.InRange(mine.Pixels[(3 * i) + 2] - pixel.Blue, -1, 1);
            }
        }
    }

    [Fact]
    public void An_interlaced_one_is_refused_and_a_cut_or_damaged_one_too()
    {
        var import = new ImageImport { Scale16Bit = DepthScale.Full };
        var whole = TestPictures.Png(6, 1, 16, 0, BigEndian(Ramp));
        byte[] interlaced = [.. whole];
        interlaced[28] = 1;
        Assert.Contains("interlaced", Assert.Throws<PictureException>(() => PictureDecoder.Decode(interlaced, import)).Message, StringComparison.Ordinal);
        NeverFailsOtherwise(whole, import);
        NeverFailsOtherwise(Tiff16(6, 1, 1, Ramp), import);
        NeverFailsOtherwise(Written(16, 16, 8, 3, Compression.LZW, tile: 0), import);
        NeverFailsOtherwise(Written(20, 20, 16, 1, Compression.DEFLATE, tile: 16), import);
    }

    [Theory]
    [InlineData(8, 1, Compression.NONE, 0)]
    [InlineData(8, 3, Compression.LZW, 0)]
    [InlineData(8, 3, Compression.PACKBITS, 16)]
    [InlineData(16, 1, Compression.DEFLATE, 0)]
    [InlineData(16, 3, Compression.LZW, 16)]
    [InlineData(16, 1, Compression.NONE, 16)]
    public void Tiff_is_read_in_strips_and_tiles_packed_or_not(int bits, int channels, Compression packing, int tile)
    {
        var picture = PictureDecoder.Decode(Written(20, 18, bits, channels, packing, tile), new ImageImport { Scale16Bit = DepthScale.Full });
        Assert.Equal((20, 18, channels), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal(Pattern(20, 18, channels), picture.Pixels);
    }

    [Fact]
    public void Sizes_that_differ_and_16_bits_are_refused_together_and_square_pictures_need_no_fit()
    {
        using var folder = new TestFolder();
        TestPictures.Write(folder["d/a/1.png"], TestPictures.Grey(4, 4, 9));
        TestPictures.Write(folder["d/b/2.png"], TestPictures.Png(8, 8, 16, 0, new byte[128]));
        TestPictures.Write(folder["d/b/3.tif"], Tiff16(4, 4, 1, new ushort[16]));
        var message = Assert.Throws<UserInputException>(() => DataSetReference.Parse(folder["d"]).Load()).Message;
        Assert.Contains("--image-size N (", message, StringComparison.Ordinal);
        Assert.DoesNotContain("--fit", message, StringComparison.Ordinal);
        Assert.Contains("--scale-16bit", message, StringComparison.Ordinal);
        Assert.Contains("2 of 3 pictures", message, StringComparison.Ordinal);
        TestPictures.Write(folder["d/a/1.png"], TestPictures.Grey(4, 5, 9));
        Assert.Contains("--fit crop", Assert.Throws<UserInputException>(() => DataSetReference.Parse(folder["d"]).Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tiff_of_other_numbers_pages_or_turns_is_told_apart()
    {
        Assert.Equal([255, 253], PictureDecoder.Decode(Tiff16(2, 1, 1, [0, 514], photometric: 0), new ImageImport { Scale16Bit = DepthScale.Full }).Pixels); // white is zero
        var turned = Tiff16(2, 1, 1, [0, 514], orientation: 6);
        Assert.Equal((1, 2), PictureDecoder.Size(new MemoryStream(turned)));
        Assert.Equal((1, 2), (PictureDecoder.Decode(turned, new ImageImport { Scale16Bit = DepthScale.Full }).Width, 2));
        Refused("signed numbers of 16 bits", Tiff16(2, 1, 1, [0, 514], format: 2));
        Refused("--scale-16bit", Tiff16(2, 1, 1, [0, 514]), new ImageImport());
        Refused("several pages", Tiff16(2, 1, 1, [0, 514], next: 8));
        Refused("unusual way", Tiff16(2, 1, 1, [0, 514], photometric: 6));
        Refused("print (CMYK)", Tiff16(2, 1, 1, [0, 514], photometric: 5));
    }

    [Fact]
    public void Dicom_is_refused_with_the_way_to_convert_it()
    {
        byte[] dicom = [.. new byte[128], .. "DICM"u8, .. new byte[40]];
        Refused("dcm2pnm --write-16-bit-png", dicom);
        Assert.True(PictureSignature.IsDicom(dicom));
    }

    private static void Refused(string words, byte[] file, ImageImport? import = null) => Assert.Contains(
        words, Assert.Throws<PictureException>(() => PictureDecoder.Decode(file, import ?? new ImageImport { Scale16Bit = DepthScale.Full })).Message, StringComparison.Ordinal);

    private static void NeverFailsOtherwise(byte[] whole, ImageImport import)
    {
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var flip in (byte[])[0x01, 0xff])
            {
                byte[] damaged = [.. whole];
                damaged[at] ^= flip;
                foreach (var file in new[] { damaged, whole[..at] })
                {
                    try { _ = PictureDecoder.Decode(file, import); }
                    catch (PictureException) { }
                }
            }
        }
    }

    private static byte[] BigEndian(ushort[] samples) => [.. samples.SelectMany(v => new[] { (byte)(v >> 8), (byte)v })];

    private static byte[] Pattern(int width, int height, int channels) =>
        [.. Enumerable.Range(0, width * height * channels).Select(i => (byte)(channels == 1 ? i % 251 : (i / channels % 200) + (40 * (i % channels / 2))))];

    /// <summary>An uncompressed TIFF of 16 bits, byte for byte: header, one directory, one strip.</summary>
    internal static byte[] Tiff16(int width, int height, int channels, ushort[] samples, int photometric = 1, int format = 1, int orientation = 1, int next = 0)
    {
        (ushort Tag, int Value)[] entries =
        [
            (256, width), (257, height), (258, 16), (259, 1), (262, photometric), (273, 8 + 2 + (12 * 11) + 4), (274, orientation), (277, channels), (278, height), (279, 2 * samples.Length), (339, format),
        ];
        var file = new byte[8 + 2 + (12 * entries.Length) + 4 + (2 * samples.Length)];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 8);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(8), (short)entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var at = file.AsSpan(10 + (12 * i));
            BinaryPrimitives.WriteUInt16LittleEndian(at, entries[i].Tag);
            BinaryPrimitives.WriteInt16LittleEndian(at[2..], (short)(entries[i].Tag is 273 or 279 ? 4 : 3)); // long or short
            BinaryPrimitives.WriteInt32LittleEndian(at[4..], 1);
            BinaryPrimitives.WriteInt32LittleEndian(at[8..], entries[i].Value);
        }
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10 + (12 * entries.Length)), next);
        MemoryMarshal.AsBytes(samples.AsSpan()).CopyTo(file.AsSpan(file.Length - (2 * samples.Length)));
        return file;
    }

    /// <summary>A TIFF of the pattern, as LibTiff.NET writes it. 16 bits are the 8 bits times 257.</summary>
    internal static byte[] Written(int width, int height, int bits, int channels, Compression packing, int tile)
    {
        using var stream = new MemoryStream();
        using (var tiff = Tiff.ClientOpen("test", "w", stream, new TiffStream()))
        {
            tiff.SetField(TiffTag.IMAGEWIDTH, width);
            tiff.SetField(TiffTag.IMAGELENGTH, height);
            tiff.SetField(TiffTag.BITSPERSAMPLE, bits);
            tiff.SetField(TiffTag.SAMPLESPERPIXEL, channels);
            tiff.SetField(TiffTag.PHOTOMETRIC, channels == 1 ? Photometric.MINISBLACK : Photometric.RGB);
            tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
            tiff.SetField(TiffTag.COMPRESSION, packing);
            var pattern = Pattern(width, height, channels);
            if (tile == 0)
            {
                tiff.SetField(TiffTag.ROWSPERSTRIP, 4);
                for (var y = 0; y < height; y++) tiff.WriteScanline(Bytes(pattern[(y * width * channels)..((y + 1) * width * channels)], bits), y);
            }
            else
            {
                tiff.SetField(TiffTag.TILEWIDTH, tile);
                tiff.SetField(TiffTag.TILELENGTH, tile);
                for (var top = 0; top < height; top += tile)
                {
                    for (var left = 0; left < width; left += tile)
                    {
                        var part = new byte[tile * tile * channels];
                        for (var y = 0; y < Math.Min(tile, height - top); y++)
                            pattern.AsSpan((((top + y) * width) + left) * channels, Math.Min(tile, width - left) * channels).CopyTo(part.AsSpan(y * tile * channels));
                        tiff.WriteTile(Bytes(part, bits), left, top, 0, 0);
                    }
                }
            }
            tiff.WriteDirectory();
            return stream.ToArray();
        }
    }

    private static byte[] Bytes(byte[] values, int bits) => bits == 8 ? values : [.. values.SelectMany(v => new[] { v, v })];
}
