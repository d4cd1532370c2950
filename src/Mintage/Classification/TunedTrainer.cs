using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Classification;

/// <summary>
/// Trains until a slice of the training images, which the classifier does not train on, is predicted no better for a
/// while, and goes back to the best epoch. The evaluation images have no part in that.
/// </summary>
/// <param name="options">Must have no faults.</param>
/// <param name="seed">As in <see cref="ClassifierTrainer"/>.</param>
/// <param name="maxEpochs">Epochs at most.</param>
/// <param name="patienceEpochs">Epochs without a better slice after which it stops.</param>
public sealed class TunedTrainer(ClassifierOptions options, SeedTree seed, int maxEpochs, int patienceEpochs)
{
    /// <summary>Trains and evaluates the weights of the best epoch; of epochs with equal accuracy the one with the lower loss.</summary>
    /// <param name="shape">Height and width in pixels.</param>
    /// <param name="training">Not disposed.</param>
    /// <param name="slice">Decides when to stop; not disposed.</param>
    /// <param name="evaluation">Not disposed; never influences the training.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <returns>The classifier of the best epoch with the steps behind it.</returns>
    public TrainedClassifier Train(
        (int Height, int Width) shape, ImageTensors training, ImageTensors slice, ImageTensors evaluation,
        IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default)
    {
        var batches = new TrainingBatches(training, options.BatchSize, seed);
        var trainer = new ClassifierTrainer(options, seed, withCurve: false);
        var network = trainer.NewNetwork(shape, batches);
        using var optimiser = new FusedAdam(network.parameters(), options.LearningRate);
        (double Accuracy, double Loss, int Epoch, Dictionary<string, SafeTensor> Weights)? best = null;
        for (var epoch = 1; epoch <= maxEpochs && epoch - (best?.Epoch ?? 0) <= patienceEpochs; epoch++)
        {
            for (var step = (epoch - 1) * batches.PerEpoch; step < epoch * batches.PerEpoch; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                trainer.Step(network, optimiser, batches, step);
            }
            var now = Evaluation.Of(network, slice);
            if (best is not { } b || (now.Accuracy, -now.Loss).CompareTo((b.Accuracy, -b.Loss)) > 0)
                best = (now.Accuracy, now.Loss, epoch, ModuleState.Save(network).ToDictionary(t => t.Name));
            progress?.Report(new TaskProgress((double)epoch / maxEpochs, $"epoch {epoch}, slice accuracy {now.Accuracy:P2}"));
        }
        ModuleState.Load(network, best!.Value.Weights, "the best epoch");
        return new TrainedClassifier(network, best.Value.Epoch * batches.PerEpoch, [], Evaluation.Of(network, training), Evaluation.Of(network, evaluation));
    }
}
