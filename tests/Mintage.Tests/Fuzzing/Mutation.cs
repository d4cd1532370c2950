using System.Buffers.Binary;
using System.Text;
using Mintage.Runtime;

namespace Mintage.Tests.Fuzzing;

/// <summary>Changes a file as damage, carelessness and malice do: bits, numbers in every width and order, cuts, repeats, pieces of others, numbers and words of text.</summary>
internal static class Mutation
{
    private static readonly long[] Numbers =
        [0, 1, -1, 2, 16, 127, 128, 255, 256, 32_767, 65_536, int.MaxValue, int.MinValue, int.MaxValue - 1L, 1L << 32, 1L << 60, long.MaxValue, long.MinValue];

    private static readonly string[] Words =
        ["-1", "0", "1e400", "1e-400", "NaN", "9223372036854775807", "4000000000", "null", "true", "\"\"", "{}", "[]", "[[[[[[[[", "../../x", "\\u0000", "\"", ",", "\n", "\0", "\u001b[2J", "=1+1", "&a *a", "!!x", "%x", new('x', 3_000)];

    /// <summary>One to four changes.</summary>
    /// <param name="whole">Not changed.</param>
    /// <param name="other">Another input, for pieces of it.</param>
    /// <param name="random">Decides.</param>
    public static byte[] Of(byte[] whole, byte[] other, SeededRandom random)
    {
        var bytes = whole;
        for (var i = random.NextInt32(4); i >= 0; i--) bytes = Once(bytes, other, random);
        return bytes;
    }

    private static byte[] Once(byte[] bytes, byte[] other, SeededRandom random)
    {
        if (bytes.Length == 0) return [(byte)random.NextInt32(256)];
        var at = random.NextInt32(3) == 0 ? random.NextInt32(Math.Min(bytes.Length, 64)) : random.NextInt32(bytes.Length); // heads decide most
        var end = Math.Min(bytes.Length, at + 1 + random.NextInt32(random.NextInt32(2) == 0 ? 8 : bytes.Length));
        return random.NextInt32(10) switch
        {
            0 or 1 => With(bytes, at, [(byte)(bytes[at] ^ (1 << random.NextInt32(8)))]),
            2 => With(bytes, at, [(byte)random.NextInt32(256)]),
            3 or 4 => With(bytes, at, Number(random)),
            5 => bytes[..at],
            6 => [.. bytes[..at], .. bytes[end..]],
            7 => [.. bytes[..end], .. bytes[at..]],
            8 => Text(bytes, at, random),
            _ => Piece(bytes, at, other, random),
        };
    }

    private static byte[] With(byte[] bytes, int at, byte[] value)
    {
        var changed = (byte[])bytes.Clone();
        value.AsSpan(0, Math.Min(value.Length, bytes.Length - at)).CopyTo(changed.AsSpan(at));
        return changed;
    }

    private static byte[] Number(SeededRandom random)
    {
        var value = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(value, Numbers[random.NextInt32(Numbers.Length)]);
        var width = 1 << random.NextInt32(4);
        if (random.NextInt32(2) == 0) value.AsSpan(0, width).Reverse();
        return value[..width];
    }

    /// <summary>Puts a word in the place of the number or word at a place.</summary>
    private static byte[] Text(byte[] bytes, int at, SeededRandom random)
    {
        var end = at;
        while (end < bytes.Length && (char.IsAsciiLetterOrDigit((char)bytes[end]) || bytes[end] is (byte)'.' or (byte)'-')) end++;
        return [.. bytes[..at], .. Encoding.UTF8.GetBytes(Words[random.NextInt32(Words.Length)]), .. bytes[end..]];
    }

    private static byte[] Piece(byte[] bytes, int at, byte[] other, SeededRandom random)
    {
        var from = random.NextInt32(other.Length);
        var piece = other[from..Math.Min(other.Length, from + 1 + random.NextInt32(64))];
        return random.NextInt32(2) == 0 ? With(bytes, at, piece) : [.. bytes[..at], .. piece, .. bytes[at..]];
    }
}
