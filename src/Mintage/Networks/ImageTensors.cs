using Mintage.Data;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>Labelled images as two tensors. Batches are gathered from them and scaled by <see cref="PixelScale"/>. Safe
/// to read from several threads.</summary>
/// <remarks>The pixels stay uint8, a quarter of the memory of float32. The owner disposes it.</remarks>
public sealed class ImageTensors : IDisposable
{
    /// <summary>Copies images and labels to tensors.</summary>
    /// <param name="images">The images to copy.</param>
    /// <param name="device">The device that will compute; null for the processor.</param>
    public ImageTensors(LabelledImages images, ComputeDevice? device = null)
    {
        Device = device ?? ComputeDevice.Cpu;
        ClassCount = images.ClassCount;
        using var scope = NewDisposeScope();
        var rows =
            tensor(images.Pixels, [images.Count, images.Height, images.Width, images.Channels], ScalarType.Byte, CPU);
        Pixels = rows.permute(0, 3, 1, 2).contiguous().MovedTo(Device.Torch).DetachFromDisposeScope();
        Labels = tensor(Array.ConvertAll(images.Labels, l => (long)l), device: CPU).MovedTo(Device.Torch)
            .DetachFromDisposeScope();
    }

    /// <summary>Takes features in the place of pixels.</summary>
    /// <param name="features">Float32 [N, D], CPU; owned by this object from then on.</param>
    /// <param name="images">The images they are of; their labels are copied.</param>
    internal ImageTensors(Tensor features, LabelledImages images)
    {
        (Device, ClassCount) = (ComputeDevice.Cpu, images.ClassCount);
        using (features) Pixels = features.unsqueeze(2).unsqueeze(3).DetachFromDisposeScope();
        Labels = tensor(Array.ConvertAll(images.Labels, l => (long)l), device: CPU).DetachFromDisposeScope();
    }

    /// <summary>The device of both tensors and of the batches from them.</summary>
    public ComputeDevice Device { get; }

    /// <summary>uint8 [N, C, H, W]; or float32 [N, D, 1, 1], features that a pretrained network made of the
    /// images.</summary>
    public Tensor Pixels { get; }

    /// <summary>Int64 [N].</summary>
    public Tensor Labels { get; }

    /// <summary>Height and width of an image in pixels.</summary>
    public (int Height, int Width) Shape => ((int)Pixels.shape[2], (int)Pixels.shape[3]);

    /// <summary>Number of images.</summary>
    public int Count => (int)Pixels.shape[0];

    /// <summary>Number of classes, including those without images.</summary>
    public int ClassCount { get; }

    /// <summary>Gathers pixels uint8 [B, C, H, W] and labels int64 [B] of the given rows; the caller's scope owns
    /// both.</summary>
    public (Tensor Pixels, Tensor Labels) Rows(ReadOnlySpan<int> rows)
    {
        using var index = tensor(rows.ToArray(), ScalarType.Int64, CPU).MovedTo(Pixels.device);
        return (Pixels.index_select(0, index), Labels.index_select(0, index));
    }

    /// <summary>Rows of <see cref="Pixels"/> as a classifier takes them: scaled to [0, 1], or the features as they are.
    /// The caller's scope owns the result.</summary>
    internal static Tensor AsInput(Tensor rows) =>
        rows.dtype == ScalarType.Byte ? PixelScale.ToUnit(rows) : rows.alias();

    /// <summary>Refuses what is not uint8 [N, 1 or 3, H, W].</summary>
    internal static void RequirePixels(Tensor pixels)
    {
        if (pixels.dtype != ScalarType.Byte || pixels.shape is not [_, 1 or 3, _, _])
            throw new ArgumentException(
                $"images must be uint8 [N, 1 or 3, H, W], but are {pixels.dtype} [{string.Join(", ", pixels.shape)}]",
                nameof(pixels));
    }

    /// <summary>Disposes both tensors.</summary>
    public void Dispose()
    {
        Pixels.Dispose();
        Labels.Dispose();
    }
}
