using SkiaSharp;

namespace Glyphs;

/// <summary>The faces of one design, in all weights and widths: all are used for training, or all for testing.</summary>
/// <param name="Name">The family's name without words for weights and widths.</param>
/// <param name="Faces">Its faces, in the order of their files.</param>
internal sealed record FontFamily(string Name, IReadOnlyList<SKTypeface> Faces)
{
    private static readonly HashSet<string> WeightsAndWidths =
        ["Thin", "Hairline", "Light", "ExtraLight", "Medium", "Semibold", "SemiBold", "Heavy", "Black", "ExtraBold", "Condensed", "Narrow"];

    /// <summary>The families below a folder whose faces have every character of a text, sorted by name.</summary>
    public static List<FontFamily> Find(string folder, string text)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f).ToUpperInvariant() is ".TTF" or ".OTF");
        return [.. files.Order(StringComparer.Ordinal)
            .Select(f => SKTypeface.FromFile(f))
            .Where(face => face is not null && face.ContainsGlyphs(text))
            .GroupBy(face => DesignOf(face.FamilyName), StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new FontFamily(g.Key, [.. g]))];
    }

    /// <summary>For people.</summary>
    public static string Names(IEnumerable<FontFamily> families) =>
        string.Join(", ", families.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Name} ({f.Faces.Count})"));

    private static string DesignOf(string family) => string.Join(' ', family.Split(' ').Where(word => !WeightsAndWidths.Contains(word)));
}
