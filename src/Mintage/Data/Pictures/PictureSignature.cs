namespace Mintage.Data.Pictures;

/// <summary>The kinds of pictures that can be read.</summary>
internal enum PictureKind
{
    Png,
    Jpeg,
    Bmp,
    WebP,
    Tiff,
}

/// <summary>Tells kinds of pictures apart by their first bytes, because names may be wrong.</summary>
internal static class PictureSignature
{
    /// <summary>Number of bytes that the signatures need.</summary>
    public const int Length = DicomAt + 4;

    private const int DicomAt = 128;

    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".apng", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".webp",
        ".gif", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jp2", ".jxl", ".ico", ".psd", ".tga", ".pgm",
            ".ppm", ".dcm",
    };

    /// <summary>True if the name alone promises a picture, even of a kind that cannot be read.</summary>
    public static bool IsPromisedBy(string fileName) => Endings.Contains(Path.GetExtension(fileName));

    /// <summary>Gives the kind; null for files that cannot be read.</summary>
    public static PictureKind? Of(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => PictureKind.Png,
        [0xff, 0xd8, 0xff, ..] => PictureKind.Jpeg,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] =>
            PictureKind.WebP,
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => PictureKind.Tiff,
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => PictureKind.Bmp,
        _ => null,
    };

    /// <summary>Names a kind of picture that cannot be read; null for anything else.</summary>
    public static string? Foreign(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "a GIF",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', (byte)'i', ..] =>
            "an AVIF picture",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'h' or (byte)'m', ..] =>
            "a HEIC picture (or a film)",
        [0, 0, 0, 12, (byte)'j', (byte)'P', ..] => "a JPEG 2000 picture",
        [0xff, 0x0a, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', ..] => "a JPEG XL picture",
        [0, 0, 1, 0, > 0, 0, ..] => "an icon (.ico)",
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "a Photoshop file",
        [(byte)'P', >= (byte)'1' and <= (byte)'6', (byte)'\n' or (byte)' ' or (byte)'\r', ..] =>
            "a PNM picture (.pgm, .ppm)",
        _ => null,
    };

    /// <summary>True for a DICOM file.</summary>
    public static bool IsDicom(ReadOnlySpan<byte> head) =>
        head.Length >= Length && head[DicomAt..].StartsWith("DICM"u8);

    /// <summary>Says why a file of an unknown kind is refused.</summary>
    public static PictureException Refusal(ReadOnlySpan<byte> head) => new(
        head.IsEmpty ? "it is empty"
        : IsDicom(head)
        ? "it is a DICOM file, which Mintage cannot read; convert it to a PNG of 16 bits, e.g. with 'dcm2pnm "
        + "--write-16-bit-png IN.dcm OUT.png' (DCMTK), and use --scale-16bit"
        : Foreign(head) is { } name ? $"it is {name}, which Mintage cannot read; convert it to PNG"
        : "it is not a PNG, JPEG, BMP, WebP or TIFF picture"); // no word of its content: a list may name any file
}
