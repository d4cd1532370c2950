using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Mintage.Augmentation;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Studies.Plans;
using Mintage.Synthesis;

namespace Mintage.Studies;

/// <summary>One of the article's folds, drawn over real and synthetic images together.</summary>
/// <param name="Fold">Zero-based.</param>
/// <param name="Folds">How many.</param>
public sealed record PooledFold(int Fold, int Folds);

/// <summary>Trains and evaluates one classifier: an arm of a replicate, one of its folds, a filter, or the feature extractor.</summary>
/// <remarks>Arms that train alike, whatever they are called and by whichever protocol, are one task.</remarks>
public sealed record FitTask : StudyTask
{
    private const int MostCurvePoints = 12;

    /// <summary>File of the result.</summary>
    public const string ResultFile = "fit.json";

    /// <summary>File of the weights.</summary>
    public const string WeightsFile = "classifier.safetensors";

    /// <summary>File of the predicted label of every evaluation image.</summary>
    public const string PredictionsFile = "predictions.safetensors";

    /// <summary>For people.</summary>
    [JsonIgnore]
    public string Label { get; init; } = "";

    /// <summary>Real training images.</summary>
    public required ImagePart Training { get; init; }

    /// <summary>Height times width of an image, for the estimate: channels count in the first layer only.</summary>
    [JsonIgnore]
    public int Area { get; init; } = 28 * 28;

    /// <summary>Images it is evaluated on; those of the pooled fold instead where there is one.</summary>
    public required ImagePart Evaluation { get; init; }

    /// <summary>Test images, which nothing behind it may have seen; null for a shared extractor, which sees all there are, as every score says.</summary>
    public required ImagePart? Test { get; init; }

    /// <summary>Further real images, in place of synthetic ones.</summary>
    public ImagePart? Extra { get; init; }

    /// <summary>Key of the synthetic images, or null.</summary>
    public string? Synthetic { get; init; }

    /// <summary>How many of them, a stratified random subset; 0 without.</summary>
    public int SyntheticImages { get; init; }

    /// <summary>Share of added images in every batch; null where real and synthetic images are pooled, as in the article.</summary>
    public double? AddedShare { get; init; }

    /// <summary>Weight of an added image in the loss.</summary>
    public double LossWeight { get; init; } = 1;

    /// <summary>Classical augmentation of every image, or null.</summary>
    public ClassicalOptions? Classical { get; init; }

    /// <summary>What it does about classes of unequal size.</summary>
    public ClassBalance Balance { get; init; }

    /// <summary>The article's fold to leave out, or null.</summary>
    public PooledFold? Pooled { get; init; }

    /// <summary>Stopping rule of "real-tuned"; null for a fixed number of steps.</summary>
    public TunedPlan? Tuned { get; init; }

    /// <summary>Optimiser steps; unused with a stopping rule.</summary>
    public required int Steps { get; init; }

    /// <summary>How.</summary>
    public required ClassifierOptions Options { get; init; }

    /// <summary>Seed of initial weights, batch orders and pooled folds: shared by the arms of a replicate.</summary>
    public required long Seed { get; init; }

    /// <summary>Whether the GAN behind the arm saw more than the arm's training part.</summary>
    public bool Leaky { get; init; }

