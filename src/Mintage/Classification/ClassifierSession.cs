using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Classification;

/// <summary>A classifier in training: its network, optimiser, and what each image counts. Not thread-safe.</summary>
internal sealed class ClassifierSession : IDisposable
{
    private static readonly TrainingRecipe Plain = new();
    private readonly SeedTree seed;
    private readonly TrainingBatches batches;
    private readonly int steps;
    private readonly TrainingRecipe recipe;
    private readonly FusedAdam optimiser;
    private readonly Classifier network;
    private readonly (Classifier Network, WeightAverage Average)? averaged;

    /// <summary>
    /// Weight of every class in the loss, float32 [K], and share of every place of a batch, float32 [B], adding up to
    /// 1; null where all count alike.
    /// </summary>
    private readonly Tensor? ofClasses, ofPlaces;
    private bool isTaken;

    /// <summary>Begins a training. Build it outside any dispose scope.</summary>
    /// <param name="options">Must have no faults.</param>
    /// <param name="seed">Initial weights come from "init", the partners of mixed images from "mix".</param>
    /// <param name="batches">What each step sees; not disposed.</param>
    /// <param name="steps">Steps at most: where the learning rate ends.</param>
    public ClassifierSession(ClassifierOptions options, SeedTree seed, TrainingBatches batches, int steps)
    {
        (this.seed, this.batches, this.steps) = (seed, batches, steps);
        recipe = options.Recipe ?? Plain;
        network = New();
        optimiser = new FusedAdam(
            network.parameters().Where(p => p.requires_grad), options.LearningRate, weightDecay: recipe.WeightDecay);
        if (recipe.AverageDecay > 0)
        {
            var copy = New();
            averaged = (copy, new WeightAverage(network, copy, recipe.AverageDecay));
        }
        ofPlaces = batches.LossShares();
        ofClasses = batches.ClassWeights is { } weights
            ? tensor(weights.ToArray(), device: CPU).MovedTo(batches.Measured.Device.Torch)
            : null;

        Classifier New()
        {
            var made = options.NewNetwork(
                batches.Channels, batches.Measured.Shape, batches.ClassCount, seed.Child("init"));
            made.PlacedOn(batches.Measured.Device);
            if (made is PretrainedHead head) head.Standardise(batches.Measured.Pixels);
            if (made is PretrainedClassifier whole) whole.FitHead(batches.Measured);
            return made;
        }
    }

    /// <summary>The network to evaluate and keep: the average of the weights where one is kept.</summary>
    public Classifier Kept => averaged?.Network ?? network;

    /// <summary>One optimiser step.</summary>
    /// <param name="step">Zero-based.</param>
    /// <returns>Loss in nats and number of right predictions of the batch.</returns>
    /// <exception cref="UserInputException">The loss is not finite; nothing was updated.</exception>
    public (double Loss, long Right) Step(int step)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = batches.Batch(step);
        var mixed = recipe.MixesImages
            ? BatchMixing.Of(recipe, images, labels, seed.Child("mix", step).Random())
            : new MixedBatch(images, labels, null, 1);
        optimiser.ZeroGradients();
        optimiser.RateFactor = recipe.RateFactor(step, steps);
        var logits = network.forward(mixed.Images);
        var loss = Loss(logits, mixed.Labels);
        if (mixed.OtherLabels is { } others)
            loss = loss.MultiplyInPlace(mixed.Share).Plus(Loss(logits, others), 1 - mixed.Share);
        var value = loss.item<float>();
        if (!float.IsFinite(value))
            throw new UserInputException(
                $"The classifier's loss must be a finite number, but is {value} at step {step + 1} (seed {seed.Seed}). "
                + "Nothing was updated with it. Lower its learning rate.");
        loss.backward();
        optimiser.Step();
        averaged?.Average.Update(step + 1);
        return (value, logits.argmax(1).eq(labels).sum().item<long>());
    }

    /// <summary>Hands over <see cref="Kept"/>; the caller disposes it.</summary>
    public Classifier Take()
    {
        isTaken = true;
        return Kept;
    }

    public void Dispose()
    {
        optimiser.Dispose();
        ofPlaces?.Dispose();
        ofClasses?.Dispose();
        averaged?.Average.Dispose();
        if (!isTaken || averaged is not null) network.Dispose();
        if (!isTaken) averaged?.Network.Dispose();
    }

    /// <summary>Mean cross-entropy, a scalar.</summary>
    private Tensor Loss(Tensor logits, Tensor labels)
    {
        if (recipe.LabelSmoothing > 0) return Smoothed(logits, labels);
        return ofPlaces is null
            ? nn.functional.cross_entropy(logits, labels, weight: ofClasses)
            : nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None).mul(ofPlaces).sum();
    }

    /// <summary>The same against targets of which a part is spread over all classes.</summary>
    private Tensor Smoothed(Tensor logits, Tensor labels)
    {
        var logProbabilities = nn.functional.log_softmax(logits, 1);
        var ofLabels = logProbabilities.gather(1, labels.unsqueeze(1)).squeeze(1);
        var losses = ofLabels.MultiplyInPlace(recipe.LabelSmoothing - 1)
            .Plus(logProbabilities.mean([1]), -recipe.LabelSmoothing);
        if (ofPlaces is not null) return losses.mul(ofPlaces).sum();
        if (ofClasses is null) return losses.mean();
        var weights = ofClasses.index_select(0, labels);
        return losses.mul(weights).sum() / weights.sum();
    }
}
