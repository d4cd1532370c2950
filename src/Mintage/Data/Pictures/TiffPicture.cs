using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;
using SkiaSharp;

namespace Mintage.Data.Pictures;

/// <summary>Decodes TIFF of one page: up to 8 bits per channel of any kind that LibTiff.NET knows, or 16 unsigned bits
/// of grey or colours.</summary>
internal static class TiffPicture
{
    private const int Deep = 16, LargestTile = 4096;

    /// <summary>What the compressions of TIFF shrink at most, and what a small file may unpack to anyway.</summary>
    private const long MostInflation = 1_100, AnyPicture = 8L << 20;

    static TiffPicture() => Tiff.SetErrorHandler(new Silent()); // it would write to the console

    /// <exception cref="PictureException">Says what cannot be read.</exception>
    public static StoredPixels Decode(byte[] file, DepthScale? scale) => With(file, tiff =>
    {
        var (width, height) = (Number(tiff, TiffTag.IMAGEWIDTH), Number(tiff, TiffTag.IMAGELENGTH));
        PictureDecoder.RequireSize(width, height);
        var bits = Number(tiff, TiffTag.BITSPERSAMPLE);
        RequireKnown(tiff, bits);
        RequireFits(tiff, file.Length, width, height);
        if (tiff.IsTiled())
            RequireFits(tiff, file.Length, Number(tiff, TiffTag.TILEWIDTH), Number(tiff, TiffTag.TILELENGTH));
        var origin = Origin(tiff);
        var rgba = bits == Deep
            ? DeepPixels.ToRgba(Samples(tiff, width, height, scale), Number(tiff, TiffTag.SAMPLESPERPIXEL), scale)
            : Shallow(tiff, width, height);
        return new StoredPixels(rgba, width, height, origin);
    });

    /// <summary>Reads the upright width and height.</summary>
    /// <exception cref="PictureException">The file is damaged.</exception>
    public static (int Width, int Height) Size(Stream stream) => With(Content(stream), tiff =>
    {
        var (width, height) = (Number(tiff, TiffTag.IMAGEWIDTH), Number(tiff, TiffTag.IMAGELENGTH));
        return PictureDecoder.IsTurned(Origin(tiff)) ? (height, width) : (width, height);
    });

    /// <summary>Whether it has 16 bits per channel.</summary>
    /// <exception cref="PictureException">The file is damaged.</exception>
    public static bool IsDeep(Stream stream) =>
        With(Content(stream), tiff => Number(tiff, TiffTag.BITSPERSAMPLE) == Deep);

