using Mintage.Data;
using static TorchSharp.torch;

namespace Mintage.Benchmarks.Peers;

/// <summary>
/// The training images in the size and range a design wants, all at once as float32, in batches of a new order every epoch;
/// a partial batch at the end is dropped.
/// </summary>
/// <param name="images">Grey.</param>
/// <param name="side">Height and width the design works in.</param>
/// <param name="lowest">What black is: 0 or -1; white is 1.</param>
/// <param name="batch">Images per batch.</param>
internal sealed class PeerData(LabelledImages images, int side, double lowest, int batch)
{
    private readonly Tensor all = Scaled(images, side, lowest), allLabels = tensor(images.Labels, ScalarType.Int64);
    private Tensor order = randperm(images.Count);
    private int next;

    /// <summary>Images per batch.</summary>
    public int Batch => batch;

    /// <summary>Float32 [B, 1, S, S] and int64 [B]; the caller's scope owns both.</summary>
    public (Tensor Images, Tensor Labels) Next()
    {
        if (next + batch > images.Count)
        {
            order.Dispose();
            order = randperm(images.Count).DetachFromDisposeScope();
            next = 0;
        }
        var rows = order.slice(0, next, next + batch, 1);
        next += batch;
        return (all.index_select(0, rows), allLabels.index_select(0, rows));
    }

    /// <summary>A generator's images as uint8 [N, 1, H, W] in the size of the training images.</summary>
    public Tensor ToPixels(Tensor fakes) =>
        Resized((fakes - lowest) / (1 - lowest), images.Height).mul(255).round().clamp(0, 255).to(ScalarType.Byte);

    private static Tensor Scaled(LabelledImages images, int side, double lowest)
    {
        using var scope = NewDisposeScope();
        var unit = tensor(images.Pixels, [images.Count, 1, images.Height, images.Width], ScalarType.Byte).to(ScalarType.Float32) / 255;
        return (lowest + ((1 - lowest) * Resized(unit, side))).DetachFromDisposeScope();
    }

    private static Tensor Resized(Tensor values, int side) => values.shape[3] == side
        ? values
        : nn.functional.interpolate(values, size: [side, side], mode: InterpolationMode.Bilinear, align_corners: false);
}
