using System.Security.Cryptography;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Synthesis;

/// <summary>What a filter did to a synthetic set. Immutable.</summary>
/// <param name="ClassifierSha256">SHA-256 of its classifier's weights.</param>
/// <param name="MinConfidence">Least probability of the wanted label; 0 if agreement was enough.</param>
/// <param name="Drawn">Number of images drawn.</param>
/// <param name="Kept">Number of images kept.</param>
public sealed record FilterFacts(string ClassifierSha256, double MinConfidence, int Drawn, int Kept);

/// <summary>
/// Rejection sampling: draws again until a classifier gives every image the label it was drawn for. This rejects wrong
/// labels but also loses the rarer looks of a class (docs/gans.md), so it raises label agreement more surely than
/// usefulness.
/// </summary>
/// <remarks>Train its classifier on the GAN's own training images only, and do not use it to judge anything else. Not
/// thread-safe.</remarks>
public sealed class SampleFilter : IDisposable
{
    private const int Batch = 500, Steps = 500;

    private readonly nn.Module<Tensor, Tensor> classifier;
    private readonly string sha256;

    /// <param name="classifier">Float32 [B, C, H, W] in [0, 1] to logits; disposed with the filter.</param>
    /// <param name="sha256">SHA-256 of its weights.</param>
    /// <param name="lineage">Fingerprints of the images it was trained on.</param>
    internal SampleFilter(nn.Module<Tensor, Tensor> classifier, string sha256, IReadOnlyCollection<string> lineage)
    {
        this.classifier = classifier;
        this.sha256 = sha256;
        Lineage = lineage;
    }

    /// <summary>Least probability of the wanted label, from 0 (agreement is enough) to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside this range.</exception>
    public double MinConfidence
    {
        get;
        init => field = value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "must be at least 0 and below 1");
    }

    /// <summary>Largest number of images drawn for each one that is kept. At least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxDraws
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "must be at least 1");
    } = 10;

    /// <summary>Fingerprints of its classifier's training images.</summary>
    internal IReadOnlyCollection<string> Lineage { get; }

    /// <summary>
    /// Trains a filter on the GANs' training images: 500 steps of the usual classifier for images of this size, on the
    /// processor. The caller disposes it.
    /// </summary>
    /// <param name="gans">The GANs to filter; not disposed.</param>
    /// <param name="source">Contains all images that the GANs saw. Other images are ignored.</param>
    /// <param name="seed">Root of the initial weights and the batch order.</param>
    /// <param name="progress">Called after every epoch.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="UserInputException">Images that the GANs saw are missing.</exception>
    public static SampleFilter Train(
        IReadOnlyList<TrainedGan> gans, LabelledImages source, long seed, IProgress<TaskProgress>? progress =
        null, CancellationToken cancellation = default)
    {
        var lineage = (gans as GanMixture ?? new GanMixture(gans)).Lineage;
        var training = ClassMatching.InClassesOf(
            CopyGuard.TrainingImages(lineage, source), gans[0].Facts.ClassNames, "the GAN");
        var trainer =
            new ClassifierTrainer(ClassifierOptions.ForTraining(training), SeedTree.FromSeed(seed)
            .Child("filter"), withCurve: false);
        var network = trainer.Train(training, training, Steps, progress: progress, cancellation: cancellation).Network;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in ModuleState.Save(network)) hash.AppendData(tensor.Bytes.Span);
        return new SampleFilter(network, Convert.ToHexStringLower(hash.GetHashAndReset()), lineage);
    }

    /// <inheritdoc/>
    public void Dispose() => classifier.Dispose();

    internal FilterFacts Facts(int drawn, int kept) => new(sha256, MinConfidence, drawn, kept);

    /// <summary>Draws one accepted image per label, in the labels' order.</summary>
    /// <returns>The images, and the number of images drawn for them.</returns>
    /// <exception cref="UserInputException">Too few images of a class were accepted; the message names the
    /// classes.</exception>
    internal (LabelledImages Images, int Drawn) Sample(GanMixture gans, int[] labels, SeedTree seed)
    {
        var size = gans.Height * gans.Width * gans.Channels;
        var (pixels, drawn) = (new byte[(long)labels.Length * size], 0);
        int[] open = [.. Enumerable.Range(0, labels.Length)];
        for (var round = 0; round < MaxDraws && open.Length > 0; round++)
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
        return (
            new LabelledImages(
                gans.Name, pixels, labels, gans.Height, gans.Width, gans.Channels, gans.ClassNames), drawn);
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
            var probabilities =
                classifier.forward(PixelScale.ToUnit(tensors.Pixels.slice(0, start, end, 1))).softmax(1);
            var (best, predicted) = probabilities.max(1);
            var (confidence, label) = (best.data<float>().ToArray(), predicted.data<long>().ToArray());
            for (var i = start; i < end; i++)
                keep[i] = label[i - start] == candidates.Labels[i] && confidence[i - start] >= MinConfidence;
        }
        return keep;
    }

    private UserInputException TooFew(IReadOnlyList<string> classNames, int[] labels, int[] open)
    {
        var missing = open.CountBy(i => labels[i]).OrderByDescending(p => p.Value)
            .Select(p => $"'{classNames[p.Key]}' still lacks {p.Value:N0} of {labels.Count(l => l == p.Key):N0}");
        return new UserInputException(
            $"The filter must accept at least one image in {MaxDraws}, but after {MaxDraws} draws each, class "
            + $"{string.Join(", ", missing)}. Train the GAN longer, leave out the filter, or in a plan lower its "
            + "min_confidence or raise its max_draws_per_image.");
    }
}
