using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Augmentation;

/// <summary>Classical augmentation, then one strong change per image, then Cutout.</summary>
/// <param name="classical">Must have no faults.</param>
/// <param name="options">Must have no faults.</param>
/// <remarks>Holds no tensor and no state; safe to use from several threads.</remarks>
internal sealed class StrongAugmentation(ClassicalOptions classical, StrongOptions options) : IAugmentation
{
    private const double MaxDegrees = 30, MaxShear = 0.3, MaxScale = 0.3, MaxTone = 0.9, FewestLevels = 4;

    /// <inheritdoc/>
    public Tensor Apply(Tensor images, SeededRandom random)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var changed = new ClassicalAugmentation(classical).Apply(images, random);
        var draws = new Draw[(int)images.shape[0]];
        for (var i = 0; i < draws.Length; i++) draws[i] = Draw.Next(options.Changes.Count, random);
        for (var c = 0; c < options.Changes.Count; c++)
        {
            int[] rows = [.. Enumerable.Range(0, draws.Length).Where(i => draws[i].Change == c)];
            if (rows.Length == 0 || options.Changes[c] == StrongChange.Identity) continue;
            var index = tensor(rows, ScalarType.Int64, CPU).MovedTo(images.device);
            var signed = Array.ConvertAll(rows, i => draws[i].Signed);
            changed.index_copy_(0, index, Changed(options.Changes[c], changed.index_select(0, index), signed));
        }
        if (options.CutoutShare > 0) CutOut(changed, draws);
        return changed.MoveToOuterDisposeScope();
    }

    /// <param name="change">The change.</param>
    /// <param name="images">Float32 [n, C, H, W] in [0, 1]; left alone.</param>
    /// <param name="signed">Strength of each image with its direction, -1 to 1.</param>
    private static Tensor Changed(StrongChange change, Tensor images, double[] signed)
    {
        return change switch
        {
            StrongChange.Rotate => Moved(s => AffineMap.Identity with { Degrees = s * MaxDegrees }),
            StrongChange.ShearX => Moved(s => AffineMap.Identity with { ShearX = s * MaxShear }),
            StrongChange.ShearY => Moved(s => AffineMap.Identity with { ShearY = s * MaxShear }),
            StrongChange.Scale => Moved(s => AffineMap.Identity with { Scale = 1 + (s * MaxScale) }),
            StrongChange.Brightness => Blended(zeros_like(images)),
            StrongChange.Contrast => Blended(images.mean([1, 2, 3], keepdim: true)),
            StrongChange.Saturation => Blended(images.mean([1], keepdim: true)),
            StrongChange.Sharpness => Blended(nn.functional.avg_pool2d(
                images, 3, stride: 1, padding: 1, count_include_pad: false)),
            StrongChange.Posterise => Posterised(),
            StrongChange.Solarise => where(images > PerImage(s => 1 - Math.Abs(s)), images.neg().AddInPlace(1), images),
            _ => images,
        };

        Tensor Moved(Func<double, AffineMap> map) =>
            ClassicalAugmentation.Warp(images, Array.ConvertAll(signed, s => map(s)));

        // Towards what lacks the property, or away from it.
        Tensor Blended(Tensor without) =>
            images.Plus(without, -1).mul_(PerImage(s => 1 + (s * MaxTone))).AddInPlace(without).ClampInPlace(0, 1);

        Tensor Posterised()
        {
            var levels = PerImage(s => Math.Round(Math.Pow(2, 8 - (Math.Abs(s) * (8 - Math.Log2(FewestLevels))))) - 1);
            return images.mul(levels).round_().div_(levels);
        }

        Tensor PerImage(Func<double, double> value) =>
            tensor(Array.ConvertAll(signed, s => (float)value(s)), [signed.Length, 1, 1, 1], device: CPU)
                .MovedTo(images.device);
    }

    /// <summary>Puts the image's mean into a square of each.</summary>
    private void CutOut(Tensor images, Draw[] draws)
    {
        var (height, width) = ((int)images.shape[2], (int)images.shape[3]);
        var (down, across) = (options.CutoutShare * height, options.CutoutShare * width);
        for (var i = 0; i < draws.Length; i++)
        {
            using var scope = NewDisposeScope();
            var image = images[i];
            var (top, left) = ((draws[i].Top * height) - (down / 2), (draws[i].Left * width) - (across / 2));
            var (rows, columns) = (Within(top, down, height), Within(left, across, width));
            if (rows.End.Value <= rows.Start.Value || columns.End.Value <= columns.Start.Value) continue;
            image[.., rows, columns] = image.mean();
        }
    }

    private static Range Within(double from, double length, int side) =>
        (int)Math.Clamp(Math.Round(from), 0, side)..(int)Math.Clamp(Math.Round(from + length), 0, side);

    /// <summary>What happens to one image: always five numbers of the stream.</summary>
    /// <param name="Change">Index of its change.</param>
    /// <param name="Signed">Strength with its direction, -1 to 1.</param>
    /// <param name="Top">Middle of what is cut out, 0 to 1.</param>
    /// <param name="Left">The same across.</param>
    private readonly record struct Draw(int Change, double Signed, double Top, double Left)
    {
        public static Draw Next(int changes, SeededRandom random)
        {
            var change = (int)(random.NextDouble() * changes);
            var sign = random.NextDouble() < 0.5 ? -1 : 1;
            return new Draw(change, sign * random.NextDouble(), random.NextDouble(), random.NextDouble());
        }
    }
}
