using System.Globalization;
using System.Text.Json.Serialization;
using Mintage.Data;
using Mintage.Metrics;
using Mintage.Networks;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Scoring;
using Mintage.Splitting;
using Mintage.Synthesis;
using static TorchSharp.torch;

namespace Mintage.Studies;

/// <summary>
/// Distances of n images of a set, for several n, to the reference images. The n are a stratified random subset that
/// does not depend on the order of the set, and the smaller subsets are in the larger ones.
/// </summary>
internal sealed record ScoreTask : StudyTask
{
    public const string ResultFile = "scores.json";

    /// <summary>How many synthetic images are nearer to a test image than every other real image is.</summary>
    public const string NearTest = "near-test-images";

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

    /// <summary>Key of the training of the in-domain extractor, or of the reference's Inception features; null where
    /// neither is used.</summary>
    public required string? Extractor { get; init; }

    /// <summary>SHA-256 of the Inception network's weights; null measures with another network.</summary>
    public required string? InceptionSha256 { get; init; }

    /// <summary>Side at which ResNet-18 sees the images; null measures with another network.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ResNet18Side { get; init; }

    /// <summary>Test images, where synthetic images of unknown lineage are looked at for being near them; otherwise
    /// null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImagePart? Test { get; init; }

    /// <summary>Numbers of images.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>Root of the draws.</summary>
    public required long Seed { get; init; }

    [JsonIgnore]
    public override string Kind => "score";

    [JsonIgnore]
    public override string Title =>
        $"measure {Source} ({Size}, replicate {Replicate + 1})"
        + (UsesInception ? " with Inception" : ResNet18Side is null ? "" : " with ResNet-18");

    [JsonIgnore]
    public override IReadOnlyList<string> Needs => [.. new[] { Extractor, Synthetic }.OfType<string>()];

    [JsonIgnore]
    public override double EstimatedSeconds => UsesInception
        ? InceptionEstimate.FeatureSeconds(Counts.Max())
            + Counts.Sum(n => InceptionEstimate.DistanceSeconds(n, Reference.Count))
        : ResNet18Side is { } side ? FitEstimate.FeatureSeconds(side) * (Counts.Max() + (Reference.Count / 4.0))
        : 0.1 + ((Counts.Max() + Reference.Count) / 8_000.0);

    [JsonIgnore]
    public override double EstimatedMegabytes => 0.05;

    internal override string ShortName =>
        $"{Source}-{Size}-r{Replicate + 1}{(UsesInception ? "-inception" : ResNet18Side is null ? "" : "-resnet18")}";

    internal override string Group => $"{Kind} {UsesInception} {ResNet18Side}";

    internal override bool UsesDevice => UsesInception || ResNet18Side is not null;

    internal override bool UsesInception => InceptionSha256 is not null;

    internal override void Run(TaskContext context)
    {
        var synthetic = Synthetic is null
            ? null
            : SyntheticSet.Load(context.ResultFile(Synthetic, SynthesiseTask.ImagesFile));
        var all = synthetic?.Images ?? context.Study.Data.Images(HeldOut);
        int[] counts = [.. Counts.Where(n => n <= all.Count)];
        var behind = synthetic?.Provenance.Lineage.ToHashSet() ?? LeakGuard.Fingerprints(all);
        var records = counts.Length == 0 ? [] : Measure(context, all, counts, behind);
        Json.Write(Path.Combine(context.Folder, ResultFile), records);
    }

    private ScoreRecord[] Measure(TaskContext context, LabelledImages all, int[] counts, HashSet<string> behind)
    {
        var seeds = SeedTree.FromSeed(Seed);
        var order = StratifiedOrder.Of(all, seeds.Child("curve").Random()); // its first n are the subset of n
        using var extraction = UsesInception ? Inception(context)
            : ResNet18Side is { } side ? ResNet18(context, side)
            : InDomain(context, behind);
        var reference = ReferenceImages(context);
        using var real = extraction.Of(reference, new FeatureCache(FeatureFolder(context)));
        using var measured = extraction.Of(all.Select(order[..counts.Max()]), new FeatureCache(null));
        using var distances = new DistanceScores(real, extraction.Source, seeds);
        string[] warnings = [.. extraction.Warnings, .. Overlaps(reference, behind), .. Unknown()];
        var records = new List<ScoreRecord>();
        for (var i = 0; i < counts.Length; i++)
        {
            context.Progress.Report(new TaskProgress((double)i / counts.Length, $"distances of {counts[i]:N0} images"));
            context.Cancellation.ThrowIfCancellationRequested();
            using var part = measured.slice(0, 0, counts[i], 1);
            var found = Distances(distances, part).Select(r => r with { Warnings = [.. r.Warnings, .. warnings] });
            records.AddRange(found.Select(r => Record(r, (int)real.shape[1])));
        }
        if (Test is not null && !UsesInception)
            records.Add(Record(NearTestImages(context, extraction, real, measured, seeds), (int)real.shape[1]));
        else if (ResNet18Side is not null && Synthetic is not null)
        {
            var copies = NearCopies(context, extraction, measured, behind, seeds);
            records.AddRange(copies.Select(r => Record(r, (int)real.shape[1])));
        }
        return [.. records];
    }

    /// <summary>Where features are kept: for all tasks that need those of the same real images.</summary>
    private string? FeatureFolder(TaskContext context) => UsesInception
        ? context.Store.Folder(context.Study.Node(Extractor!))
        : ResNet18Side is null ? null : context.Store.FeatureFolder;

