using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Mintage.Data;

/// <summary>Fingerprints of a data set's images and of the whole set, computed in one pass on first use.</summary>
internal sealed class ImageFingerprints
{
    private const int HeaderBytes = 3 * sizeof(int);
    private readonly Lazy<byte[]> digests;
    private readonly Lazy<string> set;

    public ImageFingerprints(LabelledImages images)
    {
        digests = new(() => DigestAll(images));
        set = new(() => DigestSet(images.Labels));
    }

    public string OfSet => set.Value;

    public string OfImage(int index) => Convert.ToHexStringLower(Digest(index));

    private ReadOnlySpan<byte> Digest(int index) =>
        digests.Value.AsSpan(index * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes);

    private string DigestSet(int[] labels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> label = stackalloc byte[sizeof(int)];
        for (var i = 0; i < labels.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(label, labels[i]);
            hash.AppendData(Digest(i));
            hash.AppendData(label);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] DigestAll(LabelledImages images)
    {
        var digests = new byte[checked(images.Count * SHA256.HashSizeInBytes)];
        if (images.Count == 0) return digests;
        Parallel.ForEach(Partitioner.Create(0, images.Count), range =>
        {
            var message = new byte[HeaderBytes + images.PixelsPerImage];
            BinaryPrimitives.WriteInt32LittleEndian(message, images.Height);
            BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(4), images.Width);
            BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(8), images.Channels);
            for (var i = range.Item1; i < range.Item2; i++)
            {
                images.Image(i).CopyTo(message.AsSpan(HeaderBytes));
                SHA256.HashData(message, digests.AsSpan(i * SHA256.HashSizeInBytes));
            }
        });
        return digests;
    }
}
