using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Synthesis;

/// <summary>What a filter did to a synthetic set.</summary>
/// <param name="ClassifierSha256">SHA-256 of its classifier's weights.</param>
/// <param name="MinConfidence">Least probability of the asked-for label; 0 for agreement alone.</param>
/// <param name="Drawn">Images drawn.</param>
/// <param name="Kept">Images kept.</param>
public sealed record FilterFacts(string ClassifierSha256, double MinConfidence, int Drawn, int Kept);

/// <summary>
/// Rejection sampling: draws again until a classifier gives every image the label it was drawn for. Rejects wrong labels
/// at the price of the rarer looks of a class; the classifier must have seen the GAN's training part only.
/// </summary>
/// <param name="classifier">Float32 [B, C, H, W] in [0, 1] to logits; not disposed.</param>
/// <param name="minConfidence">Least probability of the asked-for label.</param>
/// <param name="maxDraws">Draws at most for each image.</param>
internal sealed class SampleFilter(nn.Module<Tensor, Tensor> classifier, double minConfidence, int maxDraws)
{
    private const int Batch = 500;

    /// <summary>One accepted image per label, in the labels' order.</summary>
    /// <returns>The images and how many were drawn for them.</returns>
    /// <exception cref="UserInputException">A class is accepted too rarely; names the classes.</exception>
    public (LabelledImages Images, int Drawn) Sample(GanMixture gans, int[] labels, SeedTree seed)
    {
        var size = gans.Height * gans.Width * gans.Channels;
        var (pixels, drawn) = (new byte[(long)labels.Length * size], 0);
        int[] open = [.. Enumerable.Range(0, labels.Length)];
        for (var round = 0; round < maxDraws && open.Length > 0; round++)
        {
            var wanted = Array.ConvertAll(open, i => labels[i]);
            var candidates = gans.Sample(wanted, round == 0 ? seed : seed.Child("round", round));
            var keep = Accept(candidates);
            for (var i = 0; i < open.Length; i++)
                if (keep[i]) candidates.Image(i).CopyTo(pixels.AsSpan(open[i] * size));
            drawn += open.Length;
            open = [.. open.Where((_, i) => !keep[i])];
        }
        if (open.Length > 0) throw TooFew(gans.ClassNames, labels, open);
        return (new LabelledImages(gans.Name, pixels, labels, gans.Height, gans.Width, gans.Channels, gans.ClassNames), drawn);
    }

    private bool[] Accept(LabelledImages candidates)
    {
        using var _ = no_grad();
        using var tensors = new ImageTensors(candidates);
        var keep = new bool[candidates.Count];
        for (var start = 0; start < keep.Length; start += Batch)
        {
            using var scope = NewDisposeScope();
            var end = Math.Min(start + Batch, keep.Length);
            var probabilities = classifier.forward(PixelScale.ToUnit(tensors.Pixels.slice(0, start, end, 1))).softmax(1);
            var (best, predicted) = probabilities.max(1);
            var (confidence, label) = (best.data<float>().ToArray(), predicted.data<long>().ToArray());
            for (var i = start; i < end; i++) keep[i] = label[i - start] == candidates.Labels[i] && confidence[i - start] >= minConfidence;
        }
        return keep;
    }

    private UserInputException TooFew(IReadOnlyList<string> classNames, int[] labels, int[] open)
    {
        var missing = open.CountBy(i => labels[i]).OrderByDescending(p => p.Value)
            .Select(p => $"'{classNames[p.Key]}' lacks {p.Value:N0} of {labels.Count(l => l == p.Key):N0}");
        return new UserInputException(
            $"The filter must accept one image in {maxDraws} at least, but after {maxDraws} draws each, class {string.Join(", ", missing)}. Train the GAN longer, lower the filter's min_confidence, raise its max_draws_per_image, or ask for fewer images.");
    }
}
