using System.Text.Json.Serialization;
using Mintage.Runtime;
using Mintage.Studies.Plans;
using Mintage.Synthesis;

namespace Mintage.Studies;

/// <summary>Samples trained GANs into a labelled set, classes in the proportions of their training part.</summary>
internal sealed record SynthesiseTask : StudyTask
{
    /// <summary>File of the images; their provenance and sheet lie beside it.</summary>
    public const string ImagesFile = "synthetic.npz";

    /// <summary>Sheet of the first class alone: the article shows "0".</summary>
    public const string FirstClassFile = "first-class.png";

    /// <summary>Real training images beside synthetic ones, one row per class.</summary>
    public const string BesideRealFile = "beside-real.png";

    /// <summary>Keys of the trainings of the GANs that draw, each the same share.</summary>
    public required IReadOnlyList<string> Gans { get; init; }

    /// <summary>Where its images serve, for people.</summary>
    [JsonIgnore]
    public string Place { get; init; } = "";

    /// <summary>The same in short; the GANs' keys hold it.</summary>
    [JsonIgnore]
    public string ShortPlace { get; init; } = "";

    /// <summary>Name of the GAN in the study, for people.</summary>
    public required string GanName { get; init; }

    /// <summary>Key of the filter's training, or null.</summary>
    public string? FilterClassifier { get; init; }

    /// <summary>The filter, or null.</summary>
    public FilterPlan? Filter { get; init; }

    /// <summary>Images to draw.</summary>
    public required int Count { get; init; }

    /// <summary>Pixels of an image, for the estimate.</summary>
    [JsonIgnore]
    public int PixelsPerImage { get; init; } = 28 * 28;

    /// <summary>
    /// Images of each class, adding up to <see cref="Count"/>; null for the proportions of the GAN's training part.
    /// </summary>
    public IReadOnlyList<int>? ClassCounts { get; init; }

    /// <summary>Seed of the draws.</summary>
    public required long Seed { get; init; }

    [JsonIgnore]
    public override string Kind => "synthesise";

    [JsonIgnore]
    public override string Title =>
        $"mint {Count:N0} images{(ClassCounts is null ? "" : " of the smaller classes")} with {GanName}{Place}";

    internal override string ShortName => $"{GanName}-{ShortPlace}";

    [JsonIgnore]
    public override IReadOnlyList<string> Needs => FilterClassifier is null ? Gans : [.. Gans, FilterClassifier];

    [JsonIgnore]
    public override double EstimatedSeconds => 0.1 + (Count / 8_000.0);

    [JsonIgnore]
    public override double EstimatedMegabytes => 0.5 + (Count * PixelsPerImage * 1e-6);

    internal override bool UsesDevice => true;

    internal override void Run(TaskContext context)
    {
        using var gans =
            GanMixture.Load(Gans.Select(training => context.Store.Folder(context.Study.Node(training))),
            context.Study.Device.Required());
        var seeds = SeedTree.FromSeed(Seed);
        var labels = ClassCounts is null
            ? SyntheticSet.ProportionalLabels(gans[0].Facts.ClassCounts, Count, seeds.Child("labels").Random())
            : SyntheticSet.Labels(ClassCounts, seeds.Child("labels").Random());
        var synthetic = Draw(context, gans, labels);
        synthetic.Save(Path.Combine(context.Folder, ImagesFile));
        if (ClassCounts is null)
        {
            var real = context.Study.Data.Images(((TrainGanTask)context.Study.Task(Gans[0])).Images);
            SyntheticFiles.WriteBesideReal(context.Folder, real, synthetic.Images);
        }

        var first = new int[SyntheticFiles.FirstClassCount];
        SyntheticFiles.WriteFirstClass(context.Folder, gans.Sample(first, seeds.Child("first class")));
    }

    private SyntheticSet Draw(TaskContext context, GanMixture gans, int[] labels)
    {
        if (Filter is null) return SyntheticSet.Draw(gans, labels, Seed);
        var training = (FitTask)context.Study.Task(FilterClassifier!);
        var images = context.Study.Data.Images(training.Training);
        var weights = context.ResultFile(FilterClassifier!, FitTask.WeightsFile);
        using var filter =
            new SampleFilter(
                training.LoadNetwork(weights, images), WholeFile.Sha256(weights), LeakGuard.Fingerprints(images))
            {
                MinConfidence = Filter.MinConfidence,
                MaxDraws = Filter.MaxDrawsPerImage,
            };
        return SyntheticSet.Draw(gans, labels, Seed, filter);
    }
}
