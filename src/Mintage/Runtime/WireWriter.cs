using System.Buffers.Binary;
using System.Text;

namespace Mintage.Runtime;

/// <summary>
/// Writes one message of the protocol buffers wire format. Fields come in the order of the calls; default values are
/// written too.
/// </summary>
internal sealed class WireWriter
{
    private const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5;

    private readonly MemoryStream bytes = new();

    public long Length => bytes.Length;

    /// <summary>Writes an int32, int64 or enum.</summary>
    public WireWriter Int(int field, long value)
    {
        Tag(field, Varint);
        WriteVarint((ulong)value);
        return this;
    }

    public WireWriter Float(int field, float value)
    {
        Tag(field, Fixed32);
        Span<byte> fixedBytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(fixedBytes, value);
        bytes.Write(fixedBytes);
        return this;
    }

    public WireWriter Double(int field, double value)
    {
        Tag(field, Fixed64);
        Span<byte> fixedBytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(fixedBytes, value);
        bytes.Write(fixedBytes);
        return this;
    }

    public WireWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public WireWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, LengthDelimited);
        WriteVarint((ulong)value.Length);
        bytes.Write(value);
        return this;
    }

    /// <summary>Writes a nested message.</summary>
    public WireWriter Message(int field, WireWriter message)
    {
        Tag(field, LengthDelimited);
        WriteVarint((ulong)message.Length);
        return Append(message);
    }

    /// <summary>Copies the fields of another message into this one.</summary>
    public WireWriter Append(WireWriter message)
    {
        message.CopyTo(bytes);
        return this;
    }

    public void CopyTo(Stream stream) => bytes.WriteTo(stream);

    public byte[] ToArray() => bytes.ToArray();

    private void Tag(int field, int kind) => WriteVarint(((ulong)field << 3) | (uint)kind);

    private void WriteVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes.WriteByte((byte)(value | 0x80));
        bytes.WriteByte((byte)value);
    }
}
