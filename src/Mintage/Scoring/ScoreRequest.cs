using Mintage.Data;
using Mintage.Metrics;
using Mintage.Networks.Backbones;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Synthesis;

namespace Mintage.Scoring;

/// <summary>A group of metrics that is asked for by one word.</summary>
public enum ScoreMetric
{
    /// <summary>Fréchet distance and its extrapolation to infinitely many images.</summary>
    Fid,

    /// <summary>Kernel distance.</summary>
    Kid,

    /// <summary>Inception Score.</summary>
    Is,

    /// <summary>Precision and recall (k = 3).</summary>
    Pr,

    /// <summary>Density and coverage (k = 5), beside those of held-out real images where there are any.</summary>
    Prdc,

    /// <summary>Nearest neighbours among the training images: needs the training set.</summary>
    Memorisation,

    /// <summary>Whether a judge sees the label that was asked for.</summary>
    Agreement,

    /// <summary>Classification accuracy score: needs a test set.</summary>
    Cas,
}

/// <summary>What is to be measured, on what.</summary>
public sealed record ScoreRequest
{
    /// <summary>
    /// Real images: the reference, and where no <see cref="Judge"/> is given, also what the in-domain extractor is
    /// trained on.
    /// </summary>
    public required LabelledImages Real { get; init; }

    /// <summary>Synthetic images.</summary>
    public required LabelledImages Synthetic { get; init; }

    /// <summary>Where they come from, if known: their lineage is compared with the other sets.</summary>
    public Provenance? Provenance { get; init; }

    /// <summary>Images that the GAN was trained on, for <see cref="ScoreMetric.Memorisation"/>.</summary>
    public LabelledImages? Train { get; init; }

    /// <summary>Real images that neither the GAN nor the extractor has seen.</summary>
    public LabelledImages? Holdout { get; init; }

    /// <summary>Real images to test a classifier on, for <see cref="ScoreMetric.Cas"/>.</summary>
    public LabelledImages? Test { get; init; }

    /// <summary>
    /// Whether <see cref="ScoreMetric.Cas"/> may use test images that the generator has seen; its records then say so.
    /// </summary>
    public bool AllowsOverlap { get; init; }

    /// <summary>
    /// Real images to train the in-domain extractor and judge on; null takes them out of <see cref="Real"/>.
    /// </summary>
    public LabelledImages? Judge { get; init; }

    /// <summary>Metrics; those whose sets are missing are refused.</summary>
    public required IReadOnlyList<ScoreMetric> Metrics { get; init; }

    /// <summary>Whether to measure with an in-domain classifier.</summary>
    public bool UseCnn { get; init; } = true;

    /// <summary>Weights of the Inception network, or null not to use it.</summary>
    public string? InceptionWeights { get; init; }

    /// <summary>Whether to measure with ResNet-18, pretrained on ImageNet.</summary>
    public bool UseResNet18 { get; init; }

    /// <summary>The user's own ONNX file for ResNet-18; null for the catalogue's, which is fetched if it is not
    /// here.</summary>
    public string? ResNet18Weights { get; init; }

    /// <summary>Side of the square that images are resized to for ResNet-18: a multiple of 32.</summary>
    public int ResNet18Side { get; init; } = 224;

    /// <summary>Numbers of synthetic images at which the Fréchet distance is measured too; empty for none.</summary>
    public IReadOnlyList<int> Curve { get; init; } = [];

    /// <summary>How images become the Inception network's input.</summary>
    public ImagePreparation Preparation { get; init; } = ImagePreparation.PytorchFid;

    /// <summary>
    /// Whether the Inception network computes in bfloat16: nearly twice as fast, FID changed by about 1e-3 relative.
    /// </summary>
    public bool UseBFloat16 { get; init; }

