using System.Buffers.Binary;

namespace Mintage.Data.Formats;

/// <summary>
/// Checks that a Parquet file's footer, a struct in Thrift's compact protocol, is complete: the Parquet reader never
/// ends on one whose last byte is damaged.
/// </summary>
internal ref struct ParquetFooter
{
    private const int TailLength = 8, MaxDepth = 64;
    private const byte True =
        1, False = 2, OneByte = 3, Integer = 6, Number = 7, Text = 8, List = 9, Set = 10, Struct = 12;

    private readonly ReadOnlySpan<byte> bytes;
    private int at;

    private ParquetFooter(ReadOnlySpan<byte> bytes) => this.bytes = bytes;

    /// <summary>Checks a file and leaves the stream at its start.</summary>
    /// <exception cref="InvalidDataException">The footer is damaged or cut short.</exception>
    public static void Check(Stream stream)
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
        stream.Position = 0;
        var reader = new ParquetFooter(footer);
        reader.Skip(Struct, 0);
        if (reader.at != length) throw Damaged();
    }

    private void Skip(int type, int depth)
    {
        if (depth > MaxDepth) throw Damaged();
        switch (type)
        {
            case True or False or OneByte:
                Byte();
                break;
            case > OneByte and <= Integer:
                Varint();
                break;
            case Number:
                Advance(sizeof(double));
                break;
            case Text:
                Advance(Varint());
                break;
            case List or Set:
                var head = Byte();
                var count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
                for (var i = 0UL; i < count; i++) Skip(head & 15, depth + 1);
                break;
            case Struct:
                SkipFields(depth);
                break;
            default:
                throw Damaged(); // maps do not occur in a footer
        }
    }

    private void SkipFields(int depth)
    {
        while (Byte() is not 0 and var field)
        {
            if (field >> 4 == 0) Varint(); // the number is written out where it is no small step from the one before
            if ((field & 15) is not (True or False)) Skip(field & 15, depth + 1);
        }
    }

    private byte Byte()
    {
        Advance(1);
        return bytes[at - 1];
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 127) << shift;
            if (part < 128) return value;
        }
        throw Damaged();
    }

    private void Advance(ulong count)
    {
        if (count > (ulong)(bytes.Length - at)) throw Damaged();
        at += (int)count;
    }

    private static InvalidDataException Damaged() => new("the Parquet footer cannot be read");
}
