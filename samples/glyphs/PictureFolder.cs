using SkiaSharp;

namespace Glyphs;

/// <summary>Writes the pictures of one class.</summary>
internal static class PictureFolder
{
    /// <summary>Pictures 000001.png and on, each in a random face of a random family.</summary>
    public static void Write(string folder, GlyphClass glyph, int count, IReadOnlyList<FontFamily> families, Draws draws)
    {
        Directory.CreateDirectory(folder);
        for (var i = 1; i <= count; i++)
        {
            using var picture = GlyphPicture.Paint(glyph.Text, draws.Of(draws.Of(families).Faces), draws);
            using var png = picture.Encode(SKEncodedImageFormat.Png, quality: 100);
            using var file = File.Create(Path.Combine(folder, $"{i:D6}.png"));
            png.SaveTo(file);
        }
    }
}
