using System.Text.Json.Serialization;
using Mintage.Augmentation;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Execution;
using Mintage.Networks;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Synthesis;

namespace Mintage.Studies;

/// <summary>
/// Trains and evaluates one classifier: an arm of a replicate, one of its folds, a filter, or the extractor.
/// </summary>
/// <remarks>Arms that train alike, whatever they are called and by whichever protocol, are one task.</remarks>
internal sealed record FitTask : StudyTask
{
    public const string ResultFile = "fit.json";
    public const string WeightsFile = "classifier.safetensors";
    public const string PredictionsFile = "predictions.safetensors";

    /// <summary>For people.</summary>
    [JsonIgnore]
    public string Label { get; init; } = "";

    /// <summary>Real training images.</summary>
    public required ImagePart Training { get; init; }

    /// <summary>Height times width of an image, for the estimate: channels count in the first layer only.</summary>
    [JsonIgnore]
    public int Area { get; init; } = 28 * 28;

    /// <summary>Images it is evaluated on, unless its mix leaves out some of its own.</summary>
    public required ImagePart Evaluation { get; init; }

    /// <summary>
    /// Test images, which nothing behind it may have seen; null for a shared extractor, which sees all there are.
    /// </summary>
    public required ImagePart? Test { get; init; }

    /// <summary>Which images its batches hold.</summary>
    public TrainingMix Mix { get; init; } = new RealMix();

    /// <summary>When it ends.</summary>
    public required TrainingLength Length { get; init; }

    /// <summary>Classical augmentation of every image, or null.</summary>
    public ClassicalOptions? Classical { get; init; }

    /// <summary>Strong augmentation after the classical one, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StrongOptions? Strong { get; init; }

    /// <summary>The classifier.</summary>
    public required ClassifierOptions Options { get; init; }

    /// <summary>The program where the classifier is one; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlannedProgram? Program { get; init; }

    internal override bool RunsCommand => Program is not null;

    internal override bool UsesDevice => Program is null;

    /// <summary>Seed of initial weights, batch orders and pooled folds: shared by the arms of a replicate.</summary>
    public required long Seed { get; init; }

    /// <summary>
    /// Whether to evaluate after every epoch, as the article does; after every so many where there are more than a
    /// dozen.
    /// </summary>
    public bool Curve { get; init; }

    [JsonIgnore]
    public IAugmentation? Augmentation => this switch
    {
        { Strong: { } strong } => new StrongAugmentation(Classical ?? ClassicalOptions.None, strong),
        { Classical: { } classical } => new ClassicalAugmentation(classical),
        _ => null,
    };

    [JsonIgnore]
    public AddedSynthetic? Synthetic => Mix.Adds as AddedSynthetic;

    [JsonIgnore]
    public override string Kind => "fit";

    [JsonIgnore]
    public override string Title => Label;

    [JsonIgnore]
    public override IReadOnlyList<string> Needs => Synthetic is null ? [] : [Synthetic.Task];

    [JsonIgnore]
    public override double EstimatedSeconds =>
        0.3 + (EstimatedSteps * FitEstimate.StepSeconds(Options, Area)) + Shared.Sum(set => set.EstimatedSeconds);

    internal override IReadOnlyList<SharedWork> Shared => FitFeatures.Of(this);

    /// <summary>Optimiser steps, or about as many where a slice of the images decides.</summary>
    [JsonIgnore]
    public int EstimatedSteps => Length.LikelySteps(Training.Count, Options.BatchSize);

    [JsonIgnore]
    public override double EstimatedMegabytes => 0.1 + FitEstimate.Megabytes(Options);

    [JsonIgnore]
    public SeedTree Seeds =>
        SeedTree.FromSeed(Seed).Child("fit", (Mix as PooledMix)?.Fold?.Fold ?? Training.Fold ?? -1);

    internal override string Group =>
        $"{Kind} {Options.Program?.Command ?? Options.NetworkName} {Length.GetType().Name} "
        + Augmentation?.GetType().Name;

    internal override string ShortName
    {
        get
        {
            var fold = Mix is PooledMix { Fold: { } pooled } ? $"-fold{pooled.Fold + 1}" : "";
            var name = Length is FixedSteps || Mix is not RealMix ? ArmName : FairArms.RealTuned;
            return $"{name}-{Training.Short}{fold}";
        }
    }

