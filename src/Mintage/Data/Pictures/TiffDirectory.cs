using System.Buffers.Binary;

namespace Mintage.Data.Pictures;

/// <summary>
/// Checks the first directory of a TIFF before LibTiff believes it: that reserves as much memory as a count in it says.
/// </summary>
internal static class TiffDirectory
{
    private const int EntryLength = 12, InEntry = 4, StripBytes = 279, TileBytes = 325, LongType = 4;

    /// <summary>Bytes of a value by its type: byte, text, short, long, rational, then the signed ones.</summary>
    private static readonly int[] ValueBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

    /// <summary>False if it promises more than the file holds.</summary>
    /// <param name="file">Begins as a TIFF does; those of more than 4 GiB are not known.</param>
    public static bool Fits(ReadOnlySpan<byte> file)
    {
        if (file.Length < 8 || Short(file, 2, IsBig(file)) != 42) return false;
        var isBig = IsBig(file);
        var at = (long)Long(file, 4, isBig);
        if (at > file.Length - 2) return false;
        var count = Short(file, (int)at, isBig);
        if (at + 2 + (count * EntryLength) > file.Length) return false;
        for (var i = 0; i < count; i++)
        {
            var entry = (int)at + 2 + (i * EntryLength);
            var type = Short(file, entry + 2, isBig);
            var bytes = Long(file, entry + 4, isBig) * (type < ValueBytes.Length ? ValueBytes[type] : 1L);
            var place = bytes > InEntry ? Long(file, entry + 8, isBig) : entry + 8;
            if (bytes > file.Length || place + bytes > file.Length) return false;
            if (Short(file, entry, isBig) is StripBytes or TileBytes
                && !AreWithin(file.Slice((int)place, (int)bytes), type, isBig, file.Length)) return false;
        }
        return true;
    }

    /// <summary>Whether lengths of strips or tiles are lengths of parts of the file.</summary>
    private static bool AreWithin(ReadOnlySpan<byte> values, int type, bool isBig, int most)
    {
        for (var at = 0; type == LongType && at < values.Length; at += sizeof(int))
        {
            if (Long(values, at, isBig) > most) return false;
        }
        return true;
    }

    private static bool IsBig(ReadOnlySpan<byte> file) => file[0] == (byte)'M';

    private static int Short(ReadOnlySpan<byte> file, int at, bool isBig) => isBig
        ? BinaryPrimitives.ReadUInt16BigEndian(file[at..])
        : BinaryPrimitives.ReadUInt16LittleEndian(file[at..]);

    private static long Long(ReadOnlySpan<byte> file, int at, bool isBig) => isBig
        ? BinaryPrimitives.ReadUInt32BigEndian(file[at..])
        : BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);
}
