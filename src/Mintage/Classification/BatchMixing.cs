using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Classification;

/// <summary>A batch whose images are partly those of other images of the batch.</summary>
/// <param name="Images">Float32 [B, C, H, W].</param>
/// <param name="Labels">Labels of the first images, int64 [B].</param>
/// <param name="OtherLabels">Labels of the images that were mixed in, int64 [B]; null where none were.</param>
/// <param name="Share">Share of the first images, 0 to 1.</param>
internal readonly record struct MixedBatch(Tensor Images, Tensor Labels, Tensor? OtherLabels, double Share);

/// <summary>Mixup and CutMix.</summary>
internal static class BatchMixing
{
    /// <summary>Mixes a batch as a recipe says. The caller's scope owns what is new.</summary>
    /// <param name="recipe">Says how; it must mix images.</param>
    /// <param name="images">Float32 [B, C, H, W].</param>
    /// <param name="labels">Int64 [B].</param>
    /// <param name="random">Source of partners, share and rectangle, all drawn on the host.</param>
    public static MixedBatch Of(TrainingRecipe recipe, Tensor images, Tensor labels, SeededRandom random)
    {
        var cuts = recipe.CutMixAlpha > 0 && (recipe.MixupAlpha == 0 || random.NextInt32(2) == 0);
        var share = Beta(cuts ? recipe.CutMixAlpha : recipe.MixupAlpha, random);
        long[] partners = Array.ConvertAll(random.Permutation((int)images.shape[0]), row => (long)row);
        using var index = tensor(partners, device: CPU).MovedTo(images.device);
        using var others = images.index_select(0, index);
        var otherLabels = labels.index_select(0, index);
        return cuts
            ? Cut(images, others, labels, otherLabels, share, random)
            : new MixedBatch(
                images.clone().MultiplyInPlace(share).AddInPlace(others, 1 - share), labels, otherLabels, share);
    }

    private static MixedBatch Cut(
        Tensor images, Tensor others, Tensor labels, Tensor otherLabels, double share, SeededRandom random)
    {
        var (height, width) = (images.shape[2], images.shape[3]);
        var side = Math.Sqrt(1 - share);
        var (top, bottom) = Span(height, side, random.NextDouble());
        var (left, right) = Span(width, side, random.NextDouble());
        var mixed = images.clone();
        using (var place = mixed[.., .., (int)top..(int)bottom, (int)left..(int)right])
        using (var from = others[.., .., (int)top..(int)bottom, (int)left..(int)right])
            if (place.numel() > 0) place.copy_(from);
        var cut = (double)((bottom - top) * (right - left)) / (height * width); // what was cut, which borders shorten
        return new MixedBatch(mixed, labels, otherLabels, 1 - cut);
    }

    private static (long From, long To) Span(long length, double share, double centre)
    {
        var (middle, half) = (centre * length, share * length / 2);
        return ((long)Math.Round(Math.Max(0, middle - half)), (long)Math.Round(Math.Min(length, middle + half)));
    }

    /// <summary>A draw from Beta(a, a) by Johnk's method, which suits a up to 2.</summary>
    private static double Beta(double a, SeededRandom random)
    {
        while (true)
        {
            var x = Math.Pow(random.NextDouble(), 1 / a);
            var y = Math.Pow(random.NextDouble(), 1 / a);
            if (x + y is > 0 and <= 1) return x / (x + y);
        }
    }
}
