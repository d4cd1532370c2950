using Mintage.Networks;
using Mintage.Networks.Inception;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>Images as <see cref="InceptionV3"/> takes them. Each image is prepared by itself: batches do not matter.</summary>
public static class InceptionInput
{
    private const int Size = InceptionV3.InputSize;

    /// <summary>Resizes and scales.</summary>
    /// <param name="pixels">uint8 [N, 1 | 3, H, W], CPU; not disposed. Grey is repeated to three channels.</param>
    /// <param name="preparation">Which of the published ways.</param>
    /// <returns>Float32 [N, 3, 299, 299], channels-last, about [-1, 1]; the caller's scope owns it.</returns>
    /// <exception cref="ArgumentException">They are not uint8, or have another number of channels.</exception>
    public static Tensor Prepare(Tensor pixels, ImagePreparation preparation)
    {
        if (pixels.dtype != ScalarType.Byte || pixels.shape is not [_, 1 or 3, _, _])
            throw new ArgumentException($"images must be uint8 [N, 1 or 3, H, W], but are {pixels.dtype} [{string.Join(", ", pixels.shape)}]", nameof(pixels));
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var x = preparation switch
        {
            ImagePreparation.PytorchFid => HalfPixel(pixels).mul_(2f).sub_(1f),
            _ => Resize(pixels, preparation).sub_(128f).div_(128f),
        };
        // Only now: the three channels of a grey image are resized alike.
        return ChannelsLast.Of(x.expand(-1, 3, -1, -1)).MoveToOuterDisposeScope();
    }

    /// <summary>The resized pixels alone on the scale 0...255, float32, with the channels that the image has.</summary>
    internal static Tensor Resize(Tensor pixels, ImagePreparation preparation) => preparation switch
    {
        ImagePreparation.PytorchFid => HalfPixel(pixels).mul_(255f),
        ImagePreparation.Clean => Separable(pixels.to(ScalarType.Float32), Resampling.PillowBicubic).clamp_(0, 255),
        ImagePreparation.Tf1 => Separable(pixels.to(ScalarType.Float32), Resampling.TensorFlow1Bilinear),
        _ => throw new ArgumentOutOfRangeException(nameof(preparation)),
    };

    /// <summary>On [0, 1], as pytorch-fid has its images before it resizes them.</summary>
    private static Tensor HalfPixel(Tensor pixels) => Separable(pixels.to(ScalarType.Float32).div_(255f), Resampling.PyTorchBilinear);

    /// <summary>Along the rows, then along the columns, as Pillow.</summary>
    private static Tensor Separable(Tensor pixels, Func<int, int, float[,]> weights)
    {
        var columns = tensor(weights((int)pixels.shape[3], Size)).t();
        var rows = tensor(weights((int)pixels.shape[2], Size));
        return rows.matmul(pixels.matmul(columns));
    }
}
