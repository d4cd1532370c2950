using Mintage.Data;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// What of an image does not change when its content moves or gets brighter: the absolute values of its lowest spatial
/// frequencies, scaled to length 1. Copies are near each other in these features even when they are shifted; the reverse
/// does not hold (an image turned by 180 degrees has the same), so look at the pixels of what they find.
/// </summary>
internal static class SpectrumFeatures
{
    /// <summary>Highest frequency in periods per side: as much detail as 16 x 16 pixels.</summary>
    private const int Highest = 7;

    private const int PixelsAtOnce = 1 << 21;

    /// <summary>Features of these images, from the mean of their channels.</summary>
    /// <param name="images">The images.</param>
    /// <param name="rows">Indices of the images to take, in this order.</param>
    /// <returns>Float32 [N, D], D at most 120; zeros for an image of one value; the caller's scope owns it.</returns>
    public static Tensor Of(LabelledImages images, ReadOnlySpan<int> rows)
    {
        using var scope = NewDisposeScope();
        var batch = Math.Max(1, PixelsAtOnce / images.PixelsPerImage);
        var parts = new List<Tensor>();
        for (var at = 0; at < rows.Length; at += batch) parts.Add(OfBatch(images, rows.Slice(at, Math.Min(batch, rows.Length - at))));
        return cat(parts, 0).MoveToOuterDisposeScope();
    }

    private static Tensor OfBatch(LabelledImages images, ReadOnlySpan<int> rows)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (images.Height, images.Width);
        var grey = tensor(images.Select(rows.ToArray()).Pixels, [rows.Length, height, width, images.Channels], ScalarType.Byte).to(ScalarType.Float32).mean([3]);
        grey.AddInPlace(grey.mean([1, 2], keepdim: true), -1);
        var (down, right) = (Math.Min(Highest, (height - 1) / 2), Math.Min(Highest, width / 2));
        // Negative frequencies are at the end; along x they are the mirror image of the positive ones and left out.
        var all = fft.rfft2(grey).abs().slice(2, 0, right + 1, 1);
        var low = cat([all.slice(1, 0, down + 1, 1), all.slice(1, height - down, height, 1)], 1).flatten(1);
        var lengths = low.mul(low).sum(1, keepdim: true).sqrt_().ClampInPlace(1e-3, float.MaxValue);
        return low.div_(lengths).MoveToOuterDisposeScope();
    }
}
