namespace Glyphs;

/// <summary>A class of pictures.</summary>
/// <param name="Name">Its folder: a name that every file system takes.</param>
/// <param name="Text">What its pictures show.</param>
/// <param name="TrainCount">Training pictures.</param>
internal sealed record GlyphClass(string Name, string Text, int TrainCount)
{
    /// <summary>Test pictures of each class.</summary>
    public const int TestCount = 60;

    /// <summary>Characters that are alike (B, 8, 3, &amp;, S; E, R), from common to rare.</summary>
    public static IReadOnlyList<GlyphClass> All { get; } =
    [
        new("A", "A", 400),
        new("E", "E", 400),
        new("R", "R", 300),
        new("S", "S", 300),
        new("B", "B", 200),
        new("3", "3", 120),
        new("8", "8", 60),
        new("ampersand", "&", 40),
    ];
}
