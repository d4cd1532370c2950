using Mintage.Data;
using Mintage.Data.Pictures;

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

    /// <summary>Pillow's bicubic (a = -1/2), widened where an image shrinks.</summary>
    public static float[,] PillowBicubic(int input, int output)
    {
        var matrix = new float[output, input];
        var windows = ResizeWindows.Of(ResizeFilter.Bicubic, input, output);
        for (var i = 0; i < output; i++)
        {
            for (var k = 0; k < windows.Weights[i].Length; k++) matrix[i, windows.First[i] + k] = windows.Weights[i][k];
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
}
