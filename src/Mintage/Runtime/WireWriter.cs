using System.Buffers.Binary;
using System.Text;

namespace Mintage.Runtime;

/// <summary>One message in the wire format of protocol buffers: fields in the order of the calls, also where a value is the default.</summary>
internal sealed class WireWriter
{
    private const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5;

    private readonly MemoryStream bytes = new();

    /// <summary>Bytes so far.</summary>
    public long Length => bytes.Length;

    /// <summary>A whole number (int32, int64, enum).</summary>
    public WireWriter Int(int field, long value)
    {
        Tag(field, Varint);
        WriteVarint((ulong)value);
        return this;
    }

    /// <summary>A float.</summary>
    public WireWriter Float(int field, float value)
    {
        Tag(field, Fixed32);
        Span<byte> fixedBytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(fixedBytes, value);
        bytes.Write(fixedBytes);
        return this;
    }

    /// <summary>A double.</summary>
    public WireWriter Double(int field, double value)
    {
        Tag(field, Fixed64);
        Span<byte> fixedBytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(fixedBytes, value);
        bytes.Write(fixedBytes);
        return this;
    }

    /// <summary>A text, as UTF-8.</summary>
    public WireWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Bytes.</summary>
    public WireWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, LengthDelimited);
        WriteVarint((ulong)value.Length);
        bytes.Write(value);
        return this;
    }

    /// <summary>A message within this one.</summary>
    public WireWriter Message(int field, WireWriter message)
    {
        Tag(field, LengthDelimited);
        WriteVarint((ulong)message.Length);
        return Append(message);
    }

    /// <summary>The fields of another message as fields of this one.</summary>
    public WireWriter Append(WireWriter message)
    {
        message.CopyTo(bytes);
        return this;
    }

    /// <summary>Writes the message out.</summary>
    public void CopyTo(Stream stream) => bytes.WriteTo(stream);

    /// <summary>The message.</summary>
    public byte[] ToArray() => bytes.ToArray();

    private void Tag(int field, int kind) => WriteVarint(((ulong)field << 3) | (uint)kind);

    private void WriteVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes.WriteByte((byte)(value | 0x80));
        bytes.WriteByte((byte)value);
    }
}
