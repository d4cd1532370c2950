using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ICSharpCode.SharpZipLib.Checksum;
using SkiaSharp;

namespace Mintage.Tests.Data.Pictures;

/// <summary>Picture files for tests.</summary>
internal static class TestPictures
{
    /// <summary>A PNG of one grey.</summary>
    public static byte[] Grey(int width, int height, byte value) => Grey(width, height, Enumerable.Repeat(value, width * height).ToArray());

    /// <summary>A PNG of these greys.</summary>
    public static byte[] Grey(int width, int height, byte[] pixels) => Encode(SKColorType.Gray8, width, height, pixels);

    /// <summary>A file of red, green and blue; compressed without loss, except as JPEG.</summary>
    public static byte[] Colour(int width, int height, byte[] rgb, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        var four = new byte[width * height * 4];
        Array.Fill(four, byte.MaxValue); // WebP keeps the alpha of opaque pictures too
        for (var i = 0; i < width * height; i++) rgb.AsSpan(3 * i, 3).CopyTo(four.AsSpan(4 * i));
        return Encode(SKColorType.Rgba8888, width, height, four, format);
    }

    /// <summary>A colour PNG of one colour.</summary>
    public static byte[] Plain(int width, int height, byte red, byte green, byte blue) =>
        Colour(width, height, [.. Enumerable.Repeat(new[] { red, green, blue }, width * height).SelectMany(c => c)]);

    /// <summary>A JPEG of these greys, near to them.</summary>
    public static byte[] Jpeg(int width, int height, byte[] pixels) => Encode(SKColorType.Gray8, width, height, pixels, SKEncodedImageFormat.Jpeg);

    /// <summary>A BMP of 24 bits per pixel, bottom row first.</summary>
    public static byte[] Bmp(int width, int height, byte[] rgb)
    {
        var stride = ((3 * width) + 3) / 4 * 4;
        var file = new byte[54 + (stride * height)];
        (file[0], file[1], file[10], file[14], file[26], file[28]) = ((byte)'B', (byte)'M', 54, 40, 1, 24);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var c = 0; c < 3; c++) file[54 + ((height - 1 - y) * stride) + (3 * x) + c] = rgb[(((y * width) + x) * 3) + 2 - c];
            }
        }
        return file;
    }

    /// <summary>A PNG of any kind, byte for byte.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="depth">Bits per channel.</param>
    /// <param name="colourType">0 grey, 2 colour, 4 grey and alpha, 6 colour and alpha.</param>
    /// <param name="rows">All rows without their filter bytes.</param>
    /// <param name="chunk">A further chunk before the pixels.</param>
    public static byte[] Png(int width, int height, byte depth, byte colourType, byte[] rows, (string Type, byte[] Content)? chunk = null)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Chunk(file, "IHDR", [0, 0, 0, (byte)width, 0, 0, 0, (byte)height, depth, colourType, 0, 0, 0]);
        if (chunk is { } own) Chunk(file, own.Type, own.Content);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (var row in rows.Chunk(rows.Length / height)) zlib.Write([0, .. row]);
        }
        Chunk(file, "IDAT", packed.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>A file with an EXIF orientation.</summary>
    /// <param name="file">A JPEG, a PNG, or a WebP without loss and without alpha.</param>
    /// <param name="orientation">1 to 8.</param>
    /// <param name="isLate">Whether a PNG says so behind its pixels.</param>
    public static byte[] Turned(byte[] file, byte orientation, bool isLate = false)
    {
        byte[] big = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        // With another entry before it, and the other order of bytes.
        byte[] little = [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0x00, 0x01, 4, 0, 1, 0, 0, 0, 9, 9, 9, 9, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
        if (file[0] == 0xff) return [.. file[..2], 0xff, 0xe1, 0, 34, .. "Exif\0\0"u8, .. big, .. file[2..]];
        if (file[0] == 'R') return WithExif(file, big);
        using var chunk = new MemoryStream();
        Chunk(chunk, "eXIf", isLate ? little : big);
        var at = isLate ? file.Length - 12 : 33; // before IEND, or behind IHDR
        return [.. file[..at], .. chunk.ToArray(), .. file[at..]];
    }

    /// <summary>The extended kind of a WebP file: a header with the size, the picture, what EXIF says.</summary>
    private static byte[] WithExif(byte[] webP, byte[] exif)
    {
        // The size stands in the first four bytes behind the chunk's signature: 14 bits each, less one.
        var size = BinaryPrimitives.ReadUInt32LittleEndian(webP.AsSpan(21));
        byte[] body =
        [
            .. "WEBP"u8,
            .. "VP8X"u8, 10, 0, 0, 0, 8, 0, 0, 0, (byte)(size & 0x3fff), 0, 0, (byte)((size >> 14) & 0x3fff), 0, 0,
            .. webP[12..],
            .. "EXIF"u8, .. BitConverter.GetBytes(exif.Length), .. exif,
        ];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Length), .. body];
    }

    /// <summary>Writes a file, and its folder where there is none.</summary>
    public static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private static byte[] Encode(SKColorType colour, int width, int height, byte[] pixels, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var image = SKImage.FromPixelCopy(new SKImageInfo(width, height, colour, SKAlphaType.Opaque), pixels);
        using var pixmap = image.PeekPixels();
        using var file = format == SKEncodedImageFormat.Webp ? pixmap!.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100)) : pixmap!.Encode(format, 100);
        return file!.ToArray();
    }

    private static void Chunk(Stream file, string type, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        var checksum = new Crc32();
        checksum.Update(body);
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, (uint)checksum.Value);
        file.Write(number);
    }
}