    /// <summary>Whether to evaluate after every epoch, as the article does; after every so many where there are more than a dozen.</summary>
    public bool Curve { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "fit";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => Label;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> Needs => Synthetic is null ? [] : [Synthetic];

    /// <inheritdoc/>
    [JsonIgnore]
    public override double EstimatedSeconds => 2 + ((Tuned is null ? Steps : Tuned.MaxEpochs * Training.Count / Options.BatchSize) * FitEstimate.StepSeconds(Options, Area));

    /// <inheritdoc/>
    [JsonIgnore]
    public override double EstimatedMegabytes => 0.1 + FitEstimate.Megabytes(Options);

    internal override void Run(TaskContext context)
    {
        var data = context.Study.Data;
        var real = data.Images(Training);
        var added = Added(context);
        var (training, evaluation, evaluationIsReal) = Sets(data, real, added);
        using var trainingTensors = new ImageTensors(Balance == ClassBalance.Oversample
            ? training.Select(ClassTopUp.Oversampled(training.Labels, training.ClassCount, Seeds.Child("oversample").Random()))
            : training);
        using var addedTensors = added is null || Pooling ? null : new ImageTensors(added);
        using var evaluationTensors = new ImageTensors(evaluation);
        using var trained = Tuned is null
            ? TrainSteps(context, (real.Height, real.Width), trainingTensors, addedTensors, evaluationTensors)
            : TrainTuned(context, real, evaluationTensors);

        Safetensors.Write(Path.Combine(context.Folder, WeightsFile), [.. ModuleState.Save(trained.Network)]);
        Safetensors.Write(Path.Combine(context.Folder, PredictionsFile),
            [new SafeTensor("predictions", "I32", [evaluation.Count], MemoryMarshal.AsBytes(trained.Evaluation.Predictions.AsSpan()).ToArray())]);
        var realInTraining = Pooled is null ? real.Count : real.Count - evaluationIsReal.Count(isReal => isReal);
        var outcome = FitOutcome.Of(trained, evaluation, evaluationIsReal) with
        {
            RealImages = (AddedShare == 1 ? 0 : realInTraining) + (Extra?.Count ?? 0),
            SyntheticImages = Pooling ? training.Count - realInTraining : SyntheticImages,
            BatchSize = Options.BatchSize,
        };
        Json.Write(Path.Combine(context.Folder, ResultFile), outcome);
    }

    /// <summary>The network that a fit wrote. Call outside any dispose scope; the caller disposes it.</summary>
    /// <param name="weightsPath">Its weights.</param>
    /// <param name="options">Options of the fit.</param>
    /// <param name="images">Images of the kind it was trained on.</param>
    internal static Classifier LoadNetwork(string weightsPath, ClassifierOptions options, LabelledImages images)
    {
        var network = options.NewNetwork(images.Channels, (images.Height, images.Width), images.ClassCount, SeedTree.FromSeed(0));
        ModuleState.Load(network, Safetensors.Read(weightsPath).Tensors, weightsPath);
        return network;
    }

    private bool Pooling => AddedShare is null;

    private SeedTree Seeds => SeedTree.FromSeed(Seed).Child("fit", Pooled?.Fold ?? Training.Fold ?? -1);

    /// <summary>The images added to the real ones, after a look at where they come from.</summary>
    private LabelledImages? Added(TaskContext context)
    {
        var data = context.Study.Data;
        var synthetic = Synthetic is null ? null : SyntheticSet.Load(context.ResultFile(Synthetic, SynthesiseTask.ImagesFile));
        var extra = Extra is null ? null : data.Images(Extra);
        var forbidden = new List<LabelledImages>();
        if (Test is not null) forbidden.Add(data.Images(Test));
        if (Evaluation.Part == RealPart.Validation) forbidden.Add(data.Images(Evaluation));
        LeakGuard.Check(Label, data.Images(Training), extra, synthetic?.Provenance.Lineage, forbidden, Leaky);
        if (synthetic is null) return extra;
        if (SyntheticImages == synthetic.Images.Count) return synthetic.Images;
        // A smaller dose is within every larger one.
        var order = StratifiedOrder.Of(synthetic.Images, SeedTree.FromSeed(Seed).Child("dose").Random());
        return synthetic.Images.Select(order[..SyntheticImages]);
    }

    private (LabelledImages Training, LabelledImages Evaluation, bool[] EvaluationIsReal) Sets(StudyData data, LabelledImages real, LabelledImages? added)
    {
        var pool = added is not null && Pooling ? LabelledImages.Concat("pooled", [real, real.Groups is null ? added.WithGroups(null) : OfNoGroup(added)]) : real;
        if (Pooled is null)
        {
            var evaluation = data.Images(Evaluation);
            return (pool, evaluation, [.. Enumerable.Repeat(true, evaluation.Count)]);
        }
        var folds = StratifiedKFold.Split(pool.Labels, Pooled.Folds, SeedTree.FromSeed(Seed).Child("folds").Random(), SplitUnits.Of(pool), pool.ClassNames);
        var (training, validation) = (folds[Pooled.Fold].Training, folds[Pooled.Fold].Validation);
        return (pool.Select(training), pool.Select(validation), Array.ConvertAll(validation, row => row < real.Count));
    }

    /// <summary>A synthetic image shows no patient, so each is a group of its own.</summary>
    private static LabelledImages OfNoGroup(LabelledImages synthetic) =>
        synthetic.WithGroups([.. Enumerable.Range(0, synthetic.Count).Select(i => $"synthetic image {i}")]);

    private TrainedClassifier TrainSteps(TaskContext context, (int, int) shape, ImageTensors training, ImageTensors? added, ImageTensors evaluation)
    {
        var augmentation = Classical is null ? null : new ClassicalAugmentation(Classical);
        var places = added is null ? 0 : Places(Options.BatchSize, AddedShare!.Value);
        var sources = new List<BatchSource>();
        if (places < Options.BatchSize) sources.Add(new BatchSource(training, Options.BatchSize - places));
        if (places > 0) sources.Add(new BatchSource(added!, places, LossWeight));
        var batches = new TrainingBatches(sources, Seeds, augmentation) { ClassWeights = Balance == ClassBalance.ClassWeights ? TrainingBatches.EqualShares(training) : null };
        return new ClassifierTrainer(Options, Seeds, Curve) { MostCurvePoints = MostCurvePoints }.Train(shape, batches, evaluation, Steps, context.Progress, context.Cancellation);
    }

    private TrainedClassifier TrainTuned(TaskContext context, LabelledImages real, ImageTensors evaluation)
    {
        var slice = StratifiedSubset.Draw(real.Labels, Math.Max(1, (int)Math.Round(Tuned!.SliceShare * real.Count)), Seeds.Child("slice").Random(), SplitUnits.Of(real)).ToHashSet();
        using var kept = new ImageTensors(real.Select([.. slice.Order()]));
        using var rest = new ImageTensors(real.Select([.. Enumerable.Range(0, real.Count).Where(i => !slice.Contains(i))]));
        return new TunedTrainer(Options, Seeds, Tuned.MaxEpochs, Tuned.PatienceEpochs)
            .Train((real.Height, real.Width), rest, kept, evaluation, context.Progress, context.Cancellation);
    }

    /// <summary>Places of a batch for added images: the nearest whole number, at least one, and one left for real ones unless there are to be none.</summary>
    internal static int Places(int batchSize, double addedShare) =>
        addedShare >= 1 ? batchSize : Math.Clamp((int)Math.Round(addedShare * batchSize), 1, batchSize - 1);
}
