using System.Buffers.Binary;

namespace Mintage.Data.Pictures;

/// <summary>Finds faults that the decoder overlooks: files cut after the last pixel, several frames, bits that would be
/// lost.</summary>
internal static class PictureStructure
{
    private const int PngSignature = 8, PngChunkFrame = 12, CmykComponents = 4;
    private const byte FramesBegin = 0xc0, FramesEnd = 0xcf, ScanBegins = 0xda, PictureEnds = 0xd9;

    /// <exception cref="PictureException">The file is cut short or has content that cannot be read.</exception>
    public static void Check(PictureKind kind, ReadOnlySpan<byte> file)
    {
        if (kind == PictureKind.Png) CheckPng(file);
        if (kind == PictureKind.Jpeg) CheckJpeg(file);
        if (kind == PictureKind.WebP && BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L > file.Length)
            throw PictureException.CutShort();
    }

    private static void CheckPng(ReadOnlySpan<byte> file)
    {
        for (var at = PngSignature; ;)
        {
            if (file.Length - at < PngChunkFrame) throw PictureException.CutShort();
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - PngChunkFrame) throw PictureException.CutShort();
            var type = file.Slice(at + 4, 4);
            var content = file.Slice(at + 8, (int)length);
            if (type.SequenceEqual("acTL"u8) && content.Length >= 4
                && BinaryPrimitives.ReadUInt32BigEndian(content) > 1)
                throw PictureException.Animated();
            if (type.SequenceEqual("IEND"u8)) return;
            at += (int)length + PngChunkFrame;
        }
    }

    private static void CheckJpeg(ReadOnlySpan<byte> file)
    {
        for (var at = 2; ;)
        {
            at = NextMarker(file, at);
            var marker = file[at + 1];
            if (marker == PictureEnds) return;
            at += 2;
            if (file.Length - at < 2) throw PictureException.CutShort();
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (length > file.Length - at) throw PictureException.CutShort();
            // The frame headers; three of these numbers mean something else.
            if (marker is >= FramesBegin and <= FramesEnd and not (0xc4 or 0xc8 or 0xcc) && length >= 8)
                CheckFrame(file.Slice(at, length));
            at += length;
            if (marker == ScanBegins && at >= file.Length) throw PictureException.CutShort();
        }
    }

    /// <param name="header">Length (two bytes), bits, height (two), width (two), components.</param>
    private static void CheckFrame(ReadOnlySpan<byte> header)
    {
        if (header[2] != 8)
            throw new PictureException(
                $"it has {header[2]} bits per channel; convert it to 8 bits, choosing how brightness is scaled");
        if (header[7] == CmykComponents)
            throw new PictureException("its colours are for print (CMYK); convert it to RGB");
    }

    /// <summary>Finds the next marker that has a length or ends the picture. Skips compressed data and
    /// padding.</summary>
    private static int NextMarker(ReadOnlySpan<byte> file, int at)
    {
        while (true)
        {
            var next = at < file.Length ? file[at..].IndexOf((byte)0xff) : -1;
            if (next < 0 || at + next + 1 >= file.Length) throw PictureException.CutShort();
            at += next;
            if (file[at + 1] == 0xff) at++;
            else if (file[at + 1] is 0 or 1 or (>= 0xd0 and <= 0xd8)) at += 2;
            else return at;
        }
    }
}
