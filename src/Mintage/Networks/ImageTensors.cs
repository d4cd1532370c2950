using Mintage.Data;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>Labelled images as two tensors; batches are gathered from them and scaled by <see cref="PixelScale"/>.</summary>
/// <remarks>Kept as uint8: a quarter of the memory of float32. Disposed by the owner.</remarks>
public sealed class ImageTensors : IDisposable
{
    /// <summary>Copies the images.</summary>
    public ImageTensors(LabelledImages images)
    {
        ClassCount = images.ClassCount;
        using var scope = NewDisposeScope();
        var rows = tensor(images.Pixels, [images.Count, images.Height, images.Width, images.Channels], ScalarType.Byte);
        Pixels = rows.permute(0, 3, 1, 2).contiguous().DetachFromDisposeScope();
        Labels = tensor(Array.ConvertAll(images.Labels, l => (long)l)).DetachFromDisposeScope();
    }

    /// <summary>uint8 [N, C, H, W].</summary>
    public Tensor Pixels { get; }

    /// <summary>Int64 [N].</summary>
    public Tensor Labels { get; }

    /// <summary>Number of images.</summary>
    public int Count => (int)Pixels.shape[0];

    /// <summary>Number of classes, whether or not each has images.</summary>
    public int ClassCount { get; }

    /// <summary>Pixels uint8 [B, C, H, W] and labels int64 [B] of the given rows; the caller's scope owns both.</summary>
    public (Tensor Pixels, Tensor Labels) Rows(ReadOnlySpan<int> rows)
    {
        using var index = tensor(rows.ToArray(), ScalarType.Int64);
        return (Pixels.index_select(0, index), Labels.index_select(0, index));
    }

    /// <summary>Frees both tensors.</summary>
    public void Dispose()
    {
        Pixels.Dispose();
        Labels.Dispose();
    }
}
