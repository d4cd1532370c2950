namespace Mintage.Data;

/// <summary>Tells file formats apart by their first bytes, because names may be wrong.</summary>
internal static class FileSignature
{
    /// <summary>Gives the first bytes (up to four) of a file, or of its content if it is compressed with
    /// gzip.</summary>
    public static byte[] Head(string path) => InputFile.ReadContent(path, stream =>
    {
        if (!IsGzip(stream)) return Head(stream);
        using var content = Decompression.Gzip(stream);
        return Head(content);
    });

    /// <summary>Gives the first bytes (up to four) and leaves the stream at its start.</summary>
    public static byte[] Of(Stream stream)
    {
        var head = Head(stream);
        stream.Position = 0;
        return head;
    }

    /// <summary>True if a file begins like gzip. Leaves the stream at its start.</summary>
    public static bool IsGzip(Stream stream) => Of(stream) is [0x1f, 0x8b, ..];

    /// <summary>True if a file begins like bzip2. Leaves the stream at its start.</summary>
    public static bool IsBzip2(Stream stream) => Of(stream) is [(byte)'B', (byte)'Z', (byte)'h', ..];

    /// <summary>True if the bytes begin an IDX file: two zeros, an element type, a number of dimensions.</summary>
    public static bool IsIdx(ReadOnlySpan<byte> head) => head is [0, 0, >= 0x08 and <= 0x0e, >= 1 and <= 8, ..];

    /// <summary>True if the bytes begin a zip archive, which an .npz file is.</summary>
    public static bool IsZip(ReadOnlySpan<byte> head) => head is [(byte)'P', (byte)'K', ..];

    public static bool IsParquet(ReadOnlySpan<byte> head) => head is [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..];

    /// <summary>Describes a file with these first bytes, in words that follow "it is".</summary>
    public static string Describe(ReadOnlySpan<byte> head) => head switch
    {
        [] => "empty",
        [0, 0, 8, 1, ..] => "an IDX label file",
        [0, 0, 8, 3 or 4, ..] => "an IDX image file",
        _ when IsIdx(head) => $"an IDX file of another kind (element type 0x{head[2]:x2}, {head[3]} dimensions)",
        _ when IsZip(head) => "a zip archive (as .npz files are)",
        [0x1f, 0x8b, ..] => "a gzip file",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [0xff, 0xd8, 0xff, ..] => "a single picture",
        [0x93, (byte)'N', (byte)'U', (byte)'M', ..] => "a single NumPy array (.npy)",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file",
        _ => "something else, which Mintage does not know",
    };

    private static byte[] Head(Stream stream)
    {
        var head = new byte[4];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }
}
