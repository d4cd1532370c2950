namespace Mintage.Augmentation;

/// <summary>
/// How far classical augmentation may change an image. The defaults are the usual ones for 28x28 digits: 2 pixels,
/// 10 degrees, 10 percent. They must not change what an image shows, so choose them for the data; <see cref="ClassicalKinds"/>
/// has a set for each kind of images.
/// </summary>
public sealed record ClassicalOptions
{
    /// <summary>Largest shift along each axis, as a share of that side; drawn uniformly in both directions. 0.08 of 28 pixels is 2.24.</summary>
    public double MaxShift { get; init; } = 0.08;

    /// <summary>Largest rotation about the centre; drawn uniformly in both directions.</summary>
    public double MaxRotationDegrees { get; init; } = 10;

    /// <summary>Largest change of size: the factor is drawn uniformly from 1 - this to 1 + this, one for both axes.</summary>
    public double MaxScale { get; init; } = 0.1;

    /// <summary>
    /// Strength of elastic distortion (Simard et al. 2003): root mean square of a pixel's displacement along each axis, in
    /// pixels of an image whose shorter side has 28; 0 is off. Their sigma 4 and alpha 34 are 1.4, which bends
    /// some digits out of shape; half of it is gentle.
    /// </summary>
    public double ElasticPixels { get; init; }

    /// <summary>
    /// Smoothness of elastic distortion: standard deviation of the Gaussian that smooths the random displacements, in
    /// pixels of an image whose shorter side has 28. Small values tear strokes apart, large ones only shift and shear.
    /// </summary>
    public double ElasticSmoothness { get; init; } = 4;

    /// <summary>Whether half of the images are mirrored left to right. Never for digits or text: it makes other characters.</summary>
    public bool Mirror { get; init; }

    /// <summary>Whether half of the images are mirrored top to bottom: where there is no up and down, as under a microscope or from the air.</summary>
    public bool MirrorVertical { get; init; }

    /// <summary>Whether images are turned by 0, 90, 180 or 270 degrees, before any rotation by less; images that are not square by 0 or 180.</summary>
    public bool QuarterTurns { get; init; }

    /// <summary>Largest change of brightness: all pixels are multiplied by a factor drawn uniformly from 1 - this to 1 + this; black stays black.</summary>
    public double Brightness { get; init; }

    /// <summary>Largest change of contrast: distances from the image's mean are multiplied by a factor drawn uniformly from 1 - this to 1 + this.</summary>
    public double Contrast { get; init; }

    /// <summary>Options that leave every image as it is.</summary>
    public static ClassicalOptions None { get; } = new() { MaxShift = 0, MaxRotationDegrees = 0, MaxScale = 0 };

    /// <summary>Everything that is wrong with these options, each a full sentence; empty when they can be used.</summary>
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
            // Written so that what is not a number is a fault.
            if (!(value >= lowest && value <= highest)) faults.Add($"classical {what} must lie between {lowest} and {highest}{unit}, but is {value}.");
        }
    }

    internal bool ChangesNothing => MovesNothing && !ChangesTones;

    /// <summary>Whether pixels stay where they are.</summary>
    internal bool MovesNothing => MaxShift == 0 && MaxRotationDegrees == 0 && MaxScale == 0 && ElasticPixels == 0 && !Mirror && !MirrorVertical && !QuarterTurns;

    /// <summary>Whether brightness or contrast changes.</summary>
    internal bool ChangesTones => Brightness > 0 || Contrast > 0;
}