    /// <summary>Synthetic images that are nearer to an image that the GAN saw than any held-out image is.</summary>
    private IEnumerable<MetricRecord> NearCopies(
        TaskContext context, Extraction extraction, Tensor synthetic, HashSet<string> behind, SeedTree seeds)
    {
        var saw = CopyGuard.TrainingImages([.. behind], context.Study.Data.Train);
        var heldOut = context.Study.Data.Images(HeldOut);
        var unseen = heldOut.Select(LeakGuard.RowsOutside(heldOut, behind));
        if (saw.Count < 2 || unseen.Count < 2) yield break;
        var cache = new FeatureCache(FeatureFolder(context));
        using var training = extraction.Of(saw, cache);
        using var holdout = extraction.Of(unseen, cache);
        var found = Memorisation.Of(training, holdout, synthetic, seeds.Child("memorisation"));
        yield return found.Holdout!.NearCopiesRecord(extraction.Source, found);
    }

    /// <summary>Synthetic images that are nearer to a test image than any reference image, which are no test images.
    /// </summary>
    private MetricRecord NearTestImages(
        TaskContext context, Extraction extraction, Tensor reference, Tensor synthetic, SeedTree seeds)
    {
        using var test = extraction.Of(context.Study.Data.Images(Test!), new FeatureCache(FeatureFolder(context)));
        var found = Memorisation.Of(test, reference, synthetic, seeds.Child("near test images"));
        return extraction.Source.Record(NearTest, found.Holdout!.NearCopies, found.Holdout.Count, found.SyntheticCount,
            [((double)found.SyntheticCount / (found.Holdout.Count + 1)).ToString("0.#", CultureInfo.InvariantCulture)
                + " are expected by chance. Counted are synthetic images nearer to one of "
                + $"{found.TrainingCount} test images than all {found.Holdout.Count} reference images are, which are "
                + "no test images."]);
    }

    private IEnumerable<MetricRecord> Distances(DistanceScores distances, Tensor part)
    {
        var enough = Math.Min(part.shape[0], Reference.Count) >= DistanceScores.FewestForKernel;
        if (ResNet18Side is not null) return [.. distances.Frechet(part), .. enough ? distances.Kernel(part) : []];
        if (!UsesInception) return distances.Frechet(part);
        return
        [
            .. distances.FrechetWithInterval(part),
            .. distances.FrechetInfinite(part),
            .. enough ? distances.Kernel(part) : [],
        ];
    }

    private LabelledImages ReferenceImages(TaskContext context) => UsesInception
        ? ((ReferenceTask)context.Study.Task(Extractor!)).Images(context.Study.Data)
        : ContentOrder.Of(context.Study.Data.Images(Reference));

    private static Extraction Inception(TaskContext context)
    {
        var weights = context.Study.InceptionWeights!.Read();
        var use = new InceptionUse { Device = context.Study.Device };
        return Extraction.Fid(weights, use, context.Progress, context.Cancellation);
    }

    private static Extraction ResNet18(TaskContext context, int side) => Extraction.ResNet18(
        new ResNet18Use(side) { Device = context.Study.Device }, context.Study.Data.Train.Channels, context.Progress,
        context.Cancellation);

    private Extraction InDomain(TaskContext context, HashSet<string> behind)
    {
        var training = (FitTask)context.Study.Task(Extractor!);
        var images = context.Study.Data.Images(training.Training);
        var weights = context.ResultFile(Extractor!, FitTask.WeightsFile);
        var sha256 = WholeFile.Sha256(weights);
        var accuracy = Json.Read<FitFigures>(context.ResultFile(Extractor!, FitTask.ResultFile)).Accuracy;
        var name = $"{training.Options.NetworkName}:{sha256[..12]}";
        var network = training.LoadNetwork(weights, images);
        var judge = new InDomainExtractor(network, name, sha256, accuracy);
        var shared = LeakGuard.Overlap(context.Study.Data.Images(Reference), LeakGuard.Fingerprints(images));
        List<string> warnings = [];
        if (LeakGuard.Overlap(images, behind) is > 0 and var seen)
        {
            var how = Synthetic is null ? "are measured" : "the GAN saw";
            warnings.Add($"The extractor was trained on {seen:N0} images that {how}.");
        }
        if (shared > 0) warnings.Add($"The extractor was trained on {shared:N0} of the reference images.");
        return Extraction.Cnn(judge, warnings);
    }

    /// <summary>What the measured images and the reference have in common, as it was used.</summary>
    private IEnumerable<string> Overlaps(LabelledImages reference, HashSet<string> behind)
    {
        if (LeakGuard.Overlap(reference, behind) is not (> 0 and var n)) yield break;
        var who = Synthetic is null ? "The measured images include" : "The GAN saw";
        yield return $"{who} {n:N0} of the {reference.Count:N0} reference images: the distance is too small.";
    }

    private IEnumerable<string> Unknown()
    {
        if (Test is not null)
            yield return "Nobody says what the images were made from: the reference images may be behind them, which "
                + "makes the distance too small.";
    }

    private ScoreRecord Record(MetricRecord measured, int dimension) => new()
    {
        Source = Source,
        Size = Size,
        Replicate = Replicate,
        Leaky = Leaky,
        Metric = measured,
        FeatureDimension = dimension,
    };
}
