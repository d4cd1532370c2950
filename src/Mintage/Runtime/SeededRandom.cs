using System.Buffers.Binary;
using System.Numerics;

namespace Mintage.Runtime;

/// <summary>
/// A random generator whose numbers depend on its seed only, not on the platform or on libtorch.
/// Comes from <see cref="SeedTree.Random"/>. Not thread-safe.
/// </summary>
/// <remarks>xoshiro256** 1.0, Blackman and Vigna 2021, doi:10.1145/3460772.</remarks>
public sealed class SeededRandom
{
    private ulong s0, s1, s2, s3;

    internal SeededRandom(ReadOnlySpan<byte> state)
    {
        s0 = BinaryPrimitives.ReadUInt64LittleEndian(state);
        s1 = BinaryPrimitives.ReadUInt64LittleEndian(state[8..]);
        s2 = BinaryPrimitives.ReadUInt64LittleEndian(state[16..]);
        s3 = BinaryPrimitives.ReadUInt64LittleEndian(state[24..]);
    }

    /// <summary>Draws 64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Draws uniformly from 0 to <paramref name="exclusiveMax"/> - 1, without modulo bias (Lemire
    /// 2019).</summary>
    public int NextInt32(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        var max = (ulong)exclusiveMax;
        var high = Math.BigMul(NextUInt64(), max, out var low);
        if (low < max)
        {
            var threshold = unchecked(0UL - max) % max;
            while (low < threshold) high = Math.BigMul(NextUInt64(), max, out low);
        }
        return (int)high;
    }

    /// <summary>Draws uniformly from [0, 1), with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Fills the span with uniform draws from [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public void FillUniform(Span<float> values, float low = 0, float high = 1)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = low + ((high - low) * ((NextUInt64() >> 40) * (1f / (1 << 24))));
    }

    /// <summary>Fills the span with independent draws from the standard normal distribution (Box and Muller
    /// 1958).</summary>
    public void FillNormal(Span<float> values)
    {
        for (var i = 0; i < values.Length; i += 2)
        {
            var bits = NextUInt64();
            // (k + 0.5) / 2^32 is never 0, so the logarithm is finite; the largest draw is about 6.66.
            var radius = Math.Sqrt(-2 * Math.Log(((bits >> 32) + 0.5) * (1.0 / 4294967296.0)));
            var (sin, cos) = Math.SinCos((bits & 0xffffffff) * (2 * Math.PI / 4294967296.0));
            values[i] = (float)(radius * cos);
            if (i + 1 < values.Length) values[i + 1] = (float)(radius * sin);
        }
    }

    /// <summary>Puts the items into a uniformly random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Gives the numbers 0 to <paramref name="count"/> - 1 in random order.</summary>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++) order[i] = i;
        Shuffle(order.AsSpan());
        return order;
    }
}
