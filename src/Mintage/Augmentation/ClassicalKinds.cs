namespace Mintage.Augmentation;

/// <summary>Classical augmentation for kinds of images, by name. Whether images are of a kind is for people to say.</summary>
public static class ClassicalKinds
{
    /// <summary>The names: "none", "digits" (the defaults; also for text), "photos", "symmetric" (no left and right, no up and down).</summary>
    public static IReadOnlyList<string> Names { get; } = ["none", "digits", "photos", "symmetric"];

    /// <summary>The options of a name, or null.</summary>
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
