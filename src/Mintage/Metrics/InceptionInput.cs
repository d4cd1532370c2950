using Mintage.Data;
using Mintage.Data.Pictures;
using Mintage.Networks;
using Mintage.Networks.Inception;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>Prepares images for <see cref="InceptionV3"/>. Each image is prepared alone, so batches do not
/// matter.</summary>
internal static class InceptionInput
{
    private const int Size = InceptionV3.InputSize;

    /// <param name="pixels">uint8 [N, 1 | 3, H, W], CPU; not disposed. Grey is repeated to three channels.</param>
    /// <param name="preparation">One of the published ways.</param>
    /// <returns>Float32 [N, 3, 299, 299], channels-last, about [-1, 1]; the caller's scope owns it.</returns>
    /// <exception cref="ArgumentException">The images are not uint8, or have another number of channels.</exception>
    public static Tensor Prepare(Tensor pixels, ImagePreparation preparation)
    {
        ImageTensors.RequirePixels(pixels);
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var x = preparation switch
        {
            ImagePreparation.PytorchFid => HalfPixel(pixels).mul_(2f).sub_(1f),
            _ => Resize(pixels, preparation).sub_(128f).div_(128f),
        };
        // Repeated only now, because the three channels of a grey image are resized alike.
        return ChannelsLast.Of(x.expand(-1, 3, -1, -1)).MoveToOuterDisposeScope();
    }

    /// <summary>Gives only the resized pixels, on the scale 0 to 255, float32, with the image's own channels.</summary>
    internal static Tensor Resize(Tensor pixels, ImagePreparation preparation) => preparation switch
    {
        ImagePreparation.PytorchFid => HalfPixel(pixels).mul_(255f),
        ImagePreparation.Clean => Separable(pixels.to(ScalarType.Float32), Resampling.PillowBicubic).clamp_(0, 255),
        ImagePreparation.Tf1 => Separable(pixels.to(ScalarType.Float32), Resampling.TensorFlow1Bilinear),
        _ => throw new ArgumentOutOfRangeException(nameof(preparation)),
    };

    /// <summary>Resizes on [0, 1], because pytorch-fid scales its images before it resizes them.</summary>
    private static Tensor HalfPixel(Tensor pixels) =>
        Separable(pixels.to(ScalarType.Float32).div_(255f), Resampling.PyTorchBilinear);

    /// <summary>Resizes along the rows, then along the columns, like Pillow.</summary>
    private static Tensor Separable(Tensor pixels, Func<int, int, float[,]> weights)
    {
        var columns = tensor(weights((int)pixels.shape[3], Size), device: CPU).t();
        var rows = tensor(weights((int)pixels.shape[2], Size), device: CPU);
        return rows.matmul(pixels.matmul(columns));
    }
}

/// <summary>
/// One-dimensional resizing as a matrix: row i holds the weights of the input pixels in output pixel i. Positions are
/// rounded as in the references: PyTorch 1.13 uses double from a float32 step, torch-fidelity uses float32. libtorch
/// 2.10's own resizing is up to 0.003 of 255 off when an image shrinks.
/// </summary>
internal static class Resampling
{
    /// <summary>Bilinear as in PyTorch with align_corners = false and no antialias: pixel i has its centre at i +
    /// 1/2.</summary>
    public static float[,] PyTorchBilinear(int input, int output) =>
        Bilinear(input, output, (i, step) => Math.Max((step * (i + 0.5)) - 0.5, 0));

    /// <summary>Bilinear as in TensorFlow 1: output i lies at i * input / output of the input, without the half-pixel
    /// shift.</summary>
    public static float[,] TensorFlow1Bilinear(int input, int output) =>
        Bilinear(input, output, (i, step) => (float)(i * step));

    /// <summary>Pillow's bicubic (a = -1/2), widened when an image shrinks.</summary>
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
