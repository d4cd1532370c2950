using System.Buffers.Binary;

namespace Mintage.Data.Pictures;

/// <summary>
/// Checks the first directory of a TIFF before LibTiff believes it: that reserves as much memory as a count in it says,
/// and takes numbers from fields of any type.
/// </summary>
internal static class TiffDirectory
{
    private const int EntryLength = 12, InEntry = 4, ByteType = 1, ShortType = 3, LongType = 4, OldJpeg = 6;

    private const int Width = 256, Height = 257, Bits = 258, Compression = 259, Photometric = 262, StripPlaces = 273,
        Samples = 277, RowsOfStrip = 278, StripBytes = 279, Planes = 284, TileWidth = 322, TileHeight = 323,
        TilePlaces = 324, TileBytes = 325;

    private static readonly int[] OfNumbers =
    [
        Width, Height, Bits, Compression, Photometric, StripPlaces, Samples, RowsOfStrip, StripBytes, Planes, TileWidth,
        TileHeight, TilePlaces, TileBytes,
    ];

    /// <summary>Bytes of a value by its type: byte, text, short, long, rational, then the signed ones.</summary>
    private static readonly int[] ValueBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

    /// <summary>
    /// False if it promises more than the file holds, or is packed as JPEG was before 1995, in a way that nobody ever
    /// agreed on.
    /// </summary>
    /// <param name="file">Begins as a TIFF does; those of more than 4 GiB are not known.</param>
    public static bool Fits(ReadOnlySpan<byte> file)
    {
        if (file.Length < 8 || Short(file, 2, IsBig(file)) != 42) return false;
        var isBig = IsBig(file);
        var at = (long)Long(file, 4, isBig);
        if (at > file.Length - 2) return false;
        var count = Short(file, (int)at, isBig);
        if (at + 2 + (count * EntryLength) > file.Length) return false;
        var entries = new Dictionary<int, Entry>();
        for (var i = 0; i < count; i++)
        {
            var entry = (int)at + 2 + (i * EntryLength);
            var (tag, type) = (Short(file, entry, isBig), Short(file, entry + 2, isBig));
            if (type < 1 || type >= ValueBytes.Length) return false;
            var values = Long(file, entry + 4, isBig);
            var bytes = values * ValueBytes[type];
            var place = bytes > InEntry ? Long(file, entry + 8, isBig) : entry + 8;
            if (bytes > file.Length || place + bytes > file.Length) return false;
            if (!OfNumbers.Contains(tag)) continue;
            if (values == 0 || type is not (ByteType or ShortType or LongType)) return false;
            if (!entries.TryAdd(tag, new Entry((int)values, type, (int)place))) return false;
        }
        return entries.ContainsKey(Width) && entries.ContainsKey(Height)
            && Number(file, entries, Compression, 1) != OldJpeg && AreThere(file, entries);
    }

    /// <summary>Whether every strip or tile of the picture has a place in the file.</summary>
    private static bool AreThere(ReadOnlySpan<byte> file, Dictionary<int, Entry> entries)
    {
        var (width, height) = (Number(file, entries, Width, 0), Number(file, entries, Height, 0));
        var isTiled = new[] { TilePlaces, TileBytes, TileWidth, TileHeight }.Any(entries.ContainsKey);
        var across = isTiled ? Number(file, entries, TileWidth, 0) : Math.Max(1, width);
        var down = isTiled
            ? Number(file, entries, TileHeight, 0)
            : Math.Min(Number(file, entries, RowsOfStrip, height), height);
        if (across < 1 || down < 1) return false;
        var parts = ((width + across - 1) / across) * ((height + down - 1) / down)
            * (Number(file, entries, Planes, 1) == 1 ? 1 : Number(file, entries, Samples, 1));
        if (!entries.TryGetValue(isTiled ? TilePlaces : StripPlaces, out var places) || places.Count < parts
            || !entries.TryGetValue(isTiled ? TileBytes : StripBytes, out var lengths) || lengths.Count < parts)
            return false;
        for (var i = 0; i < Math.Min(places.Count, lengths.Count); i++)
        {
            if (Value(file, places, i) + Value(file, lengths, i) > file.Length) return false;
        }
        return true;
    }

    private static long Number(ReadOnlySpan<byte> file, Dictionary<int, Entry> entries, int tag, long usual) =>
        entries.TryGetValue(tag, out var entry) ? Value(file, entry, 0) : usual;

    private static long Value(ReadOnlySpan<byte> file, Entry entry, int index) => entry.Type switch
    {
        ByteType => file[entry.Place + index],
        ShortType => Short(file, entry.Place + (index * sizeof(short)), IsBig(file)),
        _ => Long(file, entry.Place + (index * sizeof(int)), IsBig(file)),
    };

    private static bool IsBig(ReadOnlySpan<byte> file) => file[0] == (byte)'M';

    private static int Short(ReadOnlySpan<byte> file, int at, bool isBig) => isBig
        ? BinaryPrimitives.ReadUInt16BigEndian(file[at..])
        : BinaryPrimitives.ReadUInt16LittleEndian(file[at..]);

    private static long Long(ReadOnlySpan<byte> file, int at, bool isBig) => isBig
        ? BinaryPrimitives.ReadUInt32BigEndian(file[at..])
        : BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);

    /// <summary>A field of numbers.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Type">Of each.</param>
    /// <param name="Place">Where the first is.</param>
    private readonly record struct Entry(int Count, int Type, int Place);
}
