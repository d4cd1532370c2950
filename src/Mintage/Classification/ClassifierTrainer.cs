using Mintage.Augmentation;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Classification;

/// <summary>A trained classifier with what was measured on the way. The owner disposes the network.</summary>
/// <param name="Network">The classifier after the last step.</param>
/// <param name="Steps">Optimiser steps run: counted, not computed.</param>
/// <param name="Curve">
/// One point per epoch, or fewer where that was asked for; the last may be partial. Empty where no curve was asked for.
/// </param>
/// <param name="Training">On the training images (of the first source), not augmented, after the last step.</param>
/// <param name="Evaluation">On the evaluation images, after the last step.</param>
public sealed record TrainedClassifier(
    Classifier Network, int Steps, IReadOnlyList<EpochRecord> Curve, Evaluation Training, Evaluation Evaluation)
        : IDisposable
{
    /// <summary>
    /// The epoch that was kept because a slice was predicted best after it; null where the last step was kept.
    /// </summary>
    public int? BestEpoch { get; init; }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}

/// <summary>When to stop by a slice of the training images that the classifier does not learn from.</summary>
/// <param name="Slice">Not disposed.</param>
/// <param name="MaxEpochs">Epochs at most, at least 1.</param>
/// <param name="PatienceEpochs">Stops after so many epochs without a better slice, at least 1.</param>
public sealed record SliceStopping(ImageTensors Slice, int MaxEpochs, int PatienceEpochs)
{
    /// <summary>What better means; of epochs with equal values the one with the lower loss is kept.</summary>
    public ClassMeasure Measure { get; init; }

    private readonly int[] labels = Array.ConvertAll(Slice.Labels.cpu().data<long>().ToArray(), label => (int)label);

    internal double Of(Evaluation evaluation) =>
        ClassMeasures.Contributions(Measure, labels, evaluation.Predictions, Slice.ClassCount).Average();
}

/// <summary>
/// Trains every classifier of Mintage, on the device of its images: those of arms, and the in-domain ones behind the
/// extractor, the judge, the filter and the choice of a checkpoint. The evaluation images choose nothing. Not
/// thread-safe.
/// </summary>
/// <param name="options">Must have no faults.</param>
/// <param name="seed">
/// Initial weights come from "init", batch orders from "order": arms of a replicate share it.
/// </param>
/// <param name="withCurve">
/// Whether to evaluate after every epoch, or only after the last step, which is all that a score needs.
/// </param>
public sealed class ClassifierTrainer(ClassifierOptions options, SeedTree seed, bool withCurve = true)
{
    /// <summary>
    /// At most about so many points of the curve: a long training is evaluated after every so many epochs, and at its
    /// end.
    /// </summary>
    public int MostCurvePoints { get; init; } = int.MaxValue;

    /// <summary>What is done to every training image; null for nothing.</summary>
    public IAugmentation? Augmentation { get; init; }

    /// <summary>
    /// Whether to stop once two epochs in a row had every training image right: more steps would teach little.
    /// </summary>
    public bool StopsWhenLearned { get; init; }

    /// <summary>Whether every class gets the same share of the loss, however few its images, and the best epoch is the
    /// one of the best balanced accuracy. Only where images are given, not batches.</summary>
    public bool BalancesClasses { get; init; }

    /// <summary>Where features of a pretrained backbone are kept; null keeps none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>
    /// Steps of <paramref name="epochs"/> epochs over <paramref name="images"/> images; partial batches are dropped.
    /// </summary>
    public static int StepsFor(int images, int batchSize, int epochs) => images / batchSize * epochs;

