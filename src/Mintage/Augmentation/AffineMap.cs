namespace Mintage.Augmentation;

/// <summary>The affine change of one image, about its centre and in this order: mirror, rotate, scale, shift.</summary>
/// <param name="ShiftX">Pixels to the right.</param>
/// <param name="ShiftY">Pixels down.</param>
/// <param name="Degrees">Rotation, counter-clockwise as seen.</param>
/// <param name="Scale">Above 0; above 1 enlarges.</param>
/// <param name="Mirror">True mirrors left to right.</param>
internal readonly record struct AffineMap(double ShiftX, double ShiftY, double Degrees, double Scale, bool Mirror)
{
    /// <summary>Number of entries in the matrix.</summary>
    public const int Length = 6;

    public static AffineMap Identity => new(0, 0, 0, 1, false);

    /// <summary>
    /// Last of all, each row moves right by this many pixels for each pixel it lies below the centre.
    /// </summary>
    public double ShearX { get; init; }

    /// <summary>
    /// Last of all, each column moves down by this many pixels for each pixel it lies right of the centre; not together
    /// with <see cref="ShearX"/>.
    /// </summary>
    public double ShearY { get; init; }

    /// <summary>
    /// Writes the 2x3 matrix, row by row, that tells where each pixel of the result comes from: the inverse of this
    /// map, in the coordinates of affine_grid, which run from -1 to 1 between the outer edges of the image.
    /// </summary>
    public void WriteInverse(Span<float> matrix, int height, int width)
    {
        var (sin, cos) = Math.SinCos(Degrees * Math.PI / 180);
        (sin, cos) = (sin / Scale, cos / Scale);
        var side = Mirror ? -1 : 1;
        matrix[0] = (float)(side * cos);
        matrix[1] = (float)(side * -sin * height / width);
        matrix[2] = (float)(side * 2 * ((sin * ShiftY) - (cos * ShiftX)) / width);
        matrix[3] = (float)(sin * width / height);
        matrix[4] = (float)cos;
        matrix[5] = (float)(-2 * ((sin * ShiftX) + (cos * ShiftY)) / height);
        // The inverse of the shear comes first: its column is mixed into the other one.
        if (ShearX != 0) for (var row = 0; row < Length; row += 3)
            matrix[row + 1] -= (float)(matrix[row] * ShearX * height / width);
        if (ShearY != 0) for (var row = 0; row < Length; row += 3)
            matrix[row] -= (float)(matrix[row + 1] * ShearY * width / height);
    }
}
