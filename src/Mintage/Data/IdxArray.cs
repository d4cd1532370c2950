using System.Buffers.Binary;
using System.IO.Compression;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>The content of one IDX file of bytes: big-endian sizes of its dimensions, then the values.</summary>
/// <param name="Shape">Sizes of the dimensions, the number of items first.</param>
/// <param name="Values">Row-major, uint8.</param>
internal sealed record IdxArray(int[] Shape, byte[] Values)
{
    /// <summary>gzip shrinks a file at most this many times, which limits what a short file can claim to
    /// hold.</summary>
    private const long GzipMaxRatio = 1032;

    /// <summary>Reads an image file (3 or 4 dimensions), raw or compressed with gzip.</summary>
    public static IdxArray ReadImages(string path) => InputFile.Read(path, stream =>
        Read(path, stream, "image file (0x00000803 or 0x00000804)", magic => magic is [0, 0, 8, 3 or 4]));

    /// <summary>Reads a label file (1 dimension), raw or compressed with gzip.</summary>
    public static IdxArray ReadLabels(string path) => InputFile.Read(path, stream =>
        Read(path, stream, "label file (0x00000801)", magic => magic is [0, 0, 8, 1]));

    /// <summary>Writes the whole file, compressed if its name ends in .gz.</summary>
    public void Write(string path) => WholeFile.Write(path, stream =>
    {
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            Write(stream);
            return;
        }
        using var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        Write(gzip);
    });

    private void Write(Stream stream)
    {
        var header = new byte[4 + (4 * Shape.Length)];
        header[2] = 8;
        header[3] = (byte)Shape.Length;
        for (var i = 0; i < Shape.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), Shape[i]);
        stream.Write(header);
        stream.Write(Values);
    }

    private static IdxArray Read(string path, FileStream file, string wanted, Func<byte[], bool> accepts)
    {
        var isGzip = FileSignature.IsGzip(file);
        using Stream stream = isGzip ? Decompression.Gzip(file) : file;
        var magic = new byte[4];
        var got = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        if (got < magic.Length || !accepts(magic))
            throw new UserInputException(
                $"'{path}' must be an IDX {wanted}, but it is {FileSignature.Describe(magic.AsSpan(0, got))}. Check "
                + "which file is named where.");
        var shape = ReadShape(path, stream, dimensions: magic[3]);
        var items =
            $"{shape[0]} "
            + $"item{(shape[0] == 1 ? "" : "s")}{(shape.Length > 1 ? $" of {string.Join('x', shape[1..])}" : "")}";
        // double: a damaged header may overflow any integer
        var size = shape.Aggregate(1.0, (product, d) => product * d);
        if (size > Array.MaxLength || size > file.Length * (double)(isGzip ? GzipMaxRatio : 1))
            throw CutShort(
                path, $"its header announces {items}, the file has only {file.Length} "
                + $"bytes{(isGzip ? ", compressed" : "")}");
        MemoryNeed.Require(size, $"'{path}' has {items}");
        var values = new byte[(int)size];
        var read = stream.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
        if (read < values.Length)
            throw CutShort(
                path, $"its header announces {items}, that is {values.Length} bytes, but only {read} follow");
        if (stream.ReadByte() >= 0)
            throw new UserInputException(
                $"'{path}' must end after the {values.Length} bytes of its {items}, but more bytes follow. Its "
                + "header is wrong or the file was written over a longer one; make it again.");
        return new IdxArray(shape, values);
    }

    private static int[] ReadShape(string path, Stream stream, int dimensions)
    {
        var header = new byte[4 * dimensions];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw CutShort(path, $"its header must have {4 + header.Length} bytes");
        var shape = new int[dimensions];
        for (var i = 0; i < dimensions; i++) shape[i] = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 * i));
        if (shape[0] == 0)
            throw new UserInputException(
                $"'{path}' must hold at least one item, but its header announces none. Name a file that is not empty.");
        if (Array.Exists(shape, d => d < 1))
            throw new UserInputException(
                $"'{path}' must have positive sizes in its header, but they are {string.Join(" x ", shape)}. The "
                + "file is damaged; copy or download it again.");
        return shape;
    }

    private static UserInputException CutShort(string path, string how) =>
        new($"'{path}' is cut short: {how}. Copy or download it again.");
}
