using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Augmentation;

/// <summary>A kind of random change that gradients flow through.</summary>
public enum DifferentiableTransform
{
    /// <summary>
    /// Brightness x + U(-0.5, 0.5), then for three channels saturation times U(0, 2), then contrast times U(0.5, 1.5).
    /// </summary>
    Colour,

    /// <summary>A shift by whole pixels, up to an eighth of each side. Pixels that enter are 0, middle grey.</summary>
    Translation,

    /// <summary>A rectangle of half of each side, placed anywhere (also partly outside), becomes 0, middle
    /// grey.</summary>
    Cutout,
}

/// <summary>
/// DiffAugment (Zhao et al. 2020, arXiv:2006.10738): every image that the discriminator sees, real or fake, in its own
/// step or the generator's, is first changed at random. The discriminator then cannot memorise few images. As the
/// change is differentiable, the generator still learns to make unchanged images.
/// </summary>
/// <param name="policy">The kinds of change. They are applied in the order colour, translation, cutout.</param>
/// <remarks>Holds no tensor and no state; safe to use from several threads. The ranges are those of the paper's
/// code.</remarks>
internal sealed class DifferentiableAugmentation(IReadOnlyList<DifferentiableTransform> policy)
{
    private const double MaxShift = 0.125, CutShare = 0.5;

    /// <summary>Changes every image at random.</summary>
    /// <param name="images">[B, C, H, W] in [-1, 1], of any floating-point type; left alone.</param>
    /// <param name="random">
    /// Gives seven numbers per image, and three more if there is a probability, one image after the other and whatever
    /// the policy. All
    /// draws happen on the host.
    /// </param>
    /// <param name="probability">Chance, 0 to 1, that a transform is applied to an image, independent of the others;
    /// null applies all.</param>
    /// <returns>The same shape and type, sometimes slightly outside the range; the caller's scope owns it.</returns>
    public Tensor Apply(Tensor images, SeededRandom random, double? probability = null)
    {
        using var scope = NewDisposeScope();
        var (count, height, width) = ((int)images.shape[0], (int)images.shape[2], (int)images.shape[3]);
        var (brightness, saturation, contrast) = (new double[count], new double[count], new double[count]);
        var (shifts, cuts) = (new (int Right, int Down)[count], new (int Left, int Top)[count]);
        for (var i = 0; i < count; i++)
        {
            (brightness[i], saturation[i], contrast[i]) =
                (random.NextDouble() - 0.5, 2 * random.NextDouble(), random.NextDouble() + 0.5);
            shifts[i] = (Whole(Reach(width)), Whole(Reach(height)));
            cuts[i] = (Corner(width), Corner(height));
            if (probability is not { } p) continue;
            // An image that is spared keeps all its bits.
            if (random.NextDouble() >= p) (brightness[i], saturation[i], contrast[i]) = (0, 1, 1);
            if (random.NextDouble() >= p) shifts[i] = (0, 0);
            if (random.NextDouble() >= p) cuts[i] = (width, height);
        }
        var result = images;
        if (policy.Contains(DifferentiableTransform.Colour))
            result = Contrast(Saturation(Brightness(result, brightness), saturation), contrast);
        if (policy.Contains(DifferentiableTransform.Translation)) result = Translation(result, shifts);
        if (policy.Contains(DifferentiableTransform.Cutout)) result = Cutout(result, cuts, Side(width), Side(height));
        return (ReferenceEquals(result, images) ? images.alias() : result).MoveToOuterDisposeScope();

        static int Reach(int side) => (int)Math.Round(side * MaxShift, MidpointRounding.AwayFromZero);
        static int Side(int side) => (int)((side * CutShare) + 0.5);
        int Whole(int reach) => random.NextInt32((2 * reach) + 1) - reach;
        // The centre lies on any pixel, or for an even rectangle on any corner of one.
        int Corner(int side) => random.NextInt32(side + 1 - (Side(side) % 2)) - (Side(side) / 2);
    }

    /// <summary>Computes x + b.</summary>
    internal static Tensor Brightness(Tensor images, double[] summands) => images.Plus(PerImage(summands, images));

    /// <summary>Computes m + s (x - m), with m the mean over the channels. An image of one channel stays as it
    /// is.</summary>
    internal static Tensor Saturation(Tensor images, double[] factors) =>
        images.shape[1] == 1 ? images : About(images, [1], factors);

    /// <summary>Computes m + c (x - m), with m the mean of the image.</summary>
    internal static Tensor Contrast(Tensor images, double[] factors) => About(images, [1, 2, 3], factors);

    /// <summary>Moves image i by whole pixels and fills with zeros.</summary>
    internal static Tensor Translation(Tensor images, (int Right, int Down)[] shifts)
    {
        using var scope = NewDisposeScope();
        var (channels, height, width) = (images.shape[1], (int)images.shape[2], (int)images.shape[3]);
        var (pixels, outside) = (height * width, height * width);
        var sources = new long[shifts.Length * pixels];
        for (var i = 0; i < sources.Length; i++)
        {
            var (right, down) = shifts[i / pixels];
            var (y, x) = ((i % pixels / width) - down, (i % width) - right);
            sources[i] = y >= 0 && y < height && x >= 0 && x < width ? (y * width) + x : outside;
        }
        var padded = cat([images.flatten(2), zeros([shifts.Length, channels, 1], images.dtype, images.device)], 2);
        var index = tensor(sources, [shifts.Length, 1, pixels], device: CPU)
            .MovedTo(images.device).expand(-1, channels, -1);
        return padded.gather(2, index).view(images.shape).MoveToOuterDisposeScope();
    }

    /// <summary>Sets a rectangle of image i to zero. Parts outside the image are ignored.</summary>
    internal static Tensor Cutout(Tensor images, (int Left, int Top)[] corners, int cutWidth, int cutHeight)
    {
        using var scope = NewDisposeScope();
        var (height, width) = ((int)images.shape[2], (int)images.shape[3]);
        var kept = new float[corners.Length * height * width];
        Array.Fill(kept, 1);
        for (var i = 0; i < corners.Length; i++)
        {
            var (first, last) = (Math.Max(0, corners[i].Left), Math.Min(width, corners[i].Left + cutWidth));
            for (var y = Math.Max(0, corners[i].Top); y < Math.Min(height, corners[i].Top + cutHeight); y++)
                kept.AsSpan((((i * height) + y) * width) + first, last - first).Clear();
        }
        return (images * tensor(kept, [corners.Length, 1, height, width], device: CPU)
            .MovedTo(images.device).to(images.dtype)).MoveToOuterDisposeScope();
    }

    /// <summary>Computes f x + (1 - f) m, with m the mean over these dimensions.</summary>
    private static Tensor About(Tensor images, long[] dimensions, double[] factors)
    {
        using var scope = NewDisposeScope();
        var mean = images.mean(dimensions, keepdim: true) * PerImage([.. factors.Select(f => 1 - f)], images);
        return (images * PerImage(factors, images)).AddInPlace(mean).MoveToOuterDisposeScope();
    }

    private static Tensor PerImage(double[] values, Tensor images) =>
        tensor(values, [values.Length, 1, 1, 1], device: CPU).MovedTo(images.device).to(images.dtype);
}
