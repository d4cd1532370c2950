using Mintage.Data;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>Labelled images as two tensors; batches are gathered from them and scaled by <see cref="PixelScale"/>.</summary>
/// <remarks>Kept as uint8: a quarter of the memory of float32. Disposed by the owner.</remarks>
public sealed class ImageTensors : IDisposable
{
    /// <summary>Copies the images.</summary>
    /// <param name="images">Images and labels.</param>
    /// <param name="device">Where they are to be computed with; null for the processor.</param>
    public ImageTensors(LabelledImages images, ComputeDevice? device = null)
    {
        Device = device ?? ComputeDevice.Cpu;
        ClassCount = images.ClassCount;
        using var scope = NewDisposeScope();
        var rows = tensor(images.Pixels, [images.Count, images.Height, images.Width, images.Channels], ScalarType.Byte, CPU);
        Pixels = rows.permute(0, 3, 1, 2).contiguous().MovedTo(Device.Torch).DetachFromDisposeScope();
        Labels = tensor(Array.ConvertAll(images.Labels, l => (long)l), device: CPU).MovedTo(Device.Torch).DetachFromDisposeScope();
    }

    /// <summary>Where both tensors are, and so the batches from them.</summary>
    public ComputeDevice Device { get; }

    /// <summary>uint8 [N, C, H, W].</summary>
    public Tensor Pixels { get; }

    /// <summary>Int64 [N].</summary>
    public Tensor Labels { get; }

    /// <summary>Height and width of an image in pixels.</summary>
    public (int Height, int Width) Shape => ((int)Pixels.shape[2], (int)Pixels.shape[3]);

    /// <summary>Number of images.</summary>
    public int Count => (int)Pixels.shape[0];

    /// <summary>Number of classes, whether or not each has images.</summary>
    public int ClassCount { get; }

    /// <summary>Pixels uint8 [B, C, H, W] and labels int64 [B] of the given rows; the caller's scope owns both.</summary>
    public (Tensor Pixels, Tensor Labels) Rows(ReadOnlySpan<int> rows)
    {
        using var index = tensor(rows.ToArray(), ScalarType.Int64, CPU).MovedTo(Pixels.device);
        return (Pixels.index_select(0, index), Labels.index_select(0, index));
    }

    /// <summary>Frees both tensors.</summary>
    public void Dispose()
    {
        Pixels.Dispose();
        Labels.Dispose();
    }
}
