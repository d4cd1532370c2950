using System.Security.Cryptography;
using System.Text;

namespace Mintage.Runtime;

/// <summary>
/// A SHA-256 that stands in the file it is of. It is that of all bytes of the file, with zeros in place of its own 64
/// digits: whatever changes in the file, the digest tells.
/// </summary>
internal static class SelfDigest
{
    private const int Digits = 64;
    private static readonly byte[] Zeros = Encoding.ASCII.GetBytes(Blank);

    /// <summary>Stands where the digest will be.</summary>
    public static string Blank => new('0', Digits);

    /// <summary>Puts the digest in place of <see cref="Blank"/>.</summary>
    /// <param name="head">The part of the file that holds it; changed.</param>
    /// <param name="before">What stands right before it: a JSON key with the first quote of its value.</param>
    /// <param name="rest">The rest of the file.</param>
    public static void Seal(Span<byte> head, ReadOnlySpan<byte> before, params ReadOnlySpan<ReadOnlyMemory<byte>> rest)
    {
        var at = Place(head, before);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        foreach (var part in rest) hash.AppendData(part.Span);
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()), head[at..]);
    }

    /// <summary>Whether a file is as it was sealed; false where no digest follows.</summary>
    /// <param name="file">All of it.</param>
    /// <param name="before">As for <see cref="Seal"/>.</param>
    public static bool Holds(ReadOnlySpan<byte> file, ReadOnlySpan<byte> before)
    {
        var at = Place(file, before);
        if (at < 0 || file.Length - at < Digits) return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file[..at]);
        hash.AppendData(Zeros);
        hash.AppendData(file[(at + Digits)..]);
        var digest = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
        return file.Slice(at, Digits).SequenceEqual(digest);
    }

    private static int Place(ReadOnlySpan<byte> file, ReadOnlySpan<byte> before) =>
        file.IndexOf(before) is >= 0 and var at ? at + before.Length : -1;
}
