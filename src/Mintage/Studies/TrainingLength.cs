using System.Text.Json.Serialization;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Statistics;

namespace Mintage.Studies;

/// <summary>When a fit ends: each rule is a record of its own.</summary>
[JsonDerivedType(typeof(FixedSteps), "steps")]
[JsonDerivedType(typeof(StoppedOnSlice), "slice")]
internal abstract record TrainingLength
{
    /// <summary>About how many optimiser steps it takes.</summary>
    /// <param name="images">Images of the training part.</param>
    /// <param name="batchSize">Images per step.</param>
    public abstract int LikelySteps(int images, int batchSize);

    /// <summary>Trains and evaluates. The caller disposes the classifier.</summary>
    public abstract TrainedClassifier Train(FitTask fit, FitImages images, TaskContext context);

    /// <summary>Trains on images that are put into memory for as long as it takes.</summary>
    protected static TrainedClassifier WithBatches(
        FitTask fit, ClassifierInputs inputs, LabelledImages training, FitImages images, Func<TrainingBatches,
        ImageTensors, TrainedClassifier> train)
    {
        var seed = fit.Seeds.Child("copies");
        using var learned = inputs.ToLearn(training, fit.Augmentation, seed);
        using var added = images.Added is null
            ? null
            : inputs.ToLearn(images.Added, fit.Augmentation, seed.Child("added"), copiesPerImage: 1);
        using var evaluation = inputs.Of(images.Evaluation);
        return train(fit.Mix.Batches(fit, learned, added), evaluation);
    }

    /// <summary>Makes the inputs of a fit; features are kept in the study's folder.</summary>
    protected static ClassifierInputs Inputs(FitTask fit, TaskContext context) =>
        new(fit.Options, context.Store.FeatureFolder, context.Study.Device, context.Progress, context.Cancellation);
}

/// <summary>After a number of optimiser steps.</summary>
internal sealed record FixedSteps(int Steps) : TrainingLength
{
    private const int MostCurvePoints = 12;

    public override int LikelySteps(int images, int batchSize) => Steps;

    public override TrainedClassifier Train(FitTask fit, FitImages images, TaskContext context)
    {
        var trainer = new ClassifierTrainer(fit.Options, fit.Seeds, fit.Curve) { MostCurvePoints = MostCurvePoints };
        using var inputs = Inputs(fit, context);
        return WithBatches(fit, inputs, images.Training, images, (batches, evaluation) => trainer.Train(
            batches, evaluation, Steps, context.Progress, context.Cancellation));
    }
}

/// <summary>
/// Where a slice of the training images, which the classifier does not learn from, is predicted best.
/// </summary>
/// <param name="SliceShare">Share of the training images in the slice.</param>
/// <param name="MaxEpochs">Epochs at most.</param>
/// <param name="PatienceEpochs">Stops after so many epochs without a better slice.</param>
internal sealed record StoppedOnSlice(double SliceShare, int MaxEpochs, int PatienceEpochs) : TrainingLength
{
    /// <summary>What better means: the study's measure.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ClassMeasure Measure { get; init; }

    /// <summary>Studies stopped after two fifths of the epochs that they were allowed.</summary>
    public override int LikelySteps(int images, int batchSize) => (int)(0.4 * MaxEpochs * images / batchSize);

    public override TrainedClassifier Train(FitTask fit, FitImages images, TaskContext context)
    {
        var (slice, rest) = Split(images.Training, fit.Seeds.Child("slice").Random());
        using var inputs = Inputs(fit, context);
        using var sliceTensors = inputs.Of(slice);
        var stopping = new SliceStopping(sliceTensors, MaxEpochs, PatienceEpochs) { Measure = Measure };
        var trainer = new ClassifierTrainer(fit.Options, fit.Seeds, withCurve: false);
        return WithBatches(fit, inputs, rest, images, (batches, evaluation) => trainer.TrainUntilBest(
            batches, stopping, evaluation, context.Progress, context.Cancellation));
    }

    private (LabelledImages Slice, LabelledImages Others) Split(LabelledImages training, SeededRandom random)
    {
        var (slice, rest) = HeldOutPart.Draw(training, SliceShare, random);
        return (training.Select(slice), training.Select(rest));
    }
}
