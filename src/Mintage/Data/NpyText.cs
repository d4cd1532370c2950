using System.Text;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>NumPy's fixed-width text ("&lt;U" and a number of characters): UTF-32, padded with zeros.</summary>
internal static class NpyText
{
    private const int BytesPerCharacter = 4;
    private const int MaxCharacters = 1 << 20;
    private static readonly UTF32Encoding Encoding = new(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true);

    /// <summary>Gives the bytes per text of this element type; null if it is not a text type.</summary>
    public static int? Width(string descr) =>
        descr is ['<', 'U', .. var length] && int.TryParse(length, out var characters) && characters is > 0 and <= MaxCharacters
            ? characters * BytesPerCharacter
            : null;

    /// <summary>Gives the element type that can hold all texts.</summary>
    public static string Descr(string[] texts) =>
        $"<U{Math.Max(1, texts.Select(text => Encoding.GetByteCount(text) / BytesPerCharacter).DefaultIfEmpty().Max())}";

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
            throw new UserInputException($"{where} holds text that is not Unicode. The file is damaged; save, copy or download it again.", e);
        }
    }
}
