namespace Mintage.Augmentation;

/// <summary>A change of which <see cref="StrongAugmentation"/> gives each image one, at a random strength.</summary>
public enum StrongChange
{
    /// <summary>No change.</summary>
    Identity,

    /// <summary>A rotation by up to 30 degrees either way.</summary>
    Rotate,

    /// <summary>A shear to the left or right by up to 0.3.</summary>
    ShearX,

    /// <summary>A shear up or down by up to 0.3.</summary>
    ShearY,

    /// <summary>Larger or smaller by up to 30 %.</summary>
    Scale,

    /// <summary>Brighter or darker by up to 90 %.</summary>
    Brightness,

    /// <summary>More or less contrast by up to 90 %.</summary>
    Contrast,

    /// <summary>More or less colour by up to 90 %; grey images stay as they are.</summary>
    Saturation,

    /// <summary>Sharper or softer by up to 90 %.</summary>
    Sharpness,

    /// <summary>Fewer levels of brightness, down to 4.</summary>
    Posterise,

    /// <summary>Pixels above a threshold are inverted.</summary>
    Solarise,
}

/// <summary>
/// Strong augmentation after the classical one: one change per image from a list, each as likely, at a strength drawn
/// uniformly (TrivialAugment, Müller and Hutter 2021, arXiv:2103.10158), then Cutout. Immutable.
/// </summary>
public sealed record StrongOptions
{
    private const double LargestCutout = 0.8;

    /// <summary>The changes; empty for none.</summary>
    public IReadOnlyList<StrongChange> Changes { get; init; } = OfShapes;

    /// <summary>
    /// Side of the square that is cut out, as a share of the image's, 0 (off) to 0.8; it may lie partly outside
    /// (DeVries and Taylor 2017, arXiv:1708.04552).
    /// </summary>
    public double CutoutShare { get; init; }

    /// <summary>Changes that leave drawn shapes readable: digits, text, symbols.</summary>
    public static IReadOnlyList<StrongChange> OfShapes { get; } =
    [
        StrongChange.Identity, StrongChange.Rotate, StrongChange.ShearX, StrongChange.ShearY, StrongChange.Scale,
        StrongChange.Brightness, StrongChange.Contrast, StrongChange.Sharpness,
    ];

    /// <summary>Every change: for photographs.</summary>
    public static IReadOnlyList<StrongChange> OfPhotographs { get; } = Enum.GetValues<StrongChange>();

    /// <summary>The usual options after a classical augmentation: every change where images are mirrored, which drawn
    /// shapes are not.</summary>
    public static StrongOptions After(ClassicalOptions classical) =>
        new() { Changes = classical.Mirror ? OfPhotographs : OfShapes };

    /// <summary>The usual strong augmentation, after a classical one without faults.</summary>
    public static IAugmentation Augmentation(ClassicalOptions classical) =>
        new StrongAugmentation(classical, After(classical));

    /// <summary>Everything that is wrong with them, each a full sentence; empty when they can be used.</summary>
    public IReadOnlyList<string> Faults() => CutoutShare is >= 0 and <= LargestCutout
        ? []
        : [$"cutout share must lie between 0 and {LargestCutout}, but is {CutoutShare}."];
}