    /// <summary>What it trains on, whatever arms call it.</summary>
    [JsonIgnore]
    internal string ArmName
    {
        get
        {
            var augmented = Strong is not null ? "strong" : Classical is not null ? "classical" : null;
            return augmented is null ? Mix.Name : Mix is RealMix ? augmented : $"{augmented}+{Mix.Name}";
        }
    }

    internal override void Run(TaskContext context)
    {
        var images = Images(context);
        var outcome = Program is null ? Trained(images, context) : new ProgramFit(this, context).Run(images);
        FitPredictions.Write(Path.Combine(context.Folder, PredictionsFile), outcome.Evaluation);
        Json.Write(Path.Combine(context.Folder, ResultFile), Figures(outcome, images));
    }

    private FitOutcome Trained(FitImages images, TaskContext context)
    {
        using var trained = Length.Train(this, images, context);
        Safetensors.Write(Path.Combine(context.Folder, WeightsFile), [.. ModuleState.Save(trained.Network)]);
        return new FitOutcome(trained.Steps, trained.Training, trained.Evaluation, trained.Curve);
    }

    /// <summary>What it trains and is evaluated on, after a look at where the images come from.</summary>
    /// <exception cref="UserInputException">Something behind it has seen what it must not.</exception>
    internal FitImages Images(TaskContext context) => Mix.Images(
        this, context.Study.Data.Images(Training), Checked(context), () => context.Study.Data.Images(Evaluation));

    /// <summary>The network that a fit wrote. Call outside any dispose scope; the caller disposes it.</summary>
    /// <param name="weightsPath">Its weights.</param>
    /// <param name="images">Images of the kind it was trained on.</param>
    internal Classifier LoadNetwork(string weightsPath, LabelledImages images)
    {
        var network =
            Options.NewNetwork(images.Channels, (images.Height, images.Width), images.ClassCount, SeedTree.FromSeed(0));
        ModuleState.Load(network, Safetensors.Read(weightsPath).Tensors, weightsPath);
        return network;
    }

    /// <summary>The images added to the real ones, after a look at where they come from.</summary>
    private LabelledImages? Checked(TaskContext context)
    {
        var data = context.Study.Data;
        var extra = Mix.Adds is AddedReal further ? data.Images(further.Part) : null;
        var synthetic = Synthetic is { } from
            ? SyntheticSet.Load(context.ResultFile(from.Task, SynthesiseTask.ImagesFile))
            : null;
        var forbidden = new List<LabelledImages>();
        if (Test is not null) forbidden.Add(data.Images(Test));
        if (Evaluation.Part == RealPart.Validation) forbidden.Add(data.Images(Evaluation));
        var lineage = synthetic?.Provenance.Lineage;
        LeakGuard.Check(Label, data.Images(Training), extra, lineage, forbidden, Synthetic?.Leaky ?? false);
        if (Mix.Adds is AddedCopies copies)
            return AugmentedCopies.Of(
                data.Images(Training), copies.Count, new ClassicalAugmentation(copies.Options), SeedTree.FromSeed(Seed)
                .Child("copies"));
        if (synthetic is null) return extra;
        if (Synthetic!.Count == synthetic.Images.Count) return synthetic.Images;
        // A smaller dose is within every larger one.
        var order = StratifiedOrder.Of(synthetic.Images, SeedTree.FromSeed(Seed).Child("dose").Random());
        return synthetic.Images.Select(order[..Synthetic.Count]);
    }

    private FitFigures Figures(FitOutcome trained, FitImages images)
    {
        var evaluation = images.Evaluation;
        int[] real = [.. Enumerable.Range(0, evaluation.Count).Where(i => images.EvaluationIsReal?[i] ?? true)];
        return new FitFigures
        {
            RealImages = images.RealImages,
            SyntheticImages = images.SyntheticImages,
            BatchSize = Options.BatchSize,
            Steps = trained.Steps,
            TrainAccuracy = trained.Training?.Accuracy,
            TrainLoss = trained.Training?.Loss,
            EvaluationImages = evaluation.Count,
            Accuracy = trained.Evaluation.Accuracy,
            Loss = trained.Evaluation.Loss,
            RealAccuracy = trained.Evaluation.AccuracyOn(real, evaluation.Labels),
            ClassAccuracy = trained.Evaluation.ClassAccuracy(evaluation.Labels, evaluation.ClassCount),
            Curve = trained.Curve,
            SameTwice = trained.SameTwice,
            Versions = trained.Versions,
        };
    }
}
