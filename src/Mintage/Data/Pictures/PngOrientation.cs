using System.Buffers.Binary;
using SkiaSharp;

namespace Mintage.Data.Pictures;

/// <summary>Reads a PNG's EXIF orientation from its chunk eXIf, which the decoder ignores.</summary>
internal static class PngOrientation
{
    private const int Signature = 8, ChunkHead = 8, Checksum = 4, MostBytes = 1 << 16, EntryBytes = 12;
    private const ushort Orientation = 0x0112;

    /// <summary>Gives the orientation; upright if there is none or it makes no sense.</summary>
    /// <param name="png">A whole PNG; its position is moved.</param>
    public static SKEncodedOrigin Of(Stream png)
    {
        var head = new byte[ChunkHead];
        png.Position = Signature;
        while (png.ReadAtLeast(head, ChunkHead, throwOnEndOfStream: false) == ChunkHead)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (head.AsSpan(4).SequenceEqual("eXIf"u8) && length <= MostBytes)
            {
                var content = new byte[length];
                return png.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == length
                    ? OfExif(content)
                    : SKEncodedOrigin.TopLeft;
            }
            if (head.AsSpan(4).SequenceEqual("IEND"u8) || length + Checksum > png.Length - png.Position) break;
            png.Position += length + Checksum;
        }
        return SKEncodedOrigin.TopLeft;
    }

    /// <summary>Reads it from the first directory of a TIFF structure, in either byte order.</summary>
    private static SKEncodedOrigin OfExif(ReadOnlySpan<byte> exif)
    {
        if (exif.Length < 8 || !(exif.StartsWith("II*\0"u8) || exif.StartsWith("MM\0*"u8)))
            return SKEncodedOrigin.TopLeft;
        var little = exif[0] == 'I';
        var offset = little
            ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..])
            : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (offset > exif.Length - 2) return SKEncodedOrigin.TopLeft;
        var entries = exif[((int)offset + 2)..];
        for (var left = Number(exif[(int)offset..]); left > 0
            && entries.Length >= EntryBytes; left--, entries = entries[EntryBytes..])
        {
            if (Number(entries) == Orientation && Number(entries[8..]) is >= 1 and <= 8 and var turned)
                return (SKEncodedOrigin)turned;
        }
        return SKEncodedOrigin.TopLeft;

        int Number(ReadOnlySpan<byte> at) =>
            little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
    }
}