    private static byte[] Content(Stream stream)
    {
        stream.Position = 0;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static T With<T>(byte[] file, Func<Tiff, T> read)
    {
        if (!TiffDirectory.Fits(file)) throw Unreadable();
        try
        {
            using var tiff =
                Tiff.ClientOpen("picture", "r", new MemoryStream(file), new TiffStream()) ?? throw Unreadable();
            return read(tiff);
        }
        // A damaged file can make the library fail in any way.
        catch (Exception e) when (e is not (PictureException or IOException or UnauthorizedAccessException))
        {
            throw Unreadable();
        }
    }

    private static void RequireKnown(Tiff tiff, int bits)
    {
        if (tiff.IsTiled()
            && Math.Max(Number(tiff, TiffTag.TILEWIDTH), Number(tiff, TiffTag.TILELENGTH)) is < 1 or > LargestTile)
            throw Unreadable(); // a small file may claim much memory
        if (!tiff.LastDirectory())
            throw new PictureException("it has several pages; save those that you want as pictures of their own");
        var form = (SampleFormat)Number(tiff, TiffTag.SAMPLEFORMAT);
        if (form is not (SampleFormat.UINT or SampleFormat.VOID) || bits is > 8 and not Deep)
            throw new PictureException(
                $"it has {(form == SampleFormat.IEEEFP ? "floating-point" : form == SampleFormat.INT ? "signed" : "")} "
                + $"numbers of {bits} bits; convert it to unsigned numbers of 8 or 16 bits");
        var colours = (Photometric)Number(tiff, TiffTag.PHOTOMETRIC);
        if (colours == Photometric.SEPARATED)
            throw new PictureException("its colours are for print (CMYK); convert it to RGB");
        if (bits == Deep && (colours is not (Photometric.MINISBLACK or Photometric.MINISWHITE or Photometric.RGB)
            || Number(tiff, TiffTag.SAMPLESPERPIXEL) is < 1 or > 4
            || (PlanarConfig)Number(tiff, TiffTag.PLANARCONFIG) != PlanarConfig.CONTIG))
            throw new PictureException(
                "its 16 bits per channel are stored in an unusual way; save it as PNG of 16 bits");
    }

    /// <summary>Refuses what a file of this length cannot hold: LibTiff would reserve gigabytes for it.</summary>
    private static void RequireFits(Tiff tiff, long length, long width, long height)
    {
        const int BytesOfRgba = 4;
        var samples = Math.Max(
            BytesOfRgba, Number(tiff, TiffTag.SAMPLESPERPIXEL) * ((Number(tiff, TiffTag.BITSPERSAMPLE) + 7L) / 8));
        if (width * height * samples > AnyPicture + (length * MostInflation)) throw Unreadable();
    }

    private static byte[] Shallow(Tiff tiff, int width, int height)
    {
        tiff.SetField(TiffTag.ORIENTATION, Orientation.TOPLEFT); // it is turned later, as other pictures are
        var packed = new int[width * height];
        if (!tiff.ReadRGBAImageOriented(width, height, packed, Orientation.TOPLEFT, true)) throw Unreadable();
        var rgba = new byte[4 * packed.Length];
        for (var i = 0; i < packed.Length; i++)
        {
            var alpha = Tiff.GetA(packed[i]);
            rgba[4 * i] = Unmultiplied(Tiff.GetR(packed[i]), alpha);
            rgba[(4 * i) + 1] = Unmultiplied(Tiff.GetG(packed[i]), alpha);
            rgba[(4 * i) + 2] = Unmultiplied(Tiff.GetB(packed[i]), alpha);
            rgba[(4 * i) + 3] = (byte)alpha;
        }
        return rgba;
    }

    private static byte Unmultiplied(int value, int alpha) =>
        alpha is 0 or byte.MaxValue
            ? (byte)value
            : (byte)Math.Min(byte.MaxValue, ((value * 255) + (alpha / 2)) / alpha);

    /// <summary>Samples of 16 bits, [height, width, channels] row-major.</summary>
    private static ushort[] Samples(Tiff tiff, int width, int height, DepthScale? scale)
    {
        if (scale is null) throw DeepPixels.Unsaid();
        var row = width * Number(tiff, TiffTag.SAMPLESPERPIXEL);
        var samples = new ushort[checked(row * height)];
        if (tiff.IsTiled()) ReadTiles(tiff, samples, row, height);
        else
        {
            var line = new byte[Math.Max(tiff.ScanlineSize(), row * sizeof(ushort))];
            for (var y = 0; y < height; y++)
            {
                if (!tiff.ReadScanline(line, y)) throw Unreadable();
                MemoryMarshal.Cast<byte, ushort>(line)[..row].CopyTo(samples.AsSpan(y * row));
            }
        }
        if ((Photometric)Number(tiff, TiffTag.PHOTOMETRIC) == Photometric.MINISWHITE)
            for (var i = 0; i < samples.Length; i++) samples[i] = (ushort)~samples[i];
        return samples;
    }

    private static void ReadTiles(Tiff tiff, ushort[] samples, int row, int height)
    {
        var channels = Number(tiff, TiffTag.SAMPLESPERPIXEL);
        var (across, down) = (Number(tiff, TiffTag.TILEWIDTH) * channels, Number(tiff, TiffTag.TILELENGTH));
        var tile = new byte[Math.Max(tiff.TileSize(), checked(across * down * sizeof(ushort)))];
        for (var top = 0; top < height; top += down)
        {
            for (var left = 0; left < row; left += across)
            {
                if (tiff.ReadTile(tile, 0, left / channels, top, 0, 0) < 0) throw Unreadable();
                for (var y = 0; y < Math.Min(down, height - top); y++)
                    MemoryMarshal.Cast<byte, ushort>(tile).Slice(y * across, Math.Min(across, row - left))
                        .CopyTo(samples.AsSpan(((top + y) * row) + left));
            }
        }
    }

    private static SKEncodedOrigin Origin(Tiff tiff) =>
        Number(tiff, TiffTag.ORIENTATION) is >= 1 and <= 8 and var turned
            ? (SKEncodedOrigin)turned
            : SKEncodedOrigin.TopLeft;

    private static int Number(Tiff tiff, TiffTag tag) =>
        tiff.GetFieldDefaulted(tag) is [var value, ..] ? value.ToInt() : throw Unreadable();

    private static PictureException Unreadable() =>
        new("it is damaged, cut short, or a TIFF of a kind that Mintage cannot read; save it as PNG");

    private sealed class Silent : TiffErrorHandler
    {
        public override void ErrorHandler(Tiff tif, string method, string format, params object[] args) { }

        public override void ErrorHandlerExt(
            Tiff tif, object clientData, string method, string format, params object[] args)
        { }

        public override void WarningHandler(Tiff tif, string method, string format, params object[] args) { }

        public override void WarningHandlerExt(
            Tiff tif, object clientData, string method, string format, params object[] args)
        { }
    }
}
