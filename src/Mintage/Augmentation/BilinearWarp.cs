using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Mintage.Augmentation;

/// <summary>
/// Resamples bilinearly on the processor, clamped to the border and to [0, 1]. Does the work of affine_grid and
/// grid_sample in one pass, without their grid and in a third of the time.
/// </summary>
internal static unsafe class BilinearWarp
{
    /// <param name="images">Float32 [B, C, H, W], in any layout; left alone.</param>
    /// <param name="maps">One per image.</param>
    /// <param name="displacements">Float32 [B, H, W, 2], added to each pixel's source in affine_grid's coordinates; or
    /// null.</param>
    /// <returns>Float32 [B, C, H, W] in [0, 1]; the caller's scope owns it.</returns>
    public static Tensor Of(Tensor images, ReadOnlySpan<AffineMap> maps, Tensor? displacements)
    {
        using var scope = NewDisposeScope();
        var source = images.contiguous();
        var moved = displacements?.contiguous();
        var result = empty(images.shape, device: CPU);
        var plane = new Plane((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);
        Span<float> matrix = stackalloc float[AffineMap.Length];
        fixed (float* from = Numbers(source), to = Numbers(result), shifts = moved is null ? [] : Numbers(moved))
        {
            for (var i = 0; i < maps.Length; i++)
            {
                maps[i].WriteInverse(matrix, plane.Height, plane.Width);
                var at = (long)i * plane.Channels * plane.Size;
                Resample(plane, matrix, from + at, to + at, shifts is null ? null : shifts
                    + ((long)i * 2 * plane.Size));
            }
        }
        return result.MoveToOuterDisposeScope();
    }

    private readonly record struct Plane(int Channels, int Height, int Width)
    {
        public int Size => Height * Width;
    }

    private static void Resample(in Plane plane, ReadOnlySpan<float> matrix, float* from, float* to, float* shifts)
    {
        var (width, height, size) = (plane.Width, plane.Height, plane.Size);
        var (stepX, stepY) = (matrix[0], matrix[3] * height / width);
        for (var y = 0; y < height; y++)
        {
            var down = (((2 * y) + 1f) / height) - 1;
            var left = (1f / width) - 1;
            var startX = (((((matrix[0] * left) + (matrix[1] * down) + matrix[2] + 1) * width) - 1) / 2);
            var startY = (((((matrix[3] * left) + (matrix[4] * down) + matrix[5] + 1) * height) - 1) / 2);
            for (var x = 0; x < width; x++, to++)
            {
                var (sourceX, sourceY) = (startX + (stepX * x), startY + (stepY * x));
                if (shifts is not null)
                {
                    sourceX += *shifts++ * width / 2;
                    sourceY += *shifts++ * height / 2;
                }
                sourceX = Math.Clamp(sourceX, 0, width - 1);
                sourceY = Math.Clamp(sourceY, 0, height - 1);
                var (x0, y0) = ((int)sourceX, (int)sourceY);
                var (shareX, shareY) = (sourceX - x0, sourceY - y0);
                var (right, below) = (x0 + 1 < width ? 1 : 0, y0 + 1 < height ? width : 0);
                var pixel = from + (y0 * width) + x0;
                for (var c = 0; c < plane.Channels; c++, pixel += size)
                {
                    var upper = pixel[0] + (shareX * (pixel[right] - pixel[0]));
                    var lower = pixel[below] + (shareX * (pixel[below + right] - pixel[below]));
                    to[c * size] = Math.Clamp(upper + (shareY * (lower - upper)), 0, 1);
                }
            }
        }
    }

    private static Span<float> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
