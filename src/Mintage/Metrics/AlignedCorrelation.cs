using Mintage.Data;

namespace Mintage.Metrics;

/// <summary>Compares two images that may be shifted by a few pixels and differ in brightness or contrast.</summary>
internal static class AlignedCorrelation
{
    /// <summary>
    /// Gives the largest correlation of the pixels over all shifts, in the part that both images cover. Every channel
    /// has its own mean, so that a common tint does not count.
    /// </summary>
    /// <param name="a">One image.</param>
    /// <param name="b">Another of the same shape.</param>
    /// <param name="shape">The images' set, which gives the shape.</param>
    /// <param name="maxShift">Largest shift along each axis, in pixels, 0 or more.</param>
    /// <returns>-1 to 1, or null if no shift leaves both images with more than one value per channel.</returns>
    public static double? Best(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, LabelledImages shape, int maxShift)
    {
        double? best = null;
        for (var down = -maxShift; down <= maxShift; down++)
        {
            for (var right = -maxShift; right <= maxShift; right++)
            {
                if (Shifted(a, b, shape, down, right) is { } correlation && !(correlation <= best)) best = correlation;
            }
        }
        return best;
    }

    /// <summary>Gives the correlation for one shift of the second image. The sums are whole numbers, so their order
    /// does not matter.</summary>
    private static double? Shifted(
        ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, LabelledImages shape, int down, int right)
    {
        var (height, width, channels) = (shape.Height - Math.Abs(down), shape.Width - Math.Abs(right), shape.Channels);
        if (height < 1 || width < 1) return null;
        var (rowA, rowB) = (Math.Max(0, down), Math.Max(0, -down));
        var (columnA, columnB) = (Math.Max(0, right), Math.Max(0, -right));
        var (varianceA, varianceB, covariance) = (0.0, 0.0, 0.0);
        double count = height * width;
        for (var channel = 0; channel < channels; channel++)
        {
            long sumA = 0, sumB = 0, squaresA = 0, squaresB = 0, products = 0;
            for (var y = 0; y < height; y++)
            {
                var lineA = a.Slice((((rowA + y) * shape.Width) + columnA) * channels, width * channels);
                var lineB = b.Slice((((rowB + y) * shape.Width) + columnB) * channels, width * channels);
                for (var x = channel; x < lineA.Length && x < lineB.Length; x += channels)
                {
                    int u = lineA[x], v = lineB[x];
                    sumA += u;
                    sumB += v;
                    squaresA += u * u;
                    squaresB += v * v;
                    products += u * v;
                }
            }
            varianceA += squaresA - (sumA * (sumA / count));
            varianceB += squaresB - (sumB * (sumB / count));
            covariance += products - (sumA * (sumB / count));
        }
        var scale = Math.Sqrt(varianceA * varianceB);
        // below that: rounding, of images of one value
        return scale > 1e-6 * count ? Math.Clamp(covariance / scale, -1, 1) : null;
    }
}
