using System.Buffers.Binary;
using System.Text;

namespace Mintage.Runtime;

/// <summary>
/// Reads one message of the protocol buffers wire format, field by field. The message may be hostile: no length is
/// believed beyond the bytes that are left, and nothing is copied. Nested messages are read only where they are asked
/// for, so nesting has no depth of its own.
/// </summary>
internal static class WireReader
{
    private const int LongestVarint = 10, Continued = 0x80;

    /// <summary>Gives the fields in their order.</summary>
    /// <exception cref="FormatException">The message is damaged or cut short.</exception>
    public static IEnumerable<WireField> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            if (tag >> 3 is 0 or > int.MaxValue >> 2) throw Damaged($"it has a field of the number {tag >> 3}");
            var number = (int)(tag >> 3);
            yield return (int)(tag & 7) switch
            {
                WireField.Varint => new(number, WireField.Varint, Varint(message, ref at), default),
                WireField.Fixed64 => new(number, WireField.Fixed64, 0, Slice(message, ref at, sizeof(ulong))),
                WireField.LengthDelimited =>
                    new(number, WireField.LengthDelimited, 0, Slice(message, ref at, Varint(message, ref at))),
                WireField.Fixed32 => new(number, WireField.Fixed32, 0, Slice(message, ref at, sizeof(uint))),
                var kind => throw Damaged($"its field {number} is of the unknown kind {kind}"),
            };
        }
    }

    /// <summary>Gives whole numbers that lie one after the other without tags ("packed").</summary>
    /// <exception cref="FormatException">The list is damaged or cut short.</exception>
    public static IEnumerable<long> Packed(ReadOnlyMemory<byte> list)
    {
        for (var at = 0; at < list.Length;) yield return (long)Varint(list, ref at);
    }

    private static ulong Varint(ReadOnlyMemory<byte> message, ref int at)
    {
        var bytes = message.Span[at..];
        ulong value = 0;
        for (var i = 0; i < Math.Min(bytes.Length, LongestVarint); i++)
        {
            if (i == LongestVarint - 1 && bytes[i] > 1) throw Damaged("it has a number of more than 64 bits");
            value |= (ulong)(bytes[i] & (Continued - 1)) << (7 * i);
            if (bytes[i] >= Continued) continue;
            at += i + 1;
            return value;
        }
        throw Damaged("it is cut short");
    }

    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> message, ref int at, ulong length)
    {
        if (length > (ulong)(message.Length - at))
            throw Damaged(
                $"it is cut short: a part should have {length:N0} bytes, and {message.Length - at:N0} follow");
        var part = message.Slice(at, (int)length);
        at += (int)length;
        return part;
    }

    private static FormatException Damaged(string what) => new(what);
}

/// <summary>One field of a message.</summary>
/// <param name="Number">Its number, at least 1.</param>
/// <param name="Kind">One of the four kinds below.</param>
/// <param name="Value">The number, if the kind is <see cref="Varint"/>.</param>
/// <param name="Content">The bytes, if the kind is another: a slice of the message.</param>
internal readonly record struct WireField(int Number, int Kind, ulong Value, ReadOnlyMemory<byte> Content)
{
    public const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5;

    /// <summary>An int32, int64 or enum.</summary>
    /// <exception cref="FormatException">The field is of another kind.</exception>
    public long Int => Kind == Varint ? (long)Value : throw Wrong("a whole number");

    /// <exception cref="FormatException">The field is of another kind.</exception>
    public float Float =>
        Kind == Fixed32 ? BinaryPrimitives.ReadSingleLittleEndian(Content.Span) : throw Wrong("a float32");

    /// <summary>Bytes, or a nested message.</summary>
    /// <exception cref="FormatException">The field is of another kind.</exception>
    public ReadOnlyMemory<byte> Bytes => Kind == LengthDelimited ? Content : throw Wrong("a sequence of bytes");

    /// <summary>UTF-8. Bytes that are none are replaced.</summary>
    /// <exception cref="FormatException">The field is of another kind.</exception>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>Whole numbers of a repeated field, which may be one by one or packed.</summary>
    /// <exception cref="FormatException">The field is of another kind, or damaged.</exception>
    public IEnumerable<long> Ints => Kind == Varint ? [Int] : WireReader.Packed(Bytes);

    private FormatException Wrong(string wanted) => new($"its field {Number} should be {wanted}");
}
