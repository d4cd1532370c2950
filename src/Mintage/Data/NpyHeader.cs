using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>The header of a .npy file: element type and shape (NumPy enhancement proposal 1).</summary>
/// <param name="Descr">Element type in NumPy's spelling, e.g. "|u1".</param>
/// <param name="Shape">Sizes of the dimensions; empty for a single value.</param>
internal sealed partial record NpyHeader(string Descr, int[] Shape)
{
    private const int Alignment = 64;
    private const int MaxBytes = 1 << 20;
    private const int MaxDimensions = 32;
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    /// <summary>Reads a header of format version 1, 2 or 3 and leaves the stream at the data.</summary>
    public static NpyHeader Read(Stream stream, string where)
    {
        var start = ReadBytes(stream, 8, where);
        if (!start.AsSpan(0, 6).SequenceEqual(Magic) || start[6] is < 1 or > 3)
            throw new UserInputException(
                $"{where} must be a NumPy array of format version 1 to 3, but begins with the bytes "
                + $"{Convert.ToHexStringLower(start)}. Save it again with numpy.save or numpy.savez.");
        var length = start[6] == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(stream, 2, where))
            : BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(stream, 4, where));
        if (length > MaxBytes) throw Unreadable(where);
        return Parse(Encoding.UTF8.GetString(ReadBytes(stream, (int)length, where)), where);
    }

    /// <summary>Writes a header of format version 1, padded so that the data are aligned.</summary>
    public void Write(Stream stream)
    {
        var shape = Shape.Length == 1 ? $"{Shape[0]}," : string.Join(", ", Shape);
        var text = $"{{'descr': '{Descr}', 'fortran_order': False, 'shape': ({shape}), }}";
        var prefix = Magic.Length + 4;
        text = text.PadRight(((prefix + text.Length) / Alignment * Alignment) + Alignment - prefix - 1) + "\n";
        stream.Write(Magic);
        stream.Write([1, 0]);
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        stream.Write(length);
        stream.Write(Encoding.ASCII.GetBytes(text));
    }

    private static NpyHeader Parse(string text, string where)
    {
        var (order, shape, descr) =
            (OrderPattern().Match(text), ShapePattern().Match(text), DescrPattern().Match(text));
        if (!order.Success || !shape.Success) throw Unreadable(where);
        if (!descr.Success)
            throw new UserInputException(
                $"{where} must be an array of plain numbers or texts, but is a structured array. Save its columns as "
                + "arrays of their own.");
        if (order.Groups[1].Value == "True")
            throw new UserInputException(
                $"{where} must be stored in C order, but is stored in Fortran order. Save numpy.ascontiguousarray of "
                + "it.");
        var sizes =
            shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (sizes.Length > MaxDimensions || !Array.TrueForAll(sizes, size => int.TryParse(size, out _)))
            throw Unreadable(where);
        return new NpyHeader(descr.Groups[1].Value, Array.ConvertAll(sizes, int.Parse));
    }

    private static byte[] ReadBytes(Stream stream, int count, string where)
    {
        var bytes = new byte[count];
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count
            ? bytes
            : throw new UserInputException(
                $"{where} is cut short: its NumPy header is not complete. Save, copy or download the file again.");
    }

    private static UserInputException Unreadable(string where) =>
        new($"{where} has a NumPy header that cannot be read. Save it again with numpy.save or numpy.savez.");

    [GeneratedRegex(@"'descr'\s*:\s*'([^']*)'")]
    private static partial Regex DescrPattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\(([0-9,\s]*)\)")]
    private static partial Regex ShapePattern();
}
