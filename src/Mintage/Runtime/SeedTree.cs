using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mintage.Runtime;

/// <summary>
/// Named random streams derived from one seed. A stream depends only on the seed and on its path of names,
/// never on which other streams were drawn or in which order, so adding a draw somewhere changes nothing elsewhere.
/// </summary>
/// <remarks>
/// A node is a SHA-256 digest; a child's is the digest of its parent's, its name and its index.
/// Immutable and safe to share between threads.
/// </remarks>
public sealed class SeedTree
{
    /// <summary>Largest seed: seeds stay exact in JSON numbers, which other programs read as doubles.</summary>
    public const long MaxSeed = (1L << 53) - 1;

    private readonly byte[] digest;

    private SeedTree(byte[] digest) => this.digest = digest;

    /// <summary>Makes the root of a tree.</summary>
    /// <param name="seed">0 to <see cref="MaxSeed"/>.</param>
    public static SeedTree FromSeed(long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seed, MaxSeed);
        return new SeedTree(Digest([], "mintage", seed));
    }

    /// <summary>Gives the stream with this name below this node. The index tells apart streams that share a
    /// name.</summary>
    public SeedTree Child(string name, long index = 0) => new(Digest(digest, name, index));

    /// <summary>A seed for a separate tree, 0 to <see cref="MaxSeed"/>. It goes into a task's options.</summary>
    public long Seed => (long)(BinaryPrimitives.ReadUInt64LittleEndian(digest) & MaxSeed);

    /// <summary>A fresh generator at the start of this stream; every call gives the same numbers again.</summary>
    public SeededRandom Random() => new(digest);

    private static byte[] Digest(byte[] parent, string name, long index)
    {
        var text = Encoding.UTF8.GetBytes(name);
        var buffer = new byte[parent.Length + text.Length + 9];
        parent.CopyTo(buffer, 0);
        text.CopyTo(buffer, parent.Length);
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(buffer.Length - 8), index);
        return SHA256.HashData(buffer);
    }
}
