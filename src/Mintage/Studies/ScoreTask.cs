using System.Text.Json.Serialization;
using Mintage.Data;
using Mintage.Metrics;
using Mintage.Networks;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Synthesis;

namespace Mintage.Studies;

/// <summary>Fréchet distances of the first n images of a set, for several n, to the reference images.</summary>
public sealed record ScoreTask : StudyTask
{
    /// <summary>File of the result.</summary>
    public const string ResultFile = "scores.json";

    /// <summary>GAN's name, or "real".</summary>
    public required string Source { get; init; }

    /// <summary>Size it serves.</summary>
    public required string Size { get; init; }

    /// <summary>Replicate it serves.</summary>
    public required int Replicate { get; init; }

    /// <summary>Key of the synthetic images; null measures the held-out real images.</summary>
    public required string? Synthetic { get; init; }

    /// <summary>Whether the GAN saw more than its arm's training part.</summary>
    public required bool Leaky { get; init; }

    /// <summary>Real side of the distance.</summary>
    public required ImagePart Reference { get; init; }

    /// <summary>Real images measured where there are no synthetic ones.</summary>
    public required ImagePart HeldOut { get; init; }

    /// <summary>Key of the extractor's training.</summary>
    public required string Extractor { get; init; }

    /// <summary>Numbers of images.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "score";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => $"measure {Source} ({Size}, replicate {Replicate + 1})";

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> Needs => Synthetic is null ? [Extractor] : [Extractor, Synthetic];

    /// <inheritdoc/>
    [JsonIgnore]
    public override double EstimatedSeconds => 8;

    /// <inheritdoc/>
    [JsonIgnore]
    public override double EstimatedMegabytes => 0.05;

    internal override void Run(TaskContext context)
    {
        var data = context.Study.Data;
        var synthetic = Synthetic is null ? null : SyntheticSet.Load(context.ResultFile(Synthetic, SynthesiseTask.ImagesFile));
        var images = synthetic?.Images ?? data.Images(HeldOut);
        var weights = context.ResultFile(Extractor, FitTask.WeightsFile);
        var training = (FitTask)context.Study.Task(Extractor);
        using var network = FitTask.LoadNetwork(weights, training.Options, images);
        using var reference = StatisticsOf(network, data.Images(Reference), null);
        var warnings = Overlaps(synthetic?.Provenance.Lineage.ToHashSet() ?? LeakGuard.Fingerprints(images), data.Images(training.Training), data.Images(Reference)).ToList();
        var name = $"{training.Options.NetworkName}:{WholeFile.Sha256(weights)[..12]}";
        Json.Write(Path.Combine(context.Folder, ResultFile), Counts.Where(n => n <= images.Count).Select(n => Measure(network, images, n, reference, name, warnings)).ToArray());
    }

    /// <summary>What the measured images, the extractor and the reference have in common, as it was used.</summary>
    private IEnumerable<string> Overlaps(HashSet<string> behind, LabelledImages extractor, LabelledImages reference)
    {
        if (LeakGuard.Overlap(reference, behind) is > 0 and var n) yield return $"{(Synthetic is null ? "The measured images include" : "The GAN saw")} {n:N0} of the {reference.Count:N0} reference images: the distance is too small.";
        if (LeakGuard.Overlap(extractor, behind) is > 0 and var e) yield return $"The extractor was trained on {e:N0} images that {(Synthetic is null ? "are measured" : "the GAN saw")}.";
        if (LeakGuard.Overlap(reference, LeakGuard.Fingerprints(extractor)) is > 0 and var r) yield return $"The extractor was trained on {r:N0} of the reference images.";
    }

    private ScoreRecord Measure(Classifier network, LabelledImages images, int count, FeatureStatistics reference, string extractor, IReadOnlyList<string> overlaps)
    {
        using var statistics = StatisticsOf(network, images, count);
        var distance = FrechetDistance.Of(reference, statistics);
        return new ScoreRecord
        {
            Source = Source,
            Size = Size,
            Replicate = Replicate,
            Leaky = Leaky,
            Name = "frechet-distance",
            Value = distance.Value,
            NReal = distance.NReal,
            NSynthetic = distance.NSynthetic,
            Extractor = extractor,
            FeatureDimension = distance.Dimension,
            Warnings = [.. distance.Warnings, .. overlaps],
        };
    }

    private static FeatureStatistics StatisticsOf(Classifier network, LabelledImages images, int? count)
    {
        using var tensors = new ImageTensors(count is { } n ? images.Select([.. Enumerable.Range(0, n)]) : images);
        using var features = CnnFeatures.Of(network, tensors);
        return FeatureStatistics.Of(features);
    }
}
