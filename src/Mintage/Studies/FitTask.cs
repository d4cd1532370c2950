using System.Runtime.InteropServices;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Synthesis;

namespace Mintage.Studies;

/// <summary>Trains and evaluates one classifier: an arm of a replicate, one of its folds, or the feature extractor.</summary>
public sealed record FitTask : StudyTask
{
    /// <summary>File of the result.</summary>
    public const string ResultFile = "fit.json";

    /// <summary>File of the weights.</summary>
    public const string WeightsFile = "classifier.safetensors";

    /// <summary>File of the predicted label of every evaluation image.</summary>
    public const string PredictionsFile = "predictions.safetensors";

    /// <summary>The arm; "extractor" for the feature extractor.</summary>
    public required string Arm { get; init; }

    /// <summary>Real training images; null for the extractor's.</summary>
    public required TrainingPart? Real { get; init; }

    /// <summary>Key of the synthetic images, or null.</summary>
    public required string? Synthetic { get; init; }

    /// <summary>Zero-based fold of <see cref="Folds"/>, or null to train on everything and evaluate on the test set.</summary>
    public required int? Fold { get; init; }

    /// <summary>Number of folds; they are drawn over real and synthetic images together, as in the article.</summary>
    public required int Folds { get; init; }

    /// <summary>Optimiser steps.</summary>
    public required int Steps { get; init; }

    /// <summary>How.</summary>
    public required ClassifierOptions Options { get; init; }

    /// <summary>Seed of initial weights, batch orders and folds: shared by the arms of a replicate.</summary>
    public required long Seed { get; init; }

    /// <summary>Whether the GAN behind the arm saw more than the arm's training part.</summary>
    public required bool Leaky { get; init; }

    /// <inheritdoc/>
    public override string Kind => "fit";

    /// <inheritdoc/>
    public override string Title => Real is null
        ? "train the feature extractor"
        : $"classifier '{Arm}' ({Real.Size}, replicate {Real.Replicate + 1}{(Fold is { } f ? $", fold {f + 1}" : "")})";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Needs => Synthetic is null ? [] : [Synthetic];

    /// <inheritdoc/>
    public override double EstimatedSeconds => 3 + (Steps * (0.004 + (Options.Width.Filters1 * (Options.Width.Filters2 + 4) * 3e-5)));

    internal override void Run(TaskContext context)
    {
        var data = context.Study.Data;
        var real = Real is null ? data.Part(RealPart.Extractor) : context.Study.TrainingImages(Real);
        var synthetic = Synthetic is null ? null : SyntheticSet.Load(context.ResultFile(Synthetic, SynthesiseTask.ImagesFile));
        if (synthetic is not null) LeakGuard.Check(Title, synthetic.Provenance, data.Test, real, Leaky);
        var pool = synthetic is null ? real : LabelledImages.Concat("pooled", [real, real.Groups is null ? synthetic.Images : OfNoGroup(synthetic.Images)]);
        var (training, evaluation, evaluationIsReal) = Split(context, pool, real.Count);
        var realInTraining = Fold is null ? real.Count : real.Count - evaluationIsReal.Count(isReal => isReal);

        using var trainingTensors = new ImageTensors(training);
        using var evaluationTensors = new ImageTensors(evaluation);
        using var trained = new ClassifierTrainer(Options, SeedTree.FromSeed(Seed).Child("fit", Fold ?? -1)).Train(
            (pool.Height, pool.Width), trainingTensors, evaluationTensors, Steps,
            context.Progress, context.Cancellation);

        Safetensors.Write(Path.Combine(context.Folder, WeightsFile), [.. ModuleState.Save(trained.Network)]);
        Safetensors.Write(Path.Combine(context.Folder, PredictionsFile),
            [new SafeTensor("predictions", "I32", [evaluation.Count], MemoryMarshal.AsBytes(trained.Evaluation.Predictions.AsSpan()).ToArray())]);
        Json.Write(Path.Combine(context.Folder, ResultFile), Record(context.Node.Key, realInTraining, training.Count - realInTraining, evaluation, evaluationIsReal, trained));
    }

    private (LabelledImages Training, LabelledImages Evaluation, bool[] EvaluationIsReal) Split(TaskContext context, LabelledImages pool, int realCount)
    {
        if (Fold is not { } fold)
        {
            // The extractor is measured on held-out images: the test set is for the arms alone.
            var evaluation = context.Study.Data.Part(Real is null ? RealPart.HeldOut : RealPart.Test);
            return (pool, evaluation, [.. Enumerable.Repeat(true, evaluation.Count)]);
        }
        var folds = StratifiedKFold.Split(pool.Labels, Folds, SeedTree.FromSeed(Seed).Child("folds").Random(), SplitUnits.Of(pool));
        var (training, validation) = (folds[fold].Training, folds[fold].Validation);
        return (pool.Select(training), pool.Select(validation), Array.ConvertAll(validation, row => row < realCount));
    }

    /// <summary>A synthetic image shows no patient, so each is a group of its own.</summary>
    private static LabelledImages OfNoGroup(LabelledImages synthetic) =>
        synthetic.WithGroups([.. Enumerable.Range(0, synthetic.Count).Select(i => $"synthetic image {i}")]);

    private FitRecord Record(
        string key, int realImages, int syntheticImages, LabelledImages evaluation, bool[] evaluationIsReal, TrainedClassifier trained)
    {
        var realRows = Enumerable.Range(0, evaluation.Count).Where(i => evaluationIsReal[i]).ToArray();
        return new FitRecord
        {
            Task = key,
            Size = Real?.Size ?? "",
            Arm = Arm,
            Replicate = Real?.Replicate ?? 0,
            Fold = Fold,
            Leaky = Leaky,
            RealImages = realImages,
            SyntheticImages = syntheticImages,
            BatchSize = Options.BatchSize,
            Steps = trained.Steps,
            TrainAccuracy = trained.Training.Accuracy,
            TrainLoss = trained.Training.Loss,
            Accuracy = trained.Evaluation.Accuracy,
            Loss = trained.Evaluation.Loss,
            RealAccuracy = (double)realRows.Count(i => trained.Evaluation.Predictions[i] == evaluation.Labels[i]) / realRows.Length,
            ClassAccuracy = trained.Evaluation.ClassAccuracy(evaluation.Labels, evaluation.ClassCount),
            Curve = trained.Curve,
        };
    }
}
