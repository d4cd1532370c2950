using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mintage.Runtime;

namespace Mintage.Networks;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Type">Element type as the format writes it: "F32", "I64", "U8", ...</param>
/// <param name="Shape">Sizes; empty for a scalar.</param>
/// <param name="Bytes">Elements, row-major, little-endian.</param>
public sealed record SafeTensor(string Name, string Type, long[] Shape, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Reads and writes the safetensors format: 8-byte header length, JSON header, raw data. A file holds no code, so
/// reading runs none. Mintage adds nothing to the format; its own facts are strings under "__metadata__", and so is a
/// SHA-256 of the file: a file of ours that was changed is refused, one of other make has none and is read. Safe to use
/// from several threads.
/// </summary>
public static class Safetensors
{
    private const long MaxHeaderBytes = 100_000_000; // the format's own limit
    private const string MetadataKey = "__metadata__";

    /// <summary>Key of the metadata that holds the file's SHA-256, as <see cref="SelfDigest"/> says.</summary>
    internal const string DigestKey = "mintage_sha256";

    private static ReadOnlySpan<byte> BeforeDigest => "\"mintage_sha256\":\""u8;

    private static readonly JsonSerializerOptions HeaderOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, int> ElementBytes = new()
    {
        ["BOOL"] = 1,
        ["U8"] = 1,
        ["I8"] = 1,
        ["I16"] = 2,
        ["F16"] = 2,
        ["BF16"] = 2,
        ["I32"] = 4,
        ["F32"] = 4,
        ["I64"] = 8,
        ["F64"] = 8,
    };

    /// <summary>Writes the tensors in the given order, whole or not at all.</summary>
    public static void Write(
        string path, IReadOnlyList<SafeTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var facts = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>()) facts[key] = value;
        facts[DigestKey] = SelfDigest.Blank;
        var header = new JsonObject { [MetadataKey] = new JsonObject(facts) };
        long offset = 0;
        foreach (var t in tensors)
        {
            header[t.Name] = new JsonObject
            {
                ["dtype"] = t.Type,
                ["shape"] = new JsonArray([.. t.Shape.Select(s => JsonValue.Create(s))]),
                ["data_offsets"] = new JsonArray(offset, offset + t.Bytes.Length),
            };
            offset += t.Bytes.Length;
        }
        var head = Head(JsonSerializer.SerializeToUtf8Bytes(header, HeaderOptions));
        SelfDigest.Seal(head, BeforeDigest, [.. tensors.Select(t => t.Bytes)]);
        WholeFile.Write(path, stream =>
        {
            stream.Write(head);
            foreach (var t in tensors) stream.Write(t.Bytes.Span);
        });
    }

    /// <summary>The length of the header, then the header, padded so that the data start aligned.</summary>
    private static byte[] Head(byte[] json)
    {
        var head = new byte[8 + ((json.Length + 7) / 8 * 8)];
        BinaryPrimitives.WriteInt64LittleEndian(head, head.Length - 8);
        json.CopyTo(head, 8);
        head.AsSpan(8 + json.Length).Fill((byte)' ');
        return head;
    }

    /// <summary>Reads a file. Every offset, shape and size is checked before a tensor is returned.</summary>
    /// <exception cref="UserInputException">
    /// The file is missing, cut short or not safetensors, or was changed since Mintage wrote it.
    /// </exception>
    public static (IReadOnlyDictionary<string, SafeTensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(
        string path)
    {
        if (!Path.Exists(path))
            throw new UserInputException($"'{path}' must be a file of weights, but there is no such file.");
        if (Directory.Exists(path))
            throw new UserInputException(
                $"'{path}' must be a file of weights, but is a folder. Name a file in it; 'mintage study use' writes "
                + "the classifier of a study as one.");
        try
        {
            return Read(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a file's content, for readers that hash it first.</summary>
    /// <param name="file">The content. The tensors are slices of it.</param>
    /// <param name="path">The file's name in error messages.</param>
    /// <exception cref="UserInputException">It is cut short, changed or not safetensors.</exception>
    internal static (IReadOnlyDictionary<string, SafeTensor> Tensors, IReadOnlyDictionary<string,
        string> Metadata) Read(byte[] file, string path)
    {
        try
        {
            var content = Parse(file);
            if (content.Metadata.ContainsKey(DigestKey) && !SelfDigest.Holds(file, BeforeDigest))
                throw new UserInputException(
                    $"'{path}' is damaged or was changed since Mintage wrote it: its SHA-256 is not the one that it "
                    + "names itself. Copy it again, or make it anew.");
            return content;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException
            or KeyNotFoundException or OverflowException)
        {
            throw new UserInputException($"'{path}' is not a complete safetensors file: {e.Message}", e);
        }
    }

    private static (IReadOnlyDictionary<string, SafeTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
        Parse(byte[] file)
    {
        if (file.Length < 8) throw new FormatException($"it has {file.Length} bytes, the header alone needs more");
        var headerBytes = BinaryPrimitives.ReadInt64LittleEndian(file);
        if (headerBytes is < 2 or > MaxHeaderBytes || headerBytes > file.Length - 8)
            throw new FormatException($"its header claims {headerBytes} bytes, the file has {file.Length}");
        var data = file.AsMemory(8 + (int)headerBytes);
        using var header = JsonDocument.Parse(file.AsMemory(8, (int)headerBytes));
        var tensors = new Dictionary<string, SafeTensor>();
        var metadata = new Dictionary<string, string>();
        foreach (var entry in header.RootElement.EnumerateObject())
        {
            if (entry.Name == MetadataKey)
            {
                foreach (var m in entry.Value.EnumerateObject())
                    metadata[m.Name] = m.Value.GetString()
                        ?? throw new FormatException($"the metadata '{m.Name}' is no text");
                continue;
            }
            var type = entry.Value.GetProperty("dtype").GetString() ?? "null";
            var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()).ToArray();
            var offsets = entry.Value.GetProperty("data_offsets").EnumerateArray().Select(o => o.GetInt64()).ToArray();
            if (!ElementBytes.TryGetValue(type, out var size))
                throw new FormatException($"tensor '{entry.Name}' has the unknown type '{type}'");
            var expected =
                shape.Aggregate((long)size, (product, s) =>
                checked(product * (s >= 0 ? s : throw new FormatException("a size is negative"))));
            if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > data.Length
                || offsets[1] - offsets[0] != expected)
                throw new FormatException(
                    $"tensor '{entry.Name}' should lie at bytes {string.Join("...", offsets)} of {data.Length} and "
                    + $"take {expected}");
            if (!tensors.TryAdd(
                entry.Name, new SafeTensor(entry.Name, type, shape, data[(int)offsets[0]..(int)offsets[1]])))
                throw new FormatException($"it holds the tensor '{entry.Name}' twice");
        }
        return (tensors, metadata);
    }
}
