using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>
/// A NumPy array: a shape and its values in C order. Element types: uint8 (byte), bool, int32, int64, float32, float64
/// (double) and text (string). int8, int16 and uint16 are read as int32, uint32 as int64. Pickled object arrays are
/// refused because reading one would run the code in it.
/// </summary>
internal sealed class NpyArray
{
    /// <summary>Creates an array around its values.</summary>
    /// <param name="shape">Sizes of the dimensions; empty for a single value.</param>
    /// <param name="data">
    /// byte[], bool[], int[], long[], float[], double[] or string[], as long as the shape says; not copied.
    /// </param>
    /// <exception cref="ArgumentException">The shape and the data have different numbers of values.</exception>
    public NpyArray(IReadOnlyList<int> shape, Array data)
    {
        if (Size(shape) != data.LongLength)
            throw new ArgumentException(
                $"Shape ({string.Join(", ", shape)}) does not hold {data.LongLength} values.", nameof(data));
        (Shape, Data) = ([.. shape], data);
    }

    public IReadOnlyList<int> Shape { get; }

    /// <summary>The values in C order: byte[], bool[], int[], long[], float[], double[] or string[].</summary>
    public Array Data { get; }

    /// <summary>NumPy's name of the element type, e.g. "uint16"; for an array from a file, the file's type.</summary>
    internal string TypeName { get => field ?? NumPyName(Descr()); private init; }

    /// <exception cref="InvalidCastException">The values have another type.</exception>
    public T[] Values<T>() => (T[])Data;

    /// <summary>Reads one array, and nothing after it, from a .npy stream.</summary>
    /// <param name="stream">Positioned at the array's start.</param>
    /// <param name="where">The array's name in messages, e.g. "'x.npz', array 'labels',".</param>
    /// <param name="most">Bytes at most in a stream that does not know its length; null if unknown.</param>
    /// <exception cref="UserInputException">The array is cut short, damaged, of an unsupported type, or holds pickled
    /// objects.</exception>
    public static NpyArray Read(Stream stream, string where = "The array", long? most = null)
    {
        var (descr, shape) = NpyHeader.Read(stream, where);
        most = stream.CanSeek ? stream.Length - stream.Position : most;
        return new NpyArray(shape, descr switch
        {
            "|u1" => ReadValues<byte>(stream, shape, where, most),
            "|b1" => Array.ConvertAll(ReadValues<byte>(stream, shape, where, most), value => value != 0),
            "<i4" => ReadValues<int>(stream, shape, where, most),
            "<i8" => ReadValues<long>(stream, shape, where, most),
            "|i1" => Array.ConvertAll(ReadValues<sbyte>(stream, shape, where, most), value => (int)value),
            "<i2" => Array.ConvertAll(ReadValues<short>(stream, shape, where, most), value => (int)value),
            "<u2" => Array.ConvertAll(ReadValues<ushort>(stream, shape, where, most), value => (int)value),
            "<u4" => Array.ConvertAll(ReadValues<uint>(stream, shape, where, most), value => (long)value),
            "<f4" => ReadValues<float>(stream, shape, where, most),
            "<f8" => ReadValues<double>(stream, shape, where, most),
            _ when NpyText.Width(descr) is { } width =>
                NpyText.Decode(ReadValues<byte>(stream, [.. shape, width], where, most), width, where),
            ['|', 'O', ..] =>
                throw new UserInputException(
                    $"{where} holds pickled Python objects, which are refused because reading them runs code. Save "
                    + "plain numbers (e.g. with .astype)."),
            _ => throw new UserInputException(
                $"{where} must have one of the element types |b1, |u1, |i1, <u2, <i2, <u4, <i4, <i8, <f4, <f8 and "
                + $"<U, but has '{descr}'. Convert it with .astype."),
        })
        {
            TypeName = NumPyName(descr),
        };
    }

    private static string NumPyName(string descr) => descr[1] switch
    {
        'b' => "bool",
        'u' or 'i' or 'f' => $"{(descr[1] == 'u' ? "uint" : descr[1] == 'i' ? "int" : "float")}{8 * (descr[2] - '0')}",
        _ => "text",
    };

