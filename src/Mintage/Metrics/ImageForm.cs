using Mintage.Data;

namespace Mintage.Metrics;

/// <summary>
/// The form of an image regardless of its colours: means over a grid of at most 12 x 12 cells, along the direction of
/// colour in which the image varies most, scaled to mean 0 and length 1. Raw pixels would compare backgrounds: a red
/// letter is nearer to a mirrored red one than to a green one.
/// </summary>
internal sealed class ImageForm
{
    private const int Side = 12, Iterations = 20;
    private const double Least = 1e-4;
    private readonly float[] cells;

    private ImageForm(float[] cells) => this.cells = cells;

    /// <summary>Makes the form of an image, after a change if one is given.</summary>
    public static ImageForm Of(LabelledImages images, int index, SymmetryKind? change = null)
    {
        var (height, width, channels) = (images.Height, images.Width, images.Channels);
        var (rows, columns) = (Math.Min(Side, height), Math.Min(Side, width));
        var (cells, counts) = (new float[rows * columns], new int[rows * columns]);
        var image = images.Image(index);
        var direction = channels == 1 ? [1] : MainDirection(image);
        for (var p = 0; p < height * width; p++)
        {
            var (y, x) = Math.DivRem(p, width);
            (y, x) = change switch
            {
                SymmetryKind.Mirror => (y, width - 1 - x),
                SymmetryKind.MirrorVertical => (height - 1 - y, x),
                SymmetryKind.QuarterTurn => (x, height - 1 - y),
                _ => (y, x),
            };
            var cell = (y * rows / height * columns) + (x * columns / width);
            counts[cell]++;
            for (var c = 0; c < channels; c++) cells[cell] += (float)direction[c] * image[(p * channels) + c];
        }
        for (var i = 0; i < cells.Length; i++) cells[i] /= counts[i];
        var mean = cells.Average();
        for (var i = 0; i < cells.Length; i++) cells[i] -= mean;
        var length = (float)Math.Max(Least, Math.Sqrt(Dot(cells, cells)));
        for (var i = 0; i < cells.Length; i++) cells[i] /= length;
        return new ImageForm(cells);
    }

    /// <summary>Gives 0 for equal forms and 1.4 for unlike ones. Dark on bright and bright on dark count as
    /// equal.</summary>
    public double DistanceTo(ImageForm other) =>
        Math.Sqrt(Math.Max(Least, 2 * (1 - Math.Abs(Dot(cells, other.cells)))));

    private static float Dot(float[] a, float[] b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>First principal component of the pixels' colours, by power iteration.</summary>
    private static double[] MainDirection(ReadOnlySpan<byte> image)
    {
        var (mean, covariance, pixels) = (new double[3], new double[3, 3], image.Length / 3);
        for (var i = 0; i < image.Length; i++) mean[i % 3] += (double)image[i] / pixels;
        for (var p = 0; p < pixels; p++)
        {
            for (var a = 0; a < 3; a++)
            {
                for (var b = 0; b < 3; b++)
                    covariance[a, b] += (image[(3 * p) + a] - mean[a]) * (image[(3 * p) + b] - mean[b]);
            }
        }
        // Starts with the channel that varies most, because it is never at a right angle to the component.
        var start = Enumerable.Range(0, 3).MaxBy(c => covariance[c, c]);
        double[] direction = [covariance[0, start], covariance[1, start], covariance[2, start]];
        for (var i = 0; i < Iterations; i++)
        {
            double[] next =
                [.. Enumerable.Range(0, 3)
                .Select(a => (covariance[a, 0] * direction[0]) + (covariance[a, 1] * direction[1])
                + (covariance[a, 2] * direction[2]))];
            var length = Math.Max(Least, Math.Sqrt(next.Sum(v => v * v)));
            direction = Array.ConvertAll(next, v => v / length);
        }
        return direction;
    }
}
