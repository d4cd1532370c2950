using System.Buffers.Binary;
using System.Text;

namespace Mintage.Tests.Results.TensorBoard;

/// <summary>One message of an event file.</summary>
internal sealed record ReadEvent(double Time, long Step, string? Version, Dictionary<string, float> Scalars, Dictionary<string, (int Width, int Height, byte[] Png)> Images);

/// <summary>Reads event files by the description of the formats, sharing no code with what writes them; checksums bit by bit.</summary>
internal static class EventReader
{
    public static List<ReadEvent> Read(string path)
    {
        var events = new List<ReadEvent>();
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        while (rest.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(rest);
            Assert.Equal(Checksum(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            Assert.Equal(Checksum(rest.Slice(12, length)), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..]));
            events.Add(Event(Fields(rest.Slice(12, length))));
            rest = rest[(length + 16)..];
        }
        return events;
    }

    /// <summary>A line for each event, for comparisons.</summary>
    public static string[] WithoutTimes(string path) =>
        [.. Read(path).Select(e => $"{e.Step} {e.Version} {string.Join(' ', e.Scalars)} {string.Join(' ', e.Images.Select(i => $"{i.Key} {Convert.ToHexString(i.Value.Png)}"))}")];

    private static ReadEvent Event(List<(int Field, byte[] Value)> fields)
    {
        var read = new ReadEvent(
            BitConverter.ToDouble(One(fields, 1)!), Number(One(fields, 2)), One(fields, 3) is { } version ? Encoding.UTF8.GetString(version) : null, [], []);
        foreach (var (_, summary) in fields.Where(f => f.Field == 5))
        {
            foreach (var (_, bytes) in Fields(summary))
            {
                var value = Fields(bytes);
                var tag = Encoding.UTF8.GetString(One(value, 1)!);
                if (One(value, 2) is { } scalar) read.Scalars.Add(tag, BitConverter.ToSingle(scalar));
                if (One(value, 4) is not { } picture) continue;
                var image = Fields(picture);
                read.Images.Add(tag, ((int)Number(One(image, 2)), (int)Number(One(image, 1)), One(image, 4)!));
            }
        }
        return read;
    }

    private static byte[]? One(List<(int Field, byte[] Value)> fields, int field) => fields.SingleOrDefault(f => f.Field == field).Value;

    private static long Number(byte[]? value) => value is null ? 0 : BitConverter.ToInt64(value);

    /// <summary>Fields of a message; whole numbers as eight bytes.</summary>
    private static List<(int Field, byte[] Value)> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int, byte[])>();
        while (message.Length > 0)
        {
            var tag = Varint(ref message);
            if ((tag & 7) == 0)
            {
                fields.Add(((int)(tag >> 3), BitConverter.GetBytes(Varint(ref message))));
                continue;
            }
            var length = (tag & 7) switch { 1 => 8, 5 => 4, 2 => (int)Varint(ref message), _ => throw new InvalidDataException($"wire type {tag & 7}") };
            fields.Add(((int)(tag >> 3), message[..length].ToArray()));
            message = message[length..];
        }
        return fields;
    }

    private static long Varint(ref ReadOnlySpan<byte> message)
    {
        var value = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var b = message[0];
            message = message[1..];
            value |= (long)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }
        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }
}