    /// <summary>Trains on one set for a number of steps and evaluates. The caller disposes the classifier.</summary>
    /// <param name="training">At least a batch.</param>
    /// <param name="evaluation">Of the same kind; never influences the training.</param>
    /// <param name="steps">Optimiser steps, at least 1.</param>
    /// <param name="device">Where; null for the processor.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    public TrainedClassifier Train(
        LabelledImages training, LabelledImages evaluation, int steps, ComputeDevice? device = null,
        IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var inputs = new ClassifierInputs(options, CacheFolder, device, progress, cancellation);
        return OfImages(inputs, training, evaluation, (batches, evaluated) =>
            Train(batches, evaluated, steps, progress, cancellation));
    }

    /// <summary>
    /// Trains on one set for a number of epochs, goes back to the epoch after which the validation images were
    /// predicted best, and evaluates. The caller disposes the classifier.
    /// </summary>
    /// <param name="training">At least a batch.</param>
    /// <param name="validation">Of the same kind; chooses the epoch.</param>
    /// <param name="evaluation">Of the same kind; never influences the training.</param>
    /// <param name="epochs">Epochs, at least 1.</param>
    /// <param name="device">Where; null for the processor.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    public TrainedClassifier TrainUntilBest(
        LabelledImages training, LabelledImages validation, LabelledImages evaluation, int epochs,
        ComputeDevice? device = null, IProgress<TaskProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        using var inputs = new ClassifierInputs(options, CacheFolder, device, progress, cancellation);
        using var slice = inputs.Of(validation);
        return OfImages(inputs, training, evaluation, (batches, evaluated) =>
            TrainUntilBest(
                batches, new SliceStopping(slice, epochs, epochs)
                {
                    Measure = BalancesClasses ? ClassMeasure.BalancedAccuracy : ClassMeasure.Accuracy,
                },
                evaluated, progress, cancellation));
    }

    private TrainedClassifier OfImages(
        ClassifierInputs inputs, LabelledImages training, LabelledImages evaluation,
        Func<TrainingBatches, ImageTensors, TrainedClassifier> train)
    {
        using var learned = inputs.ToLearn(training, Augmentation, seed.Child("copies"));
        using var evaluated = inputs.Of(evaluation);
        var augmentation = options.LearnsFromFeatures ? null : Augmentation;
        var batches = new TrainingBatches([new BatchSource(learned, options.BatchSize)], seed, augmentation)
        {
            ClassWeights = BalancesClasses ? TrainingBatches.EqualShares(learned) : null,
        };
        var trained = train(batches, evaluated);
        return trained.Network is PretrainedHead head
            ? trained with { Network = inputs.WithBackbone(head) }
            : trained;
    }

    /// <summary>Trains for a number of steps and evaluates. The caller disposes the classifier.</summary>
    /// <param name="batches">What each step sees.</param>
    /// <param name="evaluation">Not disposed; never influences the training.</param>
    /// <param name="steps">Optimiser steps, at least 1.</param>
    /// <param name="progress">Told after every epoch of the first source.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    public TrainedClassifier Train(
        TrainingBatches batches, ImageTensors evaluation, int steps,
        IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var session = new ClassifierSession(options, seed, batches, steps);
        var curve = new List<EpochRecord>();
        var (loss, right, seen) = (0.0, 0L, 0);
        var (epoch, perfect) = (0, 0);
        var epochsPerPoint = 1 + ((steps - 1) / batches.PerEpoch / MostCurvePoints);
        Evaluation? last = null;
        for (var done = 1; done <= steps; done++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (stepLoss, stepRight) = session.Step(done - 1);
            loss += stepLoss * batches.BatchSize;
            right += stepRight;
            seen += batches.BatchSize;
            if (done % batches.PerEpoch != 0 && done != steps) continue;
            progress?.Report(
                new TaskProgress(
                    (double)done / steps,
                    $"step {done:N0} of {steps:N0}, training accuracy {(double)right / seen:P2}"));
            epoch++;
            if (withCurve && (epoch % epochsPerPoint == 0 || done == steps))
            {
                last = Evaluation.Of(session.Kept, evaluation);
                curve.Add(Point(epoch, done, (double)right / seen, loss / seen, last));
            }
            perfect = right == seen ? perfect + 1 : 0;
            (loss, right, seen) = (0, 0, 0);
            if (StopsWhenLearned && perfect == 2) steps = done;
        }
        // A large test set takes a slow network minutes: it is not asked twice.
        return Trained(session, steps, curve, batches, evaluation, curve.LastOrDefault()?.Steps == steps ? last : null);
    }

    /// <summary>
    /// Trains until a slice is predicted no better for a while, goes back to the best epoch (of epochs with equal
    /// accuracy the one with the lower loss) and evaluates it. The caller disposes the classifier.
    /// </summary>
    /// <param name="batches">What each step sees; nothing of the slice.</param>
    /// <param name="stopping">Decides when to stop.</param>
    /// <param name="evaluation">Not disposed; never influences the training.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <returns>
    /// The classifier of the best epoch with the steps behind it. The curve, where one was asked for, is of the slice.
    /// </returns>
    public TrainedClassifier TrainUntilBest(
        TrainingBatches batches, SliceStopping stopping, ImageTensors evaluation,
        IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var session = new ClassifierSession(options, seed, batches, stopping.MaxEpochs * batches.PerEpoch);
        (double Value, double Loss, int Epoch, Dictionary<string, SafeTensor> Weights)? best = null;
        var curve = new List<EpochRecord>();
        for (var epoch = 1; epoch <= stopping.MaxEpochs
            && epoch - (best?.Epoch ?? 0) <= stopping.PatienceEpochs; epoch++)
        {
            var (loss, right) = (0.0, 0L);
            for (var step = (epoch - 1) * batches.PerEpoch; step < epoch * batches.PerEpoch; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                var (stepLoss, stepRight) = session.Step(step);
                loss += stepLoss / batches.PerEpoch;
                right += stepRight;
            }
            var now = Evaluation.Of(session.Kept, stopping.Slice);
            if (withCurve)
                curve.Add(
                    Point(epoch, epoch * batches.PerEpoch, (double)right / (batches.PerEpoch * batches.BatchSize), loss,
                    now));
            var value = stopping.Of(now);
            if (best is not { } b || (value, -now.Loss).CompareTo((b.Value, -b.Loss)) > 0)
                best = (value, now.Loss, epoch, ModuleState.Save(session.Kept).ToDictionary(t => t.Name));
            progress?.Report(
                new TaskProgress(
                    (double)epoch / stopping.MaxEpochs,
                    $"epoch {epoch}, {stopping.Measure.Words()} of the slice {value:P2}"));
        }
        ModuleState.Load(session.Kept, best!.Value.Weights, "the best epoch");
        return Trained(session, best.Value.Epoch * batches.PerEpoch, curve, batches, evaluation) with
        {
            BestEpoch = best.Value.Epoch,
        };
    }

    private static TrainedClassifier Trained(ClassifierSession session, int steps, IReadOnlyList<EpochRecord> curve,
        TrainingBatches batches, ImageTensors evaluation, Evaluation? evaluated = null)
    {
        var network = session.Take();
        return new TrainedClassifier(
            network, steps, curve, Evaluation.Of(network, batches.Measured),
            evaluated ?? Evaluation.Of(network, evaluation));
    }

    private static EpochRecord Point(
        int epoch, int steps, double trainAccuracy, double trainLoss, Evaluation now) => new()
        {
            Epoch = epoch,
            Steps = steps,
            TrainAccuracy = trainAccuracy,
            TrainLoss = trainLoss,
            Accuracy = now.Accuracy,
            Loss = now.Loss,
        };
}
