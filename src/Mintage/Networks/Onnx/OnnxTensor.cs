using Mintage.Runtime;

namespace Mintage.Networks.Onnx;

/// <summary>Reads a tensor of an ONNX file (TensorProto).</summary>
internal static class OnnxTensor
{
    private const int Dimensions = 1, Type = 2, Floats = 4, Name = 8, RawData = 9, Location = 14;
    private const int MostDimensions = 8;

    /// <summary>Gives a float32 tensor; null if it has another type.</summary>
    /// <exception cref="FormatException">It is damaged, or its numbers lie in another file.</exception>
    public static SafeTensor? Parse(ReadOnlyMemory<byte> message)
    {
        var shape = new List<long>();
        var chunks = new List<ReadOnlyMemory<byte>>();
        var (name, type) = ("", 0L);
        foreach (var field in WireReader.Fields(message))
        {
            if (field.Number == Name) name = field.Text;
            if (field.Number == Type) type = field.Int;
            if (field.Number == Dimensions) shape.AddRange(field.Ints.Take(MostDimensions + 1));
            if (shape.Count > MostDimensions)
                throw new FormatException($"its tensor '{name}' has more than {MostDimensions} dimensions");
            // Both are little-endian float32, and a writer may have put each number in a field of its own.
            if (field.Number is Floats or RawData) chunks.Add(field.Content);
            if (field.Number == Location && field.Int != 0)
                throw new FormatException($"the numbers of its tensor '{name}' lie in another file");
        }
        if (type != (int)OnnxType.Float32) return null;
        var bytes = chunks.Count == 1 ? chunks[0] : Joined(chunks);
        if (Bytes(shape, bytes.Length) != bytes.Length)
            throw new FormatException($"its tensor '{name}' [{string.Join(", ", shape)}] has {bytes.Length:N0} bytes, "
                + "which do not fit");
        return new SafeTensor(name, "F32", [.. shape], bytes);
    }

    private static byte[] Joined(List<ReadOnlyMemory<byte>> chunks)
    {
        using var all = new MemoryStream();
        foreach (var chunk in chunks) all.Write(chunk.Span);
        return all.ToArray();
    }

    /// <summary>Bytes of a shape; -1 if a size is negative or there are more than <paramref name="most"/>.</summary>
    private static long Bytes(List<long> shape, long most)
    {
        long bytes = sizeof(float);
        foreach (var size in shape)
        {
            if (size < 0 || (size > 0 && bytes > most / size)) return -1;
            bytes *= size;
        }
        return bytes;
    }
}
