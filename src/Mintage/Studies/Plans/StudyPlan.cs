using System.Text.Json.Serialization;
using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Studies.Plans;

/// <summary>Everything that decides what a study does and finds: plan.yaml with every default filled in.</summary>
public sealed record StudyPlan
{
    internal const int UsualSyntheticImages = 10_000;

    /// <summary>Name of the study, e.g. "reduced".</summary>
    public required string Name { get; init; }

    /// <summary>True when it is too small to say anything about GANs.</summary>
    public bool PlumbingOnly { get; init; }

    /// <summary>
    /// Data set, as on the command line without a part: training images are its part ":train", or what is left of
    /// it where there is a test share.
    /// </summary>
    public required string Data { get; init; }

    /// <summary>Test set where it is not the part ":test" of <see cref="Data"/>, as on the command line.</summary>
    public string? TestData { get; init; }

    /// <summary>How encoded pictures (PNG, JPEG, ...) of both become images of one size.</summary>
    public ImageImport Import { get; init; } = new();

    /// <summary>
    /// Share of the images that is set aside once as the test part, stratified and by groups, for a data set without a
    /// test set. Left out where there is a test set.
    /// </summary>
    public double? TestShare { get; init; }

    /// <summary>
    /// Whether each replicate draws a test part of its own instead: repeated splits, whose verdicts only suggest.
    /// </summary>
    public bool RepeatedSplits { get; init; }

    /// <summary>
    /// Use only n test images, drawn in the proportions of the classes. Only where <see cref="PlumbingOnly"/>.
    /// </summary>
    public int? TestImages { get; init; }

    /// <summary>Root of all random draws.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// Draws of the training set, disjoint while the images last. Fewer than five never say "improves".
    /// </summary>
    public int Replicates { get; init; } = 5;

    /// <summary>
    /// Numbers of replicates after which the results are looked at, e.g. [5, 10, 20]: each run of the study goes on to
    /// the next, and their levels add up to 5 %. Empty for one look, when all replicates are done.
    /// </summary>
    public IReadOnlyList<int> Looks { get; init; } = [];

    /// <summary>
    /// What a plan that was shortened to fit a time lacks, in full sentences: the report says it before anyone relies
    /// on the results. It changes nothing else. Left out where nothing was.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? GivenUp { get; init; }

    /// <summary>Synthetic images added by each GAN.</summary>
    public int SyntheticImages { get; init; } = UsualSyntheticImages;

    /// <summary>Threads per task; another number gives slightly different results.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// What GANs and classifiers are trained on, and images are looked at with ResNet-18 and Inception: cpu, cuda (the
    /// first GPU) or cuda:N. A GPU's bits differ, also from one run to the next.
    /// </summary>
    public string Device { get; init; } = ComputeDevice.Cpu.Name;

    /// <summary>Sizes of the training set; several make the data-size curve.</summary>
    public required IReadOnlyList<SizePlan> Sizes { get; init; }

    /// <summary>GANs; each is an arm.</summary>
    public required IReadOnlyList<GanPlan> Gans { get; init; }

    /// <summary>The article's protocol: pooled sets, equal epochs.</summary>
    public ArticlePlan? Article { get; init; } = new();

    /// <summary>The fair protocol: equal steps, controls, contrasts with verdicts.</summary>
    public FairPlan? Fair { get; init; } = new();

    /// <summary>Measures of the synthetic images.</summary>
    public FrechetPlan? Frechet { get; init; }

    /// <summary>Its programs as they were found; null before that, and where it has none.</summary>
    internal ProgramSite? Programs { get; init; }

    /// <summary>Whether the weights of ResNet-18 are needed: by a classifier, or to measure synthetic images.</summary>
    public bool NeedsBackbone() =>
        Frechet?.BackboneSide is not null || Sizes.Any(size => size.Classifier.Pretrained is not null);

    /// <summary>Synthetic images added at a size.</summary>
    public int SyntheticAt(SizePlan size) => size.SyntheticImages ?? SyntheticImages;

    /// <summary>Everything that is wrong with the plan by itself, each a full sentence.</summary>
    public IReadOnlyList<string> Faults() => [.. PlanFaults.Of(this)];
}
