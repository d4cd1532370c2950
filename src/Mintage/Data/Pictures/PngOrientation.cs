using System.Buffers.Binary;
using SkiaSharp;

namespace Mintage.Data.Pictures;

/// <summary>How a PNG file is to be turned: its eXIf chunk says so, which the decoder does not read.</summary>
internal static class PngOrientation
{
    private const int Signature = 8, ChunkHead = 8, ChunkEnd = 4, MaxExif = 1 << 20;
    private const int EntryBytes = 12, OrientationTag = 0x0112, ShortType = 3;

    /// <summary>The orientation; upright where nothing readable says otherwise.</summary>
    /// <param name="file">A PNG file; read from its beginning, by seeking from chunk to chunk.</param>
    public static SKEncodedOrigin Of(Stream file)
    {
        file.Position = Signature;
        Span<byte> head = stackalloc byte[ChunkHead];
        while (file.ReadAtLeast(head, ChunkHead, throwOnEndOfStream: false) == ChunkHead)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (head[4..].SequenceEqual("IEND"u8)) break;
            if (head[4..].SequenceEqual("eXIf"u8) && length <= MaxExif)
            {
                var exif = new byte[length];
                return file.ReadAtLeast(exif, exif.Length, throwOnEndOfStream: false) == exif.Length ? OfExif(exif) : SKEncodedOrigin.TopLeft;
            }
            file.Position += length + ChunkEnd;
        }
        return SKEncodedOrigin.TopLeft;
    }

    /// <summary>Looks for the orientation among the entries of the first directory.</summary>
    private static SKEncodedOrigin OfExif(ReadOnlySpan<byte> exif)
    {
        if (exif is not ([(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..]) || exif.Length < 8) return SKEncodedOrigin.TopLeft;
        var isLittle = exif[0] == 'I';
        var at = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (at + 2L > exif.Length) return SKEncodedOrigin.TopLeft;
        var entries = exif[((int)at + 2)..];
        for (var left = Short(exif[(int)at..], isLittle); left > 0 && entries.Length >= EntryBytes; left--, entries = entries[EntryBytes..])
        {
            if (Short(entries, isLittle) != OrientationTag || Short(entries[2..], isLittle) != ShortType) continue;
            var value = Short(entries[8..], isLittle);
            return value is >= (int)SKEncodedOrigin.TopLeft and <= (int)SKEncodedOrigin.LeftBottom ? (SKEncodedOrigin)value : SKEncodedOrigin.TopLeft;
        }
        return SKEncodedOrigin.TopLeft;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
