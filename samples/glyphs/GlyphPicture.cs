using SkiaSharp;

namespace Glyphs;

/// <summary>Paints one picture.</summary>
internal static class GlyphPicture
{
    private const int Side = 48;

    // As WCAG asks of large text, so that people can read every picture.
    private const double LeastContrast = 3;

    private const float TextSize = 36, MaxShift = 4, MaxDegrees = 12, LeastScale = 0.75f, MostScale = 1.15f, NoiseLevels = 5;

    /// <summary>A character in a colour on another, turned, scaled and shifted a little, with noise; dispose it.</summary>
    public static SKBitmap Paint(string text, SKTypeface face, Draws draws)
    {
        var background = Colour(draws);
        SKColor ink;
        do ink = Colour(draws);
        while (Contrast(ink, background) < LeastContrast);

        var bitmap = new SKBitmap(new SKImageInfo(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using var font = new SKFont(face, TextSize) { Hinting = SKFontHinting.None, Subpixel = true };
        using var paint = new SKPaint { Color = ink, IsAntialias = true };
        font.MeasureText(text, out var bounds);

        canvas.Clear(background);
        canvas.Translate((Side / 2f) + draws.Between(-MaxShift, MaxShift), (Side / 2f) + draws.Between(-MaxShift, MaxShift));
        canvas.RotateDegrees(draws.Between(-MaxDegrees, MaxDegrees));
        canvas.Scale(draws.Between(LeastScale, MostScale));
        canvas.DrawText(text, -bounds.MidX, -bounds.MidY, font, paint);
        AddNoise(bitmap, draws);
        return bitmap;
    }

    private static SKColor Colour(Draws draws) => new(Level(draws), Level(draws), Level(draws));

    private static byte Level(Draws draws) => (byte)draws.Between(0, 256);

    /// <summary>The contrast ratio of WCAG 2: 1 to 21.</summary>
    private static double Contrast(SKColor a, SKColor b)
    {
        double first = Luminance(a) + 0.05, second = Luminance(b) + 0.05;
        return Math.Max(first, second) / Math.Min(first, second);
    }

    private static double Luminance(SKColor c) => (0.2126 * Linear(c.Red)) + (0.7152 * Linear(c.Green)) + (0.0722 * Linear(c.Blue));

    private static double Linear(byte level) =>
        level / 255.0 is var v && v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);

    private static void AddNoise(SKBitmap bitmap, Draws draws)
    {
        var pixels = bitmap.GetPixelSpan();
        for (var i = 0; i < pixels.Length; i++)
        {
            // Every fourth byte is opacity.
            if (i % 4 != 3) pixels[i] = (byte)Math.Clamp(Math.Round(pixels[i] + (NoiseLevels * draws.Normal())), 0, 255);
        }
    }
}
