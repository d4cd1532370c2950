namespace Mintage.Results;

/// <summary>
/// Everything a study found: results.json. Equal runs write equal bytes, so no times, machine names or paths
/// outside the study folder are in here (see timings.json and environment.json for those).
/// </summary>
/// <remarks>Accuracies are fractions in 0...1; differences called "points" are percentage points.</remarks>
public sealed record StudyResults
{
    /// <summary>Version of this form; raised when a reader would have to change.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Name of the plan, e.g. "reduced".</summary>
    public required string Profile { get; init; }

    /// <summary>Protocols that were run: "article" (confounds included), "fair".</summary>
    public required IReadOnlyList<string> Protocols { get; init; }

    /// <summary>True when the run was too small to say anything about GANs: it proves the plumbing only.</summary>
    public required bool PlumbingOnly { get; init; }

    /// <summary>Root of the seed tree.</summary>
    public required long Seed { get; init; }

    /// <summary>Threads per task; part of what decides the bits of a result.</summary>
    public required int Threads { get; init; }

    /// <summary>Replicates that were asked for.</summary>
    public required int Replicates { get; init; }

    /// <summary>Pooled folds per replicate (the article's way); 0 for none.</summary>
    public required int Folds { get; init; }

    /// <summary>Nested folds per replicate (a GAN per training fold); 0 for none.</summary>
    public required int NestedFolds { get; init; }

    /// <summary>Looks that were planned beforehand, in replicates; empty for one at the end.</summary>
    public IReadOnlyList<int> LooksPlanned { get; init; } = [];

    /// <summary>Every look at the results so far, this one included; the first first.</summary>
    public IReadOnlyList<LookRecord> Looks { get; init; } = [];

    /// <summary>
    /// What simultaneous intervals hold with, in percent: 95, or more where several looks share the 5 %.
    /// </summary>
    public required double ConfidencePercent { get; init; }

    /// <summary>What differences, intervals and verdicts are about: "accuracy", "balanced accuracy" or "macro-F1".
    /// </summary>
    public string Measure { get; init; } = "accuracy";

    /// <summary>
    /// What is known of classifiers that others trained on exported images; null for the study's own.
    /// </summary>
    public ElsewhereRecord? TrainedElsewhere { get; init; }

    /// <summary>What the study says at each size; empty without the fair protocol.</summary>
    public required IReadOnlyList<ConclusionRecord> Conclusions { get; init; }

    /// <summary>The data set.</summary>
    public required DataSetRecord Data { get; init; }

    /// <summary>The training set sizes compared, e.g. "reduced" and "original".</summary>
    public required IReadOnlyList<SizeRecord> Sizes { get; init; }

    /// <summary>Fair protocol: one row per size and arm, averaged over replicates.</summary>
    public required IReadOnlyList<FairArmRow> FairArms { get; init; }

    /// <summary>What to do, size by size; empty without the fair protocol.</summary>
    public IReadOnlyList<DecisionRecord> Decisions { get; init; } = [];

    /// <summary>Fair protocol: the comparisons, those of the family first.</summary>
    public required IReadOnlyList<ContrastRecord> Contrasts { get; init; }

    /// <summary>The family and the GANs' time at other numbers of steps; empty unless the study is thorough.</summary>
    public IReadOnlyList<BudgetRecord> Budgets { get; init; } = [];

    /// <summary>Where the article's gains come from.</summary>
    public required IReadOnlyList<DecompositionRecord> Decompositions { get; init; }

    /// <summary>The article's protocol: one row per size and arm, averaged over replicates.</summary>
    public required IReadOnlyList<ArmRow> Arms { get; init; }

    /// <summary>k-fold table: one row per size and arm, folds averaged within a replicate first.</summary>
    public required IReadOnlyList<FoldRow> FoldTable { get; init; }

    /// <summary>The GANs that were trained.</summary>
    public required IReadOnlyList<GanRecord> Gans { get; init; }

    /// <summary>Synthetic images that came from elsewhere.</summary>
    public IReadOnlyList<ForeignSetRecord> Foreign { get; init; } = [];

    /// <summary>Measures of the synthetic images.</summary>
    public required IReadOnlyList<ScoreRecord> Scores { get; init; }

    /// <summary>What a reader must know of these measures, e.g. why there is no FID; full sentences.</summary>
    public IReadOnlyList<string> ScoreNotes { get; init; } = [];

    /// <summary>Every classifier that was trained, with its curve.</summary>
    public required IReadOnlyList<FitRecord> Fits { get; init; }

    /// <summary>What a reader must know to read the numbers rightly; full sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>The data set of a study.</summary>
public sealed record DataSetRecord
{
    /// <summary>As named on the command line, e.g. "mnist".</summary>
    public required string Name { get; init; }

    /// <summary>Set fingerprint of the training images (hexadecimal SHA-256).</summary>
    public required string TrainFingerprint { get; init; }

    /// <summary>Set fingerprint of the test images; of replicate 1's where each replicate has its own.</summary>
    public required string TestFingerprint { get; init; }

    /// <summary>
    /// True where each replicate splits the images anew, so that all of them count as training images here and the
    /// test images are a part of them; false where all replicates share one test set.
    /// </summary>
    public bool RepeatedSplits { get; init; }

    /// <summary>Set fingerprints of the test parts, one per replicate; one alone where all share a test set.</summary>
    public IReadOnlyList<string> TestFingerprints { get; init; } = [];

    /// <summary>Number of training images; of all images where each replicate splits them anew.</summary>
    public required int TrainCount { get; init; }

    /// <summary>Number of test images of a replicate.</summary>
    public required int TestCount { get; init; }

    /// <summary>Image height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Image width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>1 for grey, 3 for colour.</summary>
    public required int Channels { get; init; }

    /// <summary>Class names in label order.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Images per class of the whole training set (see <see cref="TrainCount"/>), in label order.</summary>
    public required IReadOnlyList<int> TrainClassCounts { get; init; }

    /// <summary>Test images per class (of replicate 1 where each has its own), in label order.</summary>
    public required IReadOnlyList<int> TestClassCounts { get; init; }
}

/// <summary>One training set size.</summary>
public sealed record SizeRecord
{
    /// <summary>"reduced" or "original".</summary>
    public required string Name { get; init; }

    /// <summary>Number of real training images.</summary>
    public required int Images { get; init; }

    /// <summary>Training images per class (of replicate 0), in label order.</summary>
    public required IReadOnlyList<int> ClassCounts { get; init; }

    /// <summary>Set fingerprint of the training images of each replicate.</summary>
    public required IReadOnlyList<string> Fingerprints { get; init; }

    /// <summary>
    /// What varies from replicate to replicate, and so what the verdicts are about: "draws" (other training images,
    /// test images and seeds), "seeds" (these training images; other test images and seeds) or "splits" (these images,
    /// split again).
    /// </summary>
    public required string Estimand { get; init; }

    /// <summary>
    /// Differences up to this many points, either way, count as not relevant; 0 without the fair protocol.
    /// </summary>
    public required double MarginPoints { get; init; }
}

/// <summary>Classifiers that were trained elsewhere, of which a study has the predictions alone.</summary>
/// <param name="Classifiers">How many gave predictions.</param>
/// <param name="StepsUnreported">Names of those that did not report their steps.</param>
/// <param name="Versions">Versions of what they used, as they reported them: "torch 2.1.0".</param>
public sealed record ElsewhereRecord(
    int Classifiers, IReadOnlyList<string> StepsUnreported, IReadOnlyList<string> Versions);
