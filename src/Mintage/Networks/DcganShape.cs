namespace Mintage.Networks;

/// <summary>The sizes that the two networks of a DCGAN share. Immutable.</summary>
/// <param name="Height">Image height, a multiple of 2^Levels.</param>
/// <param name="Width">Image width, a multiple of 2^Levels.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="LatentDimension">Length of the latent vector.</param>
/// <param name="Filters">Feature maps at half the image's resolution. Deeper levels have more.</param>
public sealed record DcganShape(int Height, int Width, int Channels, int Classes, int LatentDimension, int Filters)
{
    /// <summary>The discriminator halves the image until no side is above this.</summary>
    private const int SmallestSide = 8;

    /// <summary>Number of times the discriminator halves the image and the generator doubles it: 2 up to 32 pixels, 3
    /// up to 64, 4 up to 128.</summary>
    public int Levels => LevelsOf(Height, Width);

    /// <summary>Number of pixels of a feature map at the lowest resolution.</summary>
    internal int LowestPixels => (Height >> Levels) * (Width >> Levels);

    /// <summary>The discriminator's feature maps after this number of halvings: F, 2F, 4F, ...</summary>
    internal int DiscriminatorMaps(int halvings) => Filters << (halvings - 1);

    /// <summary>
    /// The generator's feature maps at 1 / 2^halvings of the image's resolution: F, F, 2F, 4F, ..., half the
    /// discriminator's.
    /// </summary>
    internal int GeneratorMaps(int halvings) => Filters << Math.Max(0, halvings - 2);

    /// <summary>Says why images of this size cannot be used; null if they can.</summary>
    public static string? SizeFault(int height, int width)
    {
        var factor = 1 << LevelsOf(height, width);
        return height % factor == 0 && width % factor == 0 ? null
            : $"height and width must be multiples of {factor} for the GANs, but are {height} x {width}. Pad the "
                + $"images to {Up(height)} x {Up(width)}, for example, or resize or crop them.";

        int Up(int side) => (side + factor - 1) / factor * factor;
    }

    private static int LevelsOf(int height, int width)
    {
        var levels = 2;
        while (Math.Max(height, width) >> levels > SmallestSide) levels++;
        return levels;
    }
}
