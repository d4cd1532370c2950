namespace Mintage.Augmentation;

/// <summary>Named classical augmentations for kinds of images. You decide which kind your images are.</summary>
public static class ClassicalKinds
{
    /// <summary>The names: "none", "digits" (the defaults, also for text), "photos", "symmetric" (no fixed left, right,
    /// up or down).</summary>
    public static IReadOnlyList<string> Names { get; } = ["none", "digits", "photos", "symmetric"];

    /// <summary>Gives the options of a name; null for an unknown name.</summary>
    public static ClassicalOptions? Find(string name) => name switch
    {
        "none" => ClassicalOptions.None,
        "digits" => new ClassicalOptions(),
        "photos" => Photos,
        "symmetric" => Photos with { MirrorVertical = true, QuarterTurns = true },
        _ => null,
    };

    private static ClassicalOptions Photos => new() { Mirror = true, Brightness = 0.2, Contrast = 0.2 };
}
