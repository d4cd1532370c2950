using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Augmentation;

/// <summary>
/// Smooth random displacements (Simard, Steinkraus and Platt 2003, doi:10.1109/ICDAR.2003.1227801): white noise
/// smoothed by a Gaussian. The noise lies on knots one standard deviation apart, which a Gaussian cannot tell from
/// finer noise, and reaches three beyond the edges. Weights are scaled so that every pixel's displacement has exactly
/// the variance asked for.
/// </summary>
internal sealed class ElasticField
{
    private const double ReferenceSide = 28, Reach = 3;
    private readonly float[] rowWeights, columnWeights;
    private readonly int height, width, knotRows, knotColumns;
    private readonly double pixels;

    public ElasticField(ClassicalOptions options, int height, int width)
    {
        var unit = Math.Min(height, width) / ReferenceSide;
        (this.height, this.width, pixels) = (height, width, options.ElasticPixels * unit);
        var deviation = options.ElasticSmoothness * unit;
        (rowWeights, knotRows) = Weights(height, deviation);
        (columnWeights, knotColumns) = Weights(width, deviation);
    }

    /// <summary>Number of standard normal draws per image. Even, so that two images never share a pair of
    /// draws.</summary>
    public int NoisePerImage => 2 * knotRows * knotColumns;

    /// <summary>Gives displacements in the coordinates of affine_grid.</summary>
    /// <param name="noise">Standard normal, image by image, first those along x.</param>
    /// <param name="device">The images' device.</param>
    /// <returns>Float32 [B, H, W, 2], x before y; the caller's scope owns it.</returns>
    public Tensor Of(float[] noise, Device device)
    {
        using var scope = NewDisposeScope();
        var knots = tensor(noise, [noise.Length / NoisePerImage, 2, knotRows, knotColumns], device: CPU)
            .MovedTo(device);
        var rows = tensor(rowWeights, [height, knotRows], device: CPU).MovedTo(device);
        var columns = tensor(columnWeights, [width, knotColumns], device: CPU).MovedTo(device);
        var size = tensor([(float)(2 * pixels / width), (float)(2 * pixels / height)], [2, 1, 1], device: CPU)
            .MovedTo(device);
        return rows.matmul(knots).matmul(columns.t()).mul_(size).permute(0, 2, 3, 1).MoveToOuterDisposeScope();
    }

    /// <summary>Gives, row by row, the weight of each knot for a pixel. The squares of a row add up to 1.</summary>
    private static (float[] Weights, int Knots) Weights(int side, double deviation)
    {
        var knots = (int)Math.Ceiling((side - 1) / deviation + (2 * Reach)) + 1;
        var weights = new float[side * knots];
        for (var pixel = 0; pixel < side; pixel++)
        {
            // In standard deviations; the knots lie symmetrically about the image.
            var place = ((pixel - ((side - 1) / 2.0)) / deviation) + ((knots - 1) / 2.0);
            double[] row =
                [.. Enumerable.Range(0, knots).Select(knot => Math.Exp(-0.5 * (place - knot) * (place - knot)))];
            var length = Math.Sqrt(row.Sum(weight => weight * weight));
            for (var knot = 0; knot < knots; knot++) weights[(pixel * knots) + knot] = (float)(row[knot] / length);
        }
        return (weights, knots);
    }
}
