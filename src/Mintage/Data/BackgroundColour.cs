using System.Globalization;

namespace Mintage.Data;

/// <summary>What transparent pictures lie on.</summary>
internal readonly record struct BackgroundColour(byte Red, byte Green, byte Blue)
{
    /// <summary>The usual one.</summary>
    public const string Usual = "black";

    private const int HexDigits = 6;

    public bool IsGrey => Red == Green && Green == Blue;

    /// <summary>Reads black, white or #RRGGBB; null is black, and any other text gives null.</summary>
    public static BackgroundColour? Find(string? text) => (text ?? Usual).ToLowerInvariant() switch
    {
        Usual => default(BackgroundColour),
        "white" => new(byte.MaxValue, byte.MaxValue, byte.MaxValue),
        ['#', .. { Length: HexDigits } hex] when
            int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb) =>
            new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb),
        _ => null,
    };

    /// <summary>Red, green or blue.</summary>
    /// <param name="channel">0 to 2.</param>
    public byte this[int channel] => channel switch { 0 => Red, 1 => Green, _ => Blue };
}
