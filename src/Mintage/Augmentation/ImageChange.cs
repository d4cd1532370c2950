using Mintage.Runtime;

namespace Mintage.Augmentation;

/// <summary>What classical augmentation does to one image.</summary>
/// <param name="Map">Where its pixels go.</param>
/// <param name="Brightness">Factor of every pixel; 1 leaves it.</param>
/// <param name="Contrast">Factor of every pixel's distance from the image's mean; 1 leaves it.</param>
internal readonly record struct ImageChange(AffineMap Map, double Brightness, double Contrast)
{
    private const int FineSteps = 1 << 20;

    /// <summary>Draws one change: always five numbers of the stream, whatever the options, so that changing one option leaves the other changes as they were.</summary>
    public static ImageChange Draw(ClassicalOptions options, int height, int width, SeededRandom random)
    {
        var shiftX = Symmetric() * options.MaxShift * width;
        var shiftY = Symmetric() * options.MaxShift * height;
        var degrees = Symmetric() * options.MaxRotationDegrees;
        var scale = 1 + (Symmetric() * options.MaxScale);
        // The fifth number's 53 bits are shared out, the first to the mirror: images are changed as they were when there was no more.
        var bits = random.NextDouble();
        var mirror = Take(2) == 0 && options.Mirror;
        var flip = Take(2) == 0 && options.MirrorVertical;
        var quarters = Take(4);
        if (!options.QuarterTurns) quarters = 0;
        if (height != width) quarters &= ~1; // by a half turn or not: a quarter turn would lose the ends
        var brightness = 1 + (Fine() * options.Brightness);
        var contrast = 1 + (Fine() * options.Contrast);
        // Upside down is left to right and half a turn.
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
