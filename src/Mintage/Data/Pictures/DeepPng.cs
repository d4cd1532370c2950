using System.Buffers.Binary;
using System.IO.Compression;
using SkiaSharp;

namespace Mintage.Data.Pictures;

/// <summary>Decodes PNG of 16 bits per channel, which the picture library rounds to 8. Chunks must have been checked by
/// <see cref="PictureStructure"/>.</summary>
internal static class DeepPng
{
    private const int Signature = 8, Frame = 12, Deep = 16;
    private const int WidthAt = 16, HeightAt = 20, DepthAt = 24, KindAt = 25, InterlaceAt = 28;

    /// <summary>True if a PNG has 16 bits per channel.</summary>
    public static bool Is(ReadOnlySpan<byte> png) => png.Length > InterlaceAt && png[DepthAt] == Deep;

    /// <exception cref="PictureException">
    /// Nobody said how 16 bits become 8, or the file is damaged, cut short or interlaced.
    /// </exception>
    public static StoredPixels Decode(byte[] png, DepthScale? scale)
    {
        if (scale is null) throw DeepPixels.Unsaid();
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(WidthAt)),
            BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(HeightAt)));
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue) throw PictureException.Damaged();
        PictureDecoder.RequireSize((int)width, (int)height);
        var channels = png[KindAt] switch
        {
            0 => 1,
            2 => 3,
            4 => 2,
            6 => 4,
            _ => throw PictureException.Damaged(),
        };
        if (png[InterlaceAt] != 0)
            throw new PictureException("it has 16 bits per channel and is interlaced; save it without interlacing");
        var rows = Rows(png, (int)width, (int)height, channels * sizeof(ushort));
        var rgba = DeepPixels.ToRgba(DeepPixels.BigEndian(rows), channels, scale);
        return new StoredPixels(rgba, (int)width, (int)height, SKEncodedOrigin.TopLeft);
    }

    /// <summary>Inflates the rows and undoes their filters.</summary>
    private static byte[] Rows(byte[] png, int width, int height, int pixelBytes)
    {
        var rowBytes = width * pixelBytes;
        var rows = new byte[checked(rowBytes * height)];
        try
        {
            using var inflated = new ZLibStream(new MemoryStream(Packed(png)), CompressionMode.Decompress);
            var line = new byte[1 + rowBytes];
            ReadOnlySpan<byte> above = new byte[rowBytes];
            for (var y = 0; y < height; y++)
            {
                inflated.ReadExactly(line);
                var row = rows.AsSpan(y * rowBytes, rowBytes);
                line.AsSpan(1).CopyTo(row);
                Undo(line[0], row, above, pixelBytes);
                above = row;
            }
            return rows;
        }
        catch (EndOfStreamException)
        {
            throw PictureException.CutShort();
        }
        catch (InvalidDataException)
        {
            throw PictureException.Damaged();
        }
    }

    private static byte[] Packed(byte[] png)
    {
        using var packed = new MemoryStream();
        for (var at = Signature; at + Frame <= png.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8)) packed.Write(png, at + 8, length);
            at += length + Frame;
        }
        return packed.ToArray();
    }

    /// <summary>Undoes a row's filter in place (PNG specification, section 9).</summary>
    private static void Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        for (var x = 0; x < row.Length; x++)
        {
            int left = x < pixelBytes ? 0 : row[x - pixelBytes], corner = x < pixelBytes ? 0 : above[x - pixelBytes];
            row[x] += filter switch
            {
                0 => 0,
                1 => (byte)left,
                2 => above[x],
                3 => (byte)((left + above[x]) / 2),
                4 => (byte)Paeth(left, above[x], corner),
                _ => throw PictureException.Damaged(),
            };
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var guess = left + above - corner;
        int byLeft = Math.Abs(guess - left), byAbove = Math.Abs(guess - above), byCorner = Math.Abs(guess - corner);
        return byLeft <= byAbove && byLeft <= byCorner ? left : byAbove <= byCorner ? above : corner;
    }
}
