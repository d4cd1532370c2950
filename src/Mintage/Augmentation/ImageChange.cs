using Mintage.Runtime;

namespace Mintage.Augmentation;

/// <summary>The classical augmentation of one image.</summary>
/// <param name="Map">Moves the pixels.</param>
/// <param name="Brightness">Factor of every pixel; 1 changes nothing.</param>
/// <param name="Contrast">Factor of every pixel's distance from the image's mean; 1 changes nothing.</param>
internal readonly record struct ImageChange(AffineMap Map, double Brightness, double Contrast)
{
    private const int FineSteps = 1 << 20;

    /// <summary>
    /// Draws one change. It always takes five numbers of the stream, so that changing one option does not alter the
    /// draws for the others.
    /// </summary>
    public static ImageChange Draw(ClassicalOptions options, int height, int width, SeededRandom random)
    {
        var shiftX = Symmetric() * options.MaxShift * width;
        var shiftY = Symmetric() * options.MaxShift * height;
        var degrees = Symmetric() * options.MaxRotationDegrees;
        var scale = 1 + (Symmetric() * options.MaxScale);
        // The fifth number's 53 bits are shared out, the mirror first: that keeps images as they were before there were other uses.
        var bits = random.NextDouble();
        var mirror = Take(2) == 0 && options.Mirror;
        var flip = Take(2) == 0 && options.MirrorVertical;
        var quarters = Take(4);
        if (!options.QuarterTurns) quarters = 0;
        if (height != width) quarters &= ~1; // by a half turn or not: a quarter turn would lose the ends
        var brightness = 1 + (Fine() * options.Brightness);
        var contrast = 1 + (Fine() * options.Contrast);
        // A flip upside down is a flip left to right and half a turn.
        var map = new AffineMap(shiftX, shiftY, degrees + (90 * quarters) + (flip ? 180 : 0), scale, mirror ^ flip);
        return new ImageChange(map, brightness, contrast);

        double Symmetric() => (2 * random.NextDouble()) - 1;

        double Fine() => ((Take(FineSteps) + 0.5) / FineSteps * 2) - 1;

        int Take(int parts)
        {
            bits *= parts;
            var whole = (int)bits;
            bits -= whole;
            return whole;
        }
    }
}
