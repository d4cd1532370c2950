namespace Mintage.Metrics;

/// <summary>
/// One-dimensional resizing as a matrix: row i holds the weights of the input pixels in output pixel i. Positions are
/// rounded as in the references: PyTorch 1.13 has them in double from a step in float32, torch-fidelity in float32. The
/// resizing of libtorch 2.10 itself is up to 0.003 of 255 off where an image gets smaller.
/// </summary>
internal static class Resampling
{
    /// <summary>Bilinear as PyTorch with align_corners = false and no antialias: pixel i has its centre at i + 1/2.</summary>
    public static float[,] PyTorchBilinear(int input, int output) => Bilinear(input, output, (i, step) => Math.Max((step * (i + 0.5)) - 0.5, 0));

    /// <summary>Bilinear as TensorFlow 1: output i lies at i * input / output of the input, without the half-pixel shift.</summary>
    public static float[,] TensorFlow1Bilinear(int input, int output) => Bilinear(input, output, (i, step) => (float)(i * step));

    /// <summary>
    /// Pillow's bicubic (a = -1/2): when an image shrinks, the kernel is widened by the same factor, which is the
    /// antialias; weights beyond the border are dropped and the others made to sum to 1.
    /// </summary>
    public static float[,] PillowBicubic(int input, int output)
    {
        const double KernelRadius = 2;
        var matrix = new float[output, input];
        var step = (double)input / output;
        var widening = Math.Max(step, 1);
        var radius = KernelRadius * widening;
        for (var i = 0; i < output; i++)
        {
            var centre = (i + 0.5) * step;
            var first = Math.Max((int)(centre - radius + 0.5), 0);
            var end = Math.Min((int)(centre + radius + 0.5), input);
            var sum = Enumerable.Range(first, end - first).Sum(Weight);
            for (var j = first; j < end; j++) matrix[i, j] = (float)(Weight(j) / sum);

            double Weight(int j) => Bicubic((j - centre + 0.5) / widening);
        }
        return matrix;
    }

    private static float[,] Bilinear(int input, int output, Func<int, float, double> position)
    {
        var matrix = new float[output, input];
        var step = (float)input / output;
        for (var i = 0; i < output; i++)
        {
            var at = position(i, step);
            var low = Math.Min((int)at, input - 1);
            var high = Math.Min(low + 1, input - 1); // beyond the last pixel its value goes on
            matrix[i, low] += (float)(1 - (at - low));
            matrix[i, high] += (float)(at - low);
        }
        return matrix;
    }

    private static double Bicubic(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        return x switch
        {
            < 1 => ((((A + 2) * x) - (A + 3)) * x * x) + 1,
            < 2 => ((((x - 5) * x) + 8) * x - 4) * A,
            _ => 0,
        };
    }
}
