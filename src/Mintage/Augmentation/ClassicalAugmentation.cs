using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Augmentation;

/// <summary>
/// Classical augmentation. Each image is shifted, rotated and scaled, and on request mirrored, turned by quarters and
/// elastically distorted, all in one bilinear resampling. Then brightness and contrast change on request. Pixels that
/// enter repeat the border: black stays black around a digit, and a photograph gets no black edge (zeros would give
/// one, reflection a second copy of what touches the border).
/// </summary>
/// <param name="options">Must have no faults.</param>
/// <remarks>Holds no tensor and no state; safe to use from several threads.</remarks>
public sealed class ClassicalAugmentation(ClassicalOptions options) : IAugmentation
{
    /// <summary>Changes every image at random.</summary>
    /// <param name="images">Float32 [B, C, H, W] in [0, 1], in any layout; left alone.</param>
    /// <param name="random">
    /// Gives the same number of draws for every image, one image after the other, so two half batches change like one
    /// whole batch.
    /// All draws happen on the host.
    /// </param>
    /// <returns>A new tensor of the same shape, range and device. The caller's dispose scope owns it; gradients do not
    /// flow through it.</returns>
    /// <exception cref="ArgumentException">The images are not float32 [B, C, H, W].</exception>
    public Tensor Apply(Tensor images, SeededRandom random)
    {
        if (images.dim() != 4 || images.dtype != ScalarType.Float32)
            throw new ArgumentException(
                $"images must be Float32 [B, C, H, W], but are {images.dtype} [{string.Join(", ", images.shape)}]",
                nameof(images));
        var (count, height, width) = ((int)images.shape[0], (int)images.shape[2], (int)images.shape[3]);
        var field = options.ElasticPixels > 0 ? new ElasticField(options, height, width) : null;
        var changes = new ImageChange[count];
        var noise = new float[count * (field?.NoisePerImage ?? 0)];
        for (var i = 0; i < count; i++)
        {
            changes[i] = ImageChange.Draw(options, height, width, random);
            if (field is not null) random.FillNormal(noise.AsSpan(i * field.NoisePerImage, field.NoisePerImage));
        }
        using var _ = no_grad();
        if (count == 0 || options.ChangesNothing) return images.clone();
        using var scope = NewDisposeScope();
        var moved = options.MovesNothing
            ? images.clone()
            : Warp(images, Array.ConvertAll(changes, change => change.Map), field?.Of(noise, images.device));
        if (options.ChangesTones) ChangeTones(moved, changes);
        return moved.MoveToOuterDisposeScope();
    }

    /// <summary>Changes contrast about each image's mean, then brightness.</summary>
    private static void ChangeTones(Tensor images, ImageChange[] changes)
    {
        using var contrast = PerImage(change => change.Contrast);
        using var brightness = PerImage(change => change.Brightness);
        using var mean = images.mean([1, 2, 3], keepdim: true);
        images.sub_(mean).mul_(contrast).add_(mean).mul_(brightness).ClampInPlace(0, 1);

        Tensor PerImage(Func<ImageChange, double> factor) =>
            tensor(Array.ConvertAll(changes, change => (float)factor(change)), [changes.Length, 1, 1, 1], device: CPU)
                .MovedTo(images.device);
    }

    /// <param name="images">Float32 [B, C, H, W].</param>
    /// <param name="maps">One per image.</param>
    /// <param name="displacements">Float32 [B, H, W, 2], added to each pixel's source; or null.</param>
    /// <returns>Float32 [B, C, H, W] in [0, 1]; the caller's scope owns it.</returns>
    internal static Tensor Warp(Tensor images, ReadOnlySpan<AffineMap> maps, Tensor? displacements = null)
    {
        if (!TensorOperations.AreUsedFor(images)) return BilinearWarp.Of(images, maps, displacements);
        using var scope = NewDisposeScope();
        var (height, width) = ((int)images.shape[2], (int)images.shape[3]);
        var matrices = new float[maps.Length * AffineMap.Length];
        for (var i = 0; i < maps.Length; i++)
            maps[i].WriteInverse(matrices.AsSpan(i * AffineMap.Length, AffineMap.Length), height, width);
        var theta = tensor(matrices, [maps.Length, 2, 3], device: CPU).MovedTo(images.device);
        var grid = SamplingGrid.Of(theta, height, width);
        if (displacements is not null) grid.AddInPlace(displacements);
        return nn.functional.grid_sample(
            images, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false)
            .ClampInPlace(0, 1).MoveToOuterDisposeScope();
    }
}

/// <summary>The classical augmentation of one image.</summary>
/// <param name="Map">Moves the pixels.</param>
/// <param name="Brightness">Factor of every pixel; 1 changes nothing.</param>
/// <param name="Contrast">Factor of every pixel's distance from the image's mean; 1 changes nothing.</param>
internal readonly record struct ImageChange(AffineMap Map, double Brightness, double Contrast)
{
    private const int FineSteps = 1 << 20;

    /// <summary>
    /// Draws one change. It always takes five numbers of the stream, so that changing one option does not alter the
    /// draws for the others.
    /// </summary>
    public static ImageChange Draw(ClassicalOptions options, int height, int width, SeededRandom random)
    {
        var shiftX = Symmetric() * options.MaxShift * width;
        var shiftY = Symmetric() * options.MaxShift * height;
        var degrees = Symmetric() * options.MaxRotationDegrees;
        var scale = 1 + (Symmetric() * options.MaxScale);
        // The fifth number's 53 bits are shared out, the mirror first: that keeps images as they were before there were
        // other uses.
        var bits = random.NextDouble();
        var mirror = Take(2) == 0 && options.Mirror;
        var flip = Take(2) == 0 && options.MirrorVertical;
        var quarters = Take(4);
        if (!options.QuarterTurns) quarters = 0;
        if (height != width) quarters &= ~1; // by a half turn or not: a quarter turn would lose the ends
        var brightness = 1 + (Fine() * options.Brightness);
        var contrast = 1 + (Fine() * options.Contrast);
        // A flip upside down is a flip left to right and half a turn.
        var map = new AffineMap(shiftX, shiftY, degrees + (90 * quarters) + (flip ? 180 : 0), scale, mirror ^ flip);
        return new ImageChange(map, brightness, contrast);

        double Symmetric() => (2 * random.NextDouble()) - 1;

        double Fine() => ((Take(FineSteps) + 0.5) / FineSteps * 2) - 1;

        int Take(int parts)
        {
            bits *= parts;
            var whole = (int)bits;
            bits -= whole;
            return whole;
        }
    }
}
