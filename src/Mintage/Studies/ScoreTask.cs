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

    /// <summary>Raised when measuring gives other bits: scores are then measured anew, while the GANs behind them keep their keys.</summary>
    public int Revision { get; init; } = 2;

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

    /// <summary>Whether the GAN saw images of the extractor or the reference.</summary>
    public required bool SawReference { get; init; }

    /// <summary>Key of the extractor's training.</summary>
    public required string Extractor { get; init; }

    /// <summary>Numbers of images.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <inheritdoc/>
    public override string Kind => "score";

    /// <inheritdoc/>
    public override string Title => $"measure {Source} ({Size}, replicate {Replicate + 1})";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Needs => Synthetic is null ? [Extractor] : [Extractor, Synthetic];

    /// <inheritdoc/>
    public override double EstimatedSeconds => 8;

    internal override void Run(TaskContext context)
    {
        var data = context.Study.Data;
        var images = Synthetic is null
            ? data.Part(RealPart.HeldOut)
            : SyntheticSet.Load(context.ResultFile(Synthetic, SynthesiseTask.ImagesFile)).Images;
        var weights = context.ResultFile(Extractor, FitTask.WeightsFile);
        using var network = new ConvClassifier(context.Study.Plan.Frechet.Extractor.Width, data.Train.Channels, data.Train.Height, data.Train.Width, data.Train.ClassCount, SeedTree.FromSeed(0));
        ModuleState.Load(network, Safetensors.Read(weights).Tensors, weights);
        using var reference = StatisticsOf(network, data.Part(RealPart.Reference), null);
        var name = $"cnn:{WholeFile.Sha256(weights)[..12]}";
        Json.Write(Path.Combine(context.Folder, ResultFile), Counts.Select(n => Measure(network, images, n, reference, name)).ToArray());
    }

    private ScoreRecord Measure(ConvClassifier network, LabelledImages images, int count, FeatureStatistics reference, string extractor)
    {
        using var statistics = StatisticsOf(network, images, count);
        var distance = FrechetDistance.Of(reference, statistics);
        var warnings = distance.Warnings.ToList();
        if (SawReference) warnings.Add("The GAN saw images of the reference or of the extractor: the distance is too small.");
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
            Warnings = warnings,
        };
    }

    private static FeatureStatistics StatisticsOf(ConvClassifier network, LabelledImages images, int? count)
    {
        using var tensors = new ImageTensors(count is { } n ? images.Select([.. Enumerable.Range(0, n)]) : images);
        using var features = CnnFeatures.Of(network, tensors);
        return FeatureStatistics.Of(features);
    }
}
