namespace Mintage.Augmentation;

/// <summary>
/// Options of classical augmentation. The defaults are the usual ones for 28x28 digits: 2 pixels, 10 degrees, 10
/// percent. A change must not alter what an image shows, so choose the options for your data.
/// <see cref="ClassicalKinds"/> has a set for each kind of images. Immutable.
/// </summary>
public sealed record ClassicalOptions
{
    /// <summary>Largest shift along each axis, as a share of that side (0 to 0.5), drawn uniformly in both directions.
    /// 0.08 of 28 pixels is 2.24.</summary>
    public double MaxShift { get; init; } = 0.08;

    /// <summary>Largest rotation about the centre, 0 to 180 degrees, drawn uniformly in both directions.</summary>
    public double MaxRotationDegrees { get; init; } = 10;

    /// <summary>Largest change of size, 0 to 0.9. One factor for both axes is drawn uniformly from 1 - this to 1 +
    /// this.</summary>
    public double MaxScale { get; init; } = 0.1;

    /// <summary>
    /// Strength of elastic distortion (Simard et al. 2003), 0 (off) to 14: root mean square of a pixel's displacement
    /// along each axis, in pixels of an image whose shorter side has 28. Their sigma 4 and alpha 34 are 1.4, which
    /// bends some digits out of shape; half of that is gentle.
    /// </summary>
    public double ElasticPixels { get; init; }

    /// <summary>
    /// Smoothness of elastic distortion, 1 to 28: standard deviation of the Gaussian that smooths the random
    /// displacements, in pixels of an image whose shorter side has 28. Small values tear strokes apart; large ones only
    /// shift and shear. Ignored if <see cref="ElasticPixels"/> is 0.
    /// </summary>
    public double ElasticSmoothness { get; init; } = 4;

    /// <summary>Mirrors half of the images left to right. Never use it for digits or text: it makes other
    /// characters.</summary>
    public bool Mirror { get; init; }

    /// <summary>Mirrors half of the images top to bottom. For images without up and down, such as microscope or aerial
    /// images.</summary>
    public bool MirrorVertical { get; init; }

    /// <summary>Turns images by 0, 90, 180 or 270 degrees before any smaller rotation; images that are not square by 0
    /// or 180.</summary>
    public bool QuarterTurns { get; init; }

    /// <summary>Largest change of brightness, 0 to 0.9. All pixels are multiplied by a factor drawn uniformly from 1 -
    /// this to 1 + this; black stays black.</summary>
    public double Brightness { get; init; }

    /// <summary>Largest change of contrast, 0 to 0.9. Distances from the image's mean are multiplied by a factor drawn
    /// uniformly from 1 - this to 1 + this.</summary>
    public double Contrast { get; init; }

    /// <summary>Options that leave every image as it is.</summary>
    public static ClassicalOptions None { get; } = new() { MaxShift = 0, MaxRotationDegrees = 0, MaxScale = 0 };

    /// <summary>Lists all faults of these options, each as a full sentence. Empty if the options can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        Require("shift", MaxShift, 0, 0.5, " of the side");
        Require("rotation", MaxRotationDegrees, 0, 180, " degrees");
        Require("scale", MaxScale, 0, 0.9, "");
        Require("elastic displacement", ElasticPixels, 0, 14, " pixels of 28");
        Require("elastic smoothness", ElasticSmoothness, 1, 28, " pixels of 28");
        Require("brightness", Brightness, 0, 0.9, "");
        Require("contrast", Contrast, 0, 0.9, "");
        return faults;

        void Require(string what, double value, double lowest, double highest, string unit)
        {
            // Written so that NaN is a fault.
            if (!(value >= lowest && value <= highest))
                faults.Add($"classical {what} must lie between {lowest} and {highest}{unit}, but is {value}.");
        }
    }

    internal bool ChangesNothing => MovesNothing && !ChangesTones;

    internal bool MovesNothing => MaxShift == 0 && MaxRotationDegrees == 0 && MaxScale == 0 && ElasticPixels == 0
        && !Mirror && !MirrorVertical && !QuarterTurns;

    internal bool ChangesTones => Brightness > 0 || Contrast > 0;
}

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
