using Mintage.Data;
using Mintage.Data.Pictures;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Networks.Backbones;

/// <summary>
/// Prepares images for <see cref="ResNet18"/> as the package of its weights does: resized to a square, blue before
/// green before red, less the mean picture of ImageNet. Each image is prepared alone, so batches do not matter.
/// </summary>
internal static class BackboneInput
{
    /// <summary>The side that the network was trained at.</summary>
    public const int TrainedSide = 224;

    private const int LargestSide = 1024;

    /// <summary>
    /// The package's mean picture, 224 x 224 pixels in its order (blue, green, red), averaged over 8 x 8 pixels: within
    /// 0.6 of 255 of the package's, and the root of the mean square is 0.05.
    /// </summary>
    private static readonly Lazy<NpyArray> MeanPicture = new(() =>
    {
        const string Resource = "Mintage.Networks.Backbones.resnet18-mean.npy";
        using var stream = typeof(BackboneInput).Assembly.GetManifestResourceStream(Resource)!;
        return NpyArray.Read(stream);
    });

    /// <summary>What is done to an image of 1 or 3 channels, for results.</summary>
    public static string Describe(int side, int channels) =>
        $"bilinear {side} x {side}{(channels == 1 ? ", grey as three channels" : "")}";

    /// <summary>Checks the side of the square that images are resized to.</summary>
    /// <exception cref="UserInputException">It is not a multiple of 32 between 32 and 1,024.</exception>
    public static void RequireSide(int side)
    {
        if (SideFault(side) is { } fault) throw new UserInputException(fault);
    }

    /// <summary>What is wrong with a side, a full sentence; null if nothing is.</summary>
    public static string? SideFault(int side)
    {
        const int Multiple = ResNet18Design.Multiple;
        return side is >= Multiple and <= LargestSide && side % Multiple == 0
            ? null
            : $"The side of the images for ResNet-18 must be a multiple of {Multiple} from {Multiple} to "
                + $"{LargestSide:N0}, but is {side}. It was trained at {TrainedSide}; smaller ones take less time.";
    }

    /// <summary>Prepares images.</summary>
    /// <param name="pixels">uint8 [N, 1 | 3, H, W] (red, green, blue), CPU; not disposed. Grey is repeated to three
    /// channels. Images of another shape than a square are stretched.</param>
    /// <param name="side">Side of the square; checked by <see cref="RequireSide"/>.</param>
    /// <returns>Float32 [N, 3, side, side], about [-130, 160], channels-last; the caller's scope owns it.</returns>
    /// <exception cref="ArgumentException">The images are not uint8, or have another number of channels.</exception>
    public static Tensor Prepare(Tensor pixels, int side)
    {
        ImageTensors.RequirePixels(pixels);
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        return OfFloats(pixels.to(ScalarType.Float32), side).MoveToOuterDisposeScope();
    }

    /// <summary>Does the same for float32 images in [0, 1], as classifiers see them.</summary>
    public static Tensor PrepareUnit(Tensor images, int side)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        return OfFloats(images.clone().MultiplyInPlace(255), side).MoveToOuterDisposeScope();
    }

    private static Tensor OfFloats(Tensor images, int side)
    {
        using var scope = NewDisposeScope();
        var resized = Resize(images, side);
        // Grey is repeated only now, because its three channels are resized alike.
        return ChannelsLast.Of(resized.flip(1) - Mean(side).MovedTo(images.device)).MoveToOuterDisposeScope();
    }

    /// <summary>Resizes along the rows, then along the columns: bilinear, and antialiased where an image
    /// shrinks.</summary>
    internal static Tensor Resize(Tensor images, int side)
    {
        using var scope = NewDisposeScope();
        var columns = Matrix((int)images.shape[3], side).MovedTo(images.device).t();
        var rows = Matrix((int)images.shape[2], side).MovedTo(images.device);
        return rows.matmul(images.matmul(columns)).MoveToOuterDisposeScope();
    }

    /// <summary>The mean picture at a side, float32 [3, side, side], blue first; the caller's scope owns it.</summary>
    internal static Tensor Mean(int side)
    {
        using var scope = NewDisposeScope();
        var mean = MeanPicture.Value;
        var coarse = tensor(mean.Values<float>(), [1, .. mean.Shape.Select(size => (long)size)], device: CPU);
        return Resize(coarse, side)[0].MoveToOuterDisposeScope();
    }

    /// <summary>Row i holds the weights of the input pixels in output pixel i.</summary>
    internal static Tensor Matrix(int input, int output)
    {
        var windows = ResizeWindows.Of(ResizeFilter.Bilinear, input, output);
        var matrix = new float[output, input];
        for (var i = 0; i < output; i++)
        {
            for (var k = 0; k < windows.Weights[i].Length; k++) matrix[i, windows.First[i] + k] = windows.Weights[i][k];
        }
        return tensor(matrix, device: CPU);
    }
}
