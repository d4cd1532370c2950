namespace Mintage.Augmentation;

/// <summary>
/// How far classical augmentation may change an image. The defaults are the usual ones for 28x28 digits: 2 pixels,
/// 10 degrees, 10 percent. They must not change what an image shows, so choose them for the data.
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
        return faults;

        void Require(string what, double value, double lowest, double highest, string unit)
        {
            // Written so that what is not a number is a fault.
            if (!(value >= lowest && value <= highest)) faults.Add($"classical {what} must lie between {lowest} and {highest}{unit}, but is {value}.");
        }
    }

    internal bool ChangesNothing => MaxShift == 0 && MaxRotationDegrees == 0 && MaxScale == 0 && ElasticPixels == 0 && !Mirror;
}
