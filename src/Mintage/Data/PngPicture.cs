using SkiaSharp;

namespace Mintage.Data;

/// <summary>Writes pixels as PNG, without loss. Equal pixels give equal bytes.</summary>
internal static class PngPicture
{
    /// <summary>Gives the bytes of a PNG file: 8-bit grey, or 8-bit red, green, blue.</summary>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="pixels">Shape [height, width, channels] row-major.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int height, int width, int channels)
    {
        var colour = channels == 1 ? SKColorType.Gray8 : SKColorType.Rgb888x;
        using var image =
            SKImage.FromPixelCopy(new SKImageInfo(width, height, colour, SKAlphaType.Opaque),
            channels == 1 ? pixels : WithFourthByte(pixels));
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static byte[] WithFourthByte(ReadOnlySpan<byte> pixels)
    {
        var four = new byte[checked(pixels.Length / 3 * 4)];
        for (int from = 0, to = 0; from < pixels.Length; from += 3, to += 4)
            pixels.Slice(from, 3).CopyTo(four.AsSpan(to));
        return four;
    }
}
