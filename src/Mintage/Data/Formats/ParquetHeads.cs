using System.Buffers.Binary;

namespace Mintage.Data.Formats;

/// <summary>
/// Checks what the heads in a Parquet file promise before the Parquet reader believes them: it never ends on a footer
/// whose last byte is damaged, and reserves as much memory as a page says it unpacks to.
/// </summary>
internal static class ParquetHeads
{
    private const int Magic = 4, TailLength = 8, FirstRead = 1 << 16, Snappy = 1, LongestSnappyHead = 5,
        DeltaLengths = 6, DeltaBytes = 7;

    /// <summary>Zstandard packs equal labels 10,000 to 1; more is a trap.</summary>
    private const long MostInflation = 32_768, AnyPage = 1 << 16;

    /// <summary>Every row has a picture, which takes some bytes; a small file may repeat one.</summary>
    private const long AnyRows = 200_000;

    /// <summary>Checks a file. Gives the parts of it that were looked at, from its start.</summary>
    /// <param name="stream">The file; not disposed.</param>
    /// <exception cref="InvalidDataException">A head is damaged, or promises what the file cannot hold.</exception>
    public static ParquetStream Checked(Stream stream)
    {
        var (footer, begin) = Footer(stream);
        // Row groups there must be. The fields of encrypted files are not read here, and the Parquet reader believes
        // what stands in them, of whatever type it is.
        if (!footer.HasList(4) || footer.Fields.ContainsKey(8) || footer.Fields.ContainsKey(9)) throw Damaged();
        RequireFits(stream, footer.List(4).Sum(group => Math.Max(0, Math.Min(group.Number(3)!.Value, int.MaxValue))));
        List<(long, long)> parts = [(0, Magic), (begin, stream.Length)];
        foreach (var group in footer.List(4))
        {
            RequireFits(stream, group.Number(3));
            foreach (var column in group.List(1)) parts.Add(CheckedColumn(stream, column.Struct(3)!.Value));
        }
        stream.Position = 0;
        return new ParquetStream(stream, parts);
    }

    private static (ThriftStruct Footer, long Begin) Footer(Stream stream)
    {
        var tail = new byte[TailLength];
        if (stream.Length < TailLength) throw Damaged();
        stream.Position = stream.Length - TailLength;
        stream.ReadExactly(tail);
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (!FileSignature.IsParquet(tail.AsSpan(4)) || length < 1 || length > stream.Length - TailLength)
            throw Damaged();
        var footer = new byte[length];
        stream.Position = stream.Length - TailLength - length;
        stream.ReadExactly(footer);
        var reader = new ThriftReader(footer);
        var facts = reader.ReadStruct(ParquetShapes.Footer);
        return reader.Position == length
            ? (facts, stream.Length - TailLength - length)
            : throw Damaged();
    }

    /// <summary>Goes through the pages of a column in a row group. Gives where they begin and end.</summary>
    private static (long Begin, long End) CheckedColumn(Stream stream, ThriftStruct facts)
    {
        RequireFits(stream, facts.Number(5));
        var (data, dictionary) = (facts.Number(9)!.Value, facts.Number(11) ?? 0);
        if (data < Magic || dictionary < 0) throw Damaged();
        var begin = dictionary > 0 ? Math.Min(dictionary, data) : data;
        var (at, end) = (begin, begin + facts.Number(7)!.Value);
        if (end < begin || end > stream.Length) throw Damaged();
        while (at < end)
        {
            var (page, length) = PageHead(stream, at, end);
            var (unpacked, packed) = (page.Number(2) ?? -1, page.Number(3) ?? -1);
            if (packed < 0 || unpacked < 0 || packed > end - at - length
                || unpacked > AnyPage + (packed * MostInflation))
                throw Damaged();
            foreach (var kind in new[] { 5, 7, 8 }) RequireFits(stream, page.Struct(kind)?.Number(1));
            if ((page.Struct(5)?.Number(2) ?? page.Struct(8)?.Number(4)) is DeltaLengths or DeltaBytes)
                throw new InvalidDataException(
                    "texts or pictures in it are packed as differences (DELTA_BYTE_ARRAY), whose counts cannot be "
                    + "checked; write it with plain or dictionary encoding");
            if (facts.Number(4) == Snappy) CheckSnappy(stream, page, at + length, packed, unpacked);
            at += length + packed;
        }
        return (begin, end);
    }

    /// <summary>Snappy's own head says again how much the page unpacks to, and its reader reserves that.</summary>
    private static void CheckSnappy(Stream stream, ThriftStruct page, long at, long packed, long unpacked)
    {
        // The levels of a page of the second version lie before what is packed.
        var second = page.Struct(8);
        if (second?.Number(7) == 0) return;
        var levels = (second?.Number(5) ?? 0) + (second?.Number(6) ?? 0);
        if (levels < 0 || levels > packed) throw Damaged();
        var head = new byte[(int)Math.Min(LongestSnappyHead, packed - levels)];
        stream.Position = at + levels;
        stream.ReadExactly(head);
        if (head.Length > 0 && new ThriftReader(head).ReadVarint() != (ulong)(unpacked - levels)) throw Damaged();
    }

    /// <summary>The head of the page at a place, and its length. It may hold whole pictures, as statistics.</summary>
    private static (ThriftStruct Head, int Length) PageHead(Stream stream, long at, long end)
    {
        for (var size = Math.Min(FirstRead, end - at); ; size = Math.Min(size * 8, end - at))
        {
            var bytes = new byte[size];
            stream.Position = at;
            stream.ReadExactly(bytes);
            try
            {
                var reader = new ThriftReader(bytes);
                return (reader.ReadStruct(ParquetShapes.Page), reader.Position);
            }
            catch (InvalidDataException) when (size < end - at)
            {
                // perhaps it is longer
            }
        }
    }

    private static void RequireFits(Stream stream, long? rows)
    {
        if (rows is { } count && (count < 0 || count > AnyRows + stream.Length))
            throw new InvalidDataException(
                $"it promises {count:N0} values in {stream.Length:N0} bytes");
    }

    private static InvalidDataException Damaged() => new("a head in the Parquet file cannot be read");
}
