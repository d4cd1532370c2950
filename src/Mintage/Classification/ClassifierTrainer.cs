using Mintage.Networks;
using Mintage.Results;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Classification;

/// <summary>A trained classifier with what was measured on the way. The owner disposes the network.</summary>
/// <param name="Network">The classifier after the last step.</param>
/// <param name="Steps">Optimiser steps run: counted, not computed.</param>
/// <param name="Curve">One point per epoch, or fewer where that was asked for; the last may be partial. Empty where no curve was asked for.</param>
/// <param name="Training">On the training images (of the first source), not augmented, after the last step.</param>
/// <param name="Evaluation">On the evaluation images, after the last step.</param>
public sealed record TrainedClassifier(
    Classifier Network, int Steps, IReadOnlyList<EpochRecord> Curve, Evaluation Training, Evaluation Evaluation) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}

/// <summary>Trains a <see cref="Classifier"/>, on the device of its images, for a fixed number of optimiser steps: no stopping rule, so no choice is made on the evaluation images.</summary>
/// <param name="options">Must have no faults.</param>
/// <param name="seed">Initial weights come from "init", batch orders from "order": arms of a replicate share it.</param>
/// <param name="withCurve">Whether to evaluate after every epoch, or only after the last step, which is all that a score needs.</param>
public sealed class ClassifierTrainer(ClassifierOptions options, SeedTree seed, bool withCurve = true)
{
    /// <summary>At most about so many points of the curve: a long training is evaluated after every so many epochs, and at its end.</summary>
    internal int MostCurvePoints { get; init; } = int.MaxValue;

    /// <summary>Steps of <paramref name="epochs"/> epochs over <paramref name="images"/> images; partial batches are dropped.</summary>
    public static int StepsFor(int images, int batchSize, int epochs) => images / batchSize * epochs;

    /// <summary>Trains on one set and evaluates.</summary>
    /// <param name="shape">Height and width in pixels.</param>
    /// <param name="training">Not disposed.</param>
    /// <param name="evaluation">Not disposed; never influences the training.</param>
    /// <param name="steps">Optimiser steps, at least 1.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    public TrainedClassifier Train(
        (int Height, int Width) shape, ImageTensors training, ImageTensors evaluation, int steps,
        IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default) =>
        Train(shape, new TrainingBatches(training, options.BatchSize, seed), evaluation, steps, progress, cancellation);

    /// <summary>Trains on batches from several sources and evaluates.</summary>
    /// <param name="shape">Height and width in pixels.</param>
    /// <param name="batches">What each step sees.</param>
    /// <param name="evaluation">Not disposed; never influences the training.</param>
    /// <param name="steps">Optimiser steps, at least 1.</param>
    /// <param name="progress">Told after every epoch of the first source.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    public TrainedClassifier Train(
        (int Height, int Width) shape, TrainingBatches batches, ImageTensors evaluation, int steps,
        IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default)
    {
        var network = NewNetwork(shape, batches);
        using var optimiser = new FusedAdam(network.parameters(), options.LearningRate);
        using var lossShares = batches.LossShares();
        using var classWeights = batches.ClassWeights is { } weights ? tensor(weights.ToArray(), device: CPU).MovedTo(batches.Measured.Device.Torch) : null;
        var curve = new List<EpochRecord>();
        var (loss, right, seen) = (0.0, 0L, 0);
        var (done, epoch) = (0, 0);
        var epochsPerPoint = 1 + ((steps - 1) / batches.PerEpoch / MostCurvePoints);
        while (done < steps)
        {
            cancellation.ThrowIfCancellationRequested();
            var (stepLoss, stepRight) = Step(network, optimiser, batches, done, lossShares, classWeights);
            loss += stepLoss * batches.BatchSize;
            right += stepRight;
            seen += batches.BatchSize;
            done++;
            if (done % batches.PerEpoch != 0 && done != steps) continue;
            progress?.Report(new TaskProgress((double)done / steps, $"step {done:N0} of {steps:N0}, training accuracy {(double)right / seen:P2}"));
            epoch++;
            if (withCurve && (epoch % epochsPerPoint == 0 || done == steps)) curve.Add(Point(epoch, done, (double)right / seen, loss / seen, Evaluation.Of(network, evaluation)));
            (loss, right, seen) = (0, 0, 0);
        }
        return new TrainedClassifier(network, done, curve, Evaluation.Of(network, batches.Measured), Evaluation.Of(network, evaluation));
    }

    internal Classifier NewNetwork((int Height, int Width) shape, TrainingBatches batches) =>
        options.NewNetwork(batches.Channels, shape, batches.ClassCount, seed.Child("init")).PlacedOn(batches.Measured.Device);

    /// <summary>One optimiser step.</summary>
    /// <returns>Loss in nats and number of right predictions of the batch.</returns>
    /// <exception cref="InvalidOperationException">The loss is not finite; nothing was updated.</exception>
    internal (double Loss, long Right) Step(Classifier network, FusedAdam optimiser, TrainingBatches batches, int step, Tensor? lossShares = null, Tensor? classWeights = null)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = batches.Batch(step);
        optimiser.ZeroGradients();
        var logits = network.forward(images);
        var loss = lossShares is null
            ? nn.functional.cross_entropy(logits, labels, weight: classWeights)
            : nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None).mul(lossShares).sum();
        var value = loss.item<float>();
        if (!float.IsFinite(value))
            throw new InvalidOperationException($"The classifier's loss is {value} at step {step + 1} (seed {seed.Seed}).");
        loss.backward();
        optimiser.Step();
        return (value, logits.argmax(1).eq(labels).sum().item<long>());
    }

    private static EpochRecord Point(int epoch, int steps, double trainAccuracy, double trainLoss, Evaluation now) => new()
    {
        Epoch = epoch,
        Steps = steps,
        TrainAccuracy = trainAccuracy,
        TrainLoss = trainLoss,
        Accuracy = now.Accuracy,
        Loss = now.Loss,
    };
}
