using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Text;

namespace Mintage.Networks.Weights;

/// <summary>
/// Reads files of torch.save in both layouts: the zip archive of PyTorch 1.6 and later, and the legacy sequence of five
/// pickles and raw storages. Nothing in them is run.
/// </summary>
internal static class TorchFile
{
    private const int LegacyProtocol = 1001;
    private static readonly BigInteger LegacyMagic = BigInteger.Parse("119547037146038801333356");

    /// <summary>True if the file begins like one of the two layouts.</summary>
    public static bool IsOne(ReadOnlySpan<byte> file) => IsZip(file) || file is [0x80, >= 2 and <= 5, ..];

    /// <summary>Gives the saved object. Its tensors' storages have their bytes.</summary>
    /// <exception cref="FormatException">The file is damaged or asks for something that is not allowed.</exception>
    public static object? Read(byte[] file) => IsZip(file) ? ReadZip(file) : ReadLegacy(file);

    private static bool IsZip(ReadOnlySpan<byte> file) => file.StartsWith("PK\x03\x04"u8);

    private static object? ReadZip(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        var pickle =
            archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw new FormatException("it is a zip archive without a 'data.pkl'");
        var folder = pickle.FullName[..^"data.pkl".Length];
        if (archive.GetEntry($"{folder}constants.pkl") is not null)
            throw new FormatException(
                "it is a TorchScript program, which would have to be run; use the plain weights (.pth or "
                + ".safetensors)");
        if (archive.GetEntry($"{folder}byteorder") is { } order
            && Encoding.ASCII.GetString(Content(order, file.Length)) != "little")
            throw new FormatException("its numbers are big-endian; save it again on a little-endian machine");
        var objects = new TorchObjects();
        var root = new PickleReader(Content(pickle, file.Length), objects).Read();
        long left = file.Length; // entries of a hostile archive may overlap, and so be more than the file
        foreach (var storage in objects.Storages.Values)
        {
            var entry = archive.GetEntry($"{folder}data/{storage.Key}")
                ?? throw new FormatException($"it has no storage '{storage.Key}'");
            storage.Bytes = Content(entry, left);
            left -= storage.Bytes.Length;
            if (storage.Bytes.Length != (Int128)storage.Count * storage.ElementBytes)
                throw WrongSize(storage, storage.Bytes.Length);
        }
        return root;
    }

    /// <summary>Reads an entry. PyTorch never compresses, and a compressed entry could be a trap for memory.</summary>
    private static byte[] Content(ZipArchiveEntry entry, long maxBytes)
    {
        if (entry.CompressedLength != entry.Length || entry.Length > maxBytes)
            throw new FormatException(
                $"its entry '{entry.FullName}' is compressed or damaged; PyTorch writes none like it");
        var content = new byte[entry.Length];
        using var stream = entry.Open();
        if (stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) != content.Length)
            throw new FormatException($"its entry '{entry.FullName}' is cut short");
        return content;
    }

    private static object? ReadLegacy(byte[] file)
    {
        var objects = new TorchObjects();
        var reader = new PickleReader(file, objects);
        if (reader.Read() is not BigInteger magic || magic != LegacyMagic)
            throw new FormatException("it is a Python pickle, but not one that torch.save wrote");
        if (reader.Read() is not (long)LegacyProtocol)
            throw new FormatException($"it must have the legacy protocol {LegacyProtocol}");
        if (reader.Read() is not PickleDict system || system["little_endian"] is not true)
            throw new FormatException("its numbers are big-endian; save it again on a little-endian machine");
        var root = reader.Read();
        var keys = reader.Read() as List<object?> ?? throw new FormatException("it has no list of storages");
        var position = reader.Position;
        foreach (var key in keys)
        {
            if (key is not string name || !objects.Storages.TryGetValue(name, out var storage))
                throw new FormatException("it lists a storage that no tensor has");
            position = ReadStorage(file, position, storage);
        }
        return objects.Storages.Values.FirstOrDefault(
            storage => storage.Bytes.Length != (Int128)storage.Count * storage.ElementBytes) is { } missing
            ? throw new FormatException($"it has no storage '{missing.Key}'")
            : root;
    }

    /// <summary>Reads a count of elements, then the elements. Returns the position after them.</summary>
    private static int ReadStorage(byte[] file, int position, TorchStorage storage)
    {
        const int CountBytes = 8;
        if (file.Length - position < CountBytes)
            throw new FormatException($"it is cut short before its storage '{storage.Key}'");
        var count = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(position));
        position += CountBytes;
        var bytes = (Int128)storage.Count * storage.ElementBytes;
        if (count != storage.Count) throw WrongSize(storage, (Int128)count * storage.ElementBytes);
        if (bytes > file.Length - position)
            throw new FormatException($"it is cut short within its storage '{storage.Key}'");
        storage.Bytes = file.AsMemory(position, (int)bytes);
        return position + (int)bytes;
    }

    private static FormatException WrongSize(TorchStorage storage, Int128 bytes) =>
        new($"it is damaged: its storage '{storage.Key}' must have {storage.Count} numbers of {storage.ElementBytes} "
            + $"bytes, but has {bytes} bytes");
}
