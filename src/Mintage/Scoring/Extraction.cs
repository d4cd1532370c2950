using Mintage.Data;
using Mintage.Metrics;
using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Networks.Inception;
using Mintage.Networks.Weights;
using Mintage.Results;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Scoring;

/// <summary>A feature extractor in use: its name for the results, features of a set, what limits them.</summary>
internal sealed class Extraction : IDisposable
{
    private const string CnnPreprocessing = "x/255";
    private const string BFloat16Warning =
        "Computed in bfloat16: a FID changes by about 1e-3 relative (docs/metrics.md). Compare it only with values "
        + "made so.";
    private readonly Func<LabelledImages, Tensor> features;
    private readonly Action dispose;

    private Extraction(
        FeatureSource source, IReadOnlyList<string> warnings, Func<LabelledImages, Tensor> features, Action dispose) =>
        (Source, Warnings, this.features, this.dispose) = (source, warnings, features, dispose);

    /// <summary>Extractor, weights and preprocessing.</summary>
    public FeatureSource Source { get; }

    /// <summary>What limits everything measured with it.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>
    /// The judges, when this is the in-domain classifier: the extractor, and where label agreement is asked for, others
    /// that are trained alike but for their seeds.
    /// </summary>
    public IReadOnlyList<InDomainExtractor> Judges { get; private init; } = [];

    /// <summary>The network, when this is Inception.</summary>
    public InceptionV3? Inception { get; private init; }

    /// <summary>The in-domain classifier, trained or from the cache.</summary>
    public static Extraction Cnn(
        ScoreRequest request, ScoreSets sets, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        var folder = request.CacheFolder is null ? null : Path.Combine(request.CacheFolder, "extractors");
        var count = request.Metrics.Contains(ScoreMetric.Agreement) ? RepeatedTrainings.Trainings : 1;
        var stage = ScoreStage.Begin(count == 1 ? "judge" : "judges", progress);
        List<InDomainExtractor> judges = [];
        for (var i = 0; i < count; i++)
        {
            var seed = i == 0 ? request.Seed : SeedTree.FromSeed(request.Seed).Child("further judge", i).Seed;
            judges.Add(InDomainExtractor.Train(
                sets.Judge!, sets.Reference, seed, folder, stage?.Part(i, count), cancellation));
        }
        return Cnn(judges, sets.JudgeWarnings);
    }

    /// <summary>An in-domain classifier that is trained already; disposed with the extraction.</summary>
    /// <param name="judge">The classifier.</param>
    /// <param name="warnings">What limits everything measured with it.</param>
    public static Extraction Cnn(InDomainExtractor judge, IReadOnlyList<string> warnings) => Cnn([judge], warnings);

    private static Extraction Cnn(IReadOnlyList<InDomainExtractor> judges, IReadOnlyList<string> warnings) => new(
        new FeatureSource(judges[0].Name, CnnPreprocessing, judges[0].WeightsSha256),
        warnings,
        images =>
        {
            using var tensors = new ImageTensors(images);
            return CnnFeatures.Of(judges[0].Network, tensors);
        },
        () =>
        {
            foreach (var judge in judges) judge.Dispose();
        })
    { Judges = judges };

    /// <summary>The Inception network of the FID.</summary>
    public static Extraction Fid(
        WeightFile file, InceptionUse use, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        var network = InceptionV3.Load(file, use.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32)
            .PlacedOn(use.Device);
        var workers = use.Device.IsCpu ? use.Workers : 1;
        var extractor = new InceptionFeatures(network, use.Preparation, Workers: workers)
        {
            Batch = use.Batch,
            Device = use.Device,
        };
        List<string> warnings = [];
        if (file.Warning is { } warning) warnings.Add(warning);
        if (use.BFloat16) warnings.Add(BFloat16Warning);
        var preparation = use.Preparation.Name() + (use.BFloat16 ? ", bfloat16" : "") + use.Device.Suffix;
        return new Extraction(
            new FeatureSource(FeatureSource.InceptionName, preparation, file.Sha256),
            warnings,
            images =>
            {
                using var tensors = new ImageTensors(images);
                return extractor.Of(
                    tensors.Pixels, ScoreStage.Begin($"features of {images.Name}", progress), cancellation);
            },
            network.Dispose)
        { Inception = network };
    }

    /// <summary>ResNet-18, pretrained on ImageNet. Gets its weights first if they are not on this machine.</summary>
    /// <param name="use">How it is used.</param>
    /// <param name="channels">Channels of the images, 1 or 3.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Extraction ResNet18(
        ResNet18Use use, int channels, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        var weights = ScoreStage.Begin("weights of resnet18", progress);
        var backbone = ResNet18Backbone.Load(use.WeightFile, use.Workers, use.Device, weights, cancellation);
        return new Extraction(
            backbone.Source(use.Side, channels),
            backbone.Warnings,
            images => backbone.Features(images, use.Side,
                progress: ScoreStage.Begin($"features of {images.Name}", progress), cancellation: cancellation),
            backbone.Dispose);
    }

    /// <summary>Features of a set, from the cache where they are there; the caller disposes them.</summary>
    public Tensor Of(LabelledImages images, FeatureCache cache) => cache.Get(images, Source, () => features(images));

    /// <inheritdoc/>
    public void Dispose() => dispose();
}

/// <summary>How ResNet-18 is used.</summary>
/// <param name="Side">Side of the square that images are resized to.</param>
/// <param name="WeightFile">The user's own file; null for the catalogue's.</param>
/// <param name="Workers">Batches worked on at once.</param>
internal sealed record ResNet18Use(int Side, string? WeightFile = null, int Workers = 1)
{
    /// <summary>Where it computes.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;
}

/// <summary>How the Inception network is used.</summary>
/// <param name="Preparation">How images become its input.</param>
/// <param name="BFloat16">Whether it computes in bfloat16.</param>
/// <param name="Batch">Images at once.</param>
/// <param name="Workers">Batches worked on at once.</param>
internal sealed record InceptionUse(
    ImagePreparation Preparation = ImagePreparation.PytorchFid, bool BFloat16 = false, int Batch = 16, int Workers = 1)
{
    /// <summary>Where it computes.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;
}