    /// <summary>Images at once through the Inception network; another number may touch the last bits.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>Root of all draws.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Batches worked on at once by the Inception network and ResNet-18.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Where the Inception network and ResNet-18 compute; the in-domain classifiers train on the processor.
    /// </summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Where features and extractors are kept between runs; null keeps none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>
    /// The images that a GAN was trained on, found among real ones by its lineage; null unless all are there.
    /// </summary>
    public static LabelledImages? TrainedOn(LabelledImages real, Provenance? provenance)
    {
        if (provenance is null) return null;
        var lineage = provenance.Lineage.ToHashSet();
        int[] rows = [.. Enumerable.Range(0, real.Count).Where(i => lineage.Contains(real.ImageFingerprint(i)))];
        return rows.Length < lineage.Count ? null : real.Select(rows, $"{real.Name} (the GAN's training images)");
    }

    /// <summary>The same with the classes of <see cref="Real"/> in every set.</summary>
    /// <exception cref="UserInputException">A set has a class that <see cref="Real"/> does not have.</exception>
    internal ScoreRequest InClassesOfReal()
    {
        LabelledImages? Matched(LabelledImages? set) => set is null ? null : ClassMatching.InClassesOf(set, Real);
        return this with
        {
            Synthetic = ClassMatching.InClassesOf(Synthetic, Real),
            Train = Matched(Train),
            Holdout = Matched(Holdout),
            Test = Matched(Test),
            Judge = Matched(Judge),
        };
    }

    /// <summary>The same with the images of every set in an order that depends on them alone.</summary>
    internal ScoreRequest InContentOrder()
    {
        static LabelledImages? Ordered(LabelledImages? set) => set is null ? null : ContentOrder.Of(set);
        return this with
        {
            Real = ContentOrder.Of(Real),
            Synthetic = ContentOrder.Of(Synthetic),
            Train = Ordered(Train),
            Holdout = Ordered(Holdout),
            Test = Ordered(Test),
            Judge = Ordered(Judge),
        };
    }

    /// <summary>Everything that is wrong with the request, each a full sentence.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        void Need(ScoreMetric metric, bool isThere, string what)
        {
            if (Metrics.Contains(metric) && !isThere)
                faults.Add($"the metric '{ScoreMetrics.Of(metric)}' needs {what}.");
        }
        Need(ScoreMetric.Memorisation, Train is not null, "the GAN's training images (--train, or provenance beside "
            + "the synthetic images and --real with these images in it)");
        Need(ScoreMetric.Cas, Test is not null, "a real test set (--test)");
        Need(ScoreMetric.Is, InceptionWeights is not null,
            "the Inception network (--weights FILE, or 'mintage weights fetch inception')");
        Need(ScoreMetric.Agreement, UseCnn, "the in-domain classifier as judge (--extractor cnn)");
        if (Curve.Any(n => n < 2 || n > Synthetic.Count))
            faults.Add(
                $"the numbers of the curve must lie between 2 and the {Synthetic.Count:N0} synthetic images, but are "
                + $"{string.Join(", ", Curve)}.");
        if (Batch < 1) faults.Add($"the batch must hold at least 1 image, but holds {Batch}.");
        if (Metrics.Count == 0) faults.Add("at least one metric must be asked for.");
        if (UseResNet18 && BackboneInput.SideFault(ResNet18Side) is { } fault) faults.Add(fault);
        if (!UseCnn && InceptionWeights is null && !UseResNet18) faults.Add("at least one extractor must be used.");
        return faults;
    }
}

/// <summary>Names of the metrics on the command line.</summary>
public static class ScoreMetrics
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<ScoreMetric>().Select(Of)];

    /// <summary>Name of a metric.</summary>
    public static string Of(ScoreMetric metric) => metric.ToString().ToLowerInvariant();

    /// <summary>The metrics of a comma-separated list.</summary>
    /// <exception cref="UserInputException">There is no metric of a name.</exception>
    public static IReadOnlyList<ScoreMetric> Parse(string list) =>
        [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name =>
        Enum.GetValues<ScoreMetric>().Cast<ScoreMetric?>().FirstOrDefault(m => Of(m!.Value) == name)
        ?? throw new UserInputException($"'{name}' is not a metric. Use one or more of: {string.Join(", ", All)}."))
            .Distinct()];
}
