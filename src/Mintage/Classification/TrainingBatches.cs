using Mintage.Augmentation;
using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Classification;

/// <summary>Images that fill a fixed number of places in every batch.</summary>
/// <param name="Images">Not disposed.</param>
/// <param name="PerBatch">Places in every batch, at least 1.</param>
/// <param name="LossWeight">Weight of each of these images in the loss.</param>
public sealed record BatchSource(ImageTensors Images, int PerBatch, double LossWeight = 1);

/// <summary>
/// What a classifier sees at each step: a fixed share of every batch from each source, each in its own random order,
/// all augmented alike. Step i depends on the seed and on i only.
/// </summary>
public sealed class TrainingBatches
{
    private readonly IReadOnlyList<BatchSource> sources;
    private readonly BatchOrder[] orders;
    private readonly IAugmentation? augmentation;
    private readonly SeedTree seed;
    private readonly float[]? weights;

    /// <summary>Batches from several sources.</summary>
    /// <param name="sources">
    /// At least one, all on one device; the first is the one whose passes count as epochs.
    /// </param>
    /// <param name="seed">
    /// The first source's order comes from "order" itself, so arms with equal sources see equal orders.
    /// </param>
    /// <param name="augmentation">Changes every image of every batch, or null.</param>
    /// <exception cref="UserInputException">A source has fewer images than its places in one batch.</exception>
    public TrainingBatches(
        IReadOnlyList<BatchSource> sources, SeedTree seed, IAugmentation? augmentation = null)
    {
        (this.sources, this.seed, this.augmentation) = (sources, seed, augmentation);
        orders =
            [.. sources.Select(
                (s, i) =>
                new BatchOrder(
                    s.Images.Count, s.PerBatch, i == 0 ? seed.Child("order") : seed.Child("order of source", i)))];
        BatchSize = sources.Sum(s => s.PerBatch);
        if (sources.Any(s => s.LossWeight != sources[0].LossWeight)) weights = Weights(sources);
    }

    /// <summary>Batches of one set.</summary>
    public TrainingBatches(ImageTensors images, int batchSize, SeedTree seed)
        : this([new BatchSource(images, batchSize)], seed) { }

    /// <summary>
    /// Weight of each class in the loss, in label order; null where all count alike. Sources must then weigh the same.
    /// </summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>
    /// Weights that give every class that has an image the same share of the loss: images / (classes * images of the
    /// class).
    /// </summary>
    public static IReadOnlyList<float> EqualShares(ImageTensors images)
    {
        var counts = new int[images.ClassCount];
        foreach (var label in images.Labels.cpu().data<long>().ToArray()) counts[label]++;
        return EqualShares(counts);
    }

    /// <summary>The same weights from the images of each class.</summary>
    internal static IReadOnlyList<float> EqualShares(IReadOnlyList<int> classCounts)
    {
        var (images, classes) = (classCounts.Sum(), classCounts.Count(n => n > 0));
        return [.. classCounts.Select(n => n > 0 ? (float)images / classes / n : 0)];
    }

    /// <summary>Images per step.</summary>
    public int BatchSize { get; }

    /// <summary>Steps of one pass through the first source.</summary>
    public int PerEpoch => orders[0].PerEpoch;

    /// <summary>Number of classes.</summary>
    public int ClassCount => sources[0].Images.ClassCount;

    /// <summary>1 or 3.</summary>
    public int Channels => (int)sources[0].Images.Pixels.shape[1];

    /// <summary>The first source's images, on which the training figures are measured.</summary>
    public ImageTensors Measured => sources[0].Images;

    /// <summary>
    /// Share of each image in the loss, adding up to 1, float32 [B]; null where all count alike. The caller's scope
    /// owns it.
    /// </summary>
    public Tensor? LossShares() => weights is null ? null : tensor(weights, device: CPU).MovedTo(Measured.Device.Torch);

    /// <summary>
    /// Images float32 [B, C, H, W] in [0, 1] and labels int64 [B] of a step; the caller's scope owns both.
    /// </summary>
    public (Tensor Images, Tensor Labels) Batch(int step)
    {
        using var scope = NewDisposeScope();
        var rows = sources.Select((s, i) => s.Images.Rows(orders[i].Rows(step))).ToList();
        var pixels = rows.Count == 1 ? rows[0].Pixels : cat([.. rows.Select(r => r.Pixels)]);
        var labels = rows.Count == 1 ? rows[0].Labels : cat([.. rows.Select(r => r.Labels)]);
        var images = ImageTensors.AsInput(pixels);
        if (augmentation is not null) images = augmentation.Apply(images, seed.Child("augmentation", step).Random());
        return (images.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }

    private static float[] Weights(IReadOnlyList<BatchSource> sources)
    {
        var total = sources.Sum(s => s.PerBatch * s.LossWeight);
        return [.. sources.SelectMany(s => Enumerable.Repeat((float)(s.LossWeight / total), s.PerBatch))];
    }
}