    /// <summary>Writes the array as .npy, format version 1.0. Equal arrays give equal bytes.</summary>
    public void Write(Stream stream)
    {
        new NpyHeader(Descr(), [.. Shape]).Write(stream);
        stream.Write(Bytes());
    }

    private string Descr() => Data switch
    {
        byte[] => "|u1",
        bool[] => "|b1",
        int[] => "<i4",
        long[] => "<i8",
        float[] => "<f4",
        double[] => "<f8",
        string[] texts => NpyText.Descr(texts),
        _ => throw new NotSupportedException($"Arrays of {Data.GetType().Name} cannot be written as .npy."),
    };

    private Span<byte> Bytes() => Data switch
    {
        byte[] v => v,
        bool[] v => MemoryMarshal.AsBytes(v.AsSpan()),
        int[] v => MemoryMarshal.AsBytes(v.AsSpan()),
        long[] v => MemoryMarshal.AsBytes(v.AsSpan()),
        float[] v => MemoryMarshal.AsBytes(v.AsSpan()),
        double[] v => MemoryMarshal.AsBytes(v.AsSpan()),
        string[] v => NpyText.Encode(v),
        _ => throw new NotSupportedException(),
    };

    private static T[] ReadValues<T>(Stream stream, int[] shape, string where, long? most) where T : unmanaged
    {
        // Checked before memory is allocated, because a damaged header may claim anything.
        var bytes = Size(shape) * Unsafe.SizeOf<T>();
        if (bytes > Array.MaxLength)
            throw new UserInputException(
                $"{where} must hold less than 2 GiB, but its header says ({string.Join(", ", shape)}). Split it, or "
                + "save it again if it is damaged.");
        if (bytes > most) throw CutShort(where);
        MemoryNeed.Require(bytes, $"{where} is an array of ({string.Join(", ", shape)})");
        var values = new T[(int)(bytes / Unsafe.SizeOf<T>())];
        var target = MemoryMarshal.AsBytes(values.AsSpan());
        return stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) == target.Length
            ? values
            : throw CutShort(where);
    }

    /// <summary>Number of values as a double, because a damaged header may overflow any integer.</summary>
    private static double Size(IReadOnlyList<int> shape) => shape.Aggregate(1.0, (product, d) => product * d);

    private static UserInputException CutShort(string where) =>
        new($"{where} is cut short: it has fewer values than its header says. Save, copy or download the file again.");
}

/// <summary>NumPy's fixed-width text ("&lt;U" and a number of characters): UTF-32, padded with zeros.</summary>
internal static class NpyText
{
    private const int BytesPerCharacter = 4;
    private const int MaxCharacters = 1 << 20;
    private static readonly UTF32Encoding Encoding =
        new(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true);

    /// <summary>Gives the bytes per text of this element type; null if it is not a text type.</summary>
    public static int? Width(string descr) =>
        descr is ['<', 'U', .. var length] && int.TryParse(length, out var characters)
            && characters is > 0 and <= MaxCharacters
            ? characters * BytesPerCharacter
            : null;

    /// <summary>Gives the element type that can hold all texts.</summary>
    public static string Descr(string[] texts)
    {
        var longest = texts.Select(text => Encoding.GetByteCount(text) / BytesPerCharacter).DefaultIfEmpty().Max();
        return $"<U{Math.Max(1, longest)}";
    }

    /// <summary>Encodes the texts, each padded to the same width.</summary>
    public static byte[] Encode(string[] texts)
    {
        var width = Width(Descr(texts))!.Value;
        var bytes = new byte[checked(texts.Length * width)];
        for (var i = 0; i < texts.Length; i++) Encoding.GetBytes(texts[i], bytes.AsSpan(i * width));
        return bytes;
    }

    /// <summary>Decodes texts of the given width.</summary>
    public static string[] Decode(byte[] bytes, int width, string where)
    {
        try
        {
            return [.. bytes.Chunk(width).Select(text => Encoding.GetString(text).TrimEnd('\0'))];
        }
        catch (DecoderFallbackException e)
        {
            throw new UserInputException(
                $"{where} holds text that is not Unicode. The file is damaged; save, copy or download it again.", e);
        }
    }
}
