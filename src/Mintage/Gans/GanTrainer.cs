using Mintage.Networks;
using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>
/// The two networks of a GAN, their optimisers and the generator's weight average; one call of <see cref="Step"/> is
/// one generator update. Every draw of update n comes from the stream "step" n, so weights, optimiser state, the
/// number of updates and where adaptive augmentation stands are all there is to a checkpoint.
/// </summary>
public sealed class GanTrainer : IDisposable
{
    private readonly AdversarialLosses losses;
    private readonly RealBatches reals;
    private readonly SeedTree seed;
    private readonly WeightAverage weightAverage;
    private readonly Parameter[] discriminatorParameters;

    /// <summary>Builds Mintage's own networks. Call outside any dispose scope.</summary>
    /// <param name="options">Must have no faults.</param>
    /// <param name="shape">Shape of both networks.</param>
    /// <param name="images">At least a batch; not disposed.</param>
    /// <param name="seed">Root of all draws.</param>
    public GanTrainer(GanOptions options, DcganShape shape, ImageTensors images, SeedTree seed)
        : this(options, GanNetworks.Dcgan(options, shape), images, seed)
    {
    }

    /// <summary>Builds both networks. Call outside any dispose scope.</summary>
    /// <param name="options">Must have no faults; those of layers are the networks' own business.</param>
    /// <param name="networks">How; for the images' shape and the options' latent dimension.</param>
    /// <param name="images">At least a batch; not disposed.</param>
    /// <param name="seed">Root of all draws.</param>
    public GanTrainer(GanOptions options, GanNetworks networks, ImageTensors images, SeedTree seed)
    {
        (Options, this.seed) = (options, seed);
        reals = new RealBatches(options, images, seed);
        Generator = networks.Generator(seed.Child("generator"));
        Average = networks.Generator(seed.Child("generator"));
        Discriminator = networks.Discriminator(seed.Child("discriminator"));
        discriminatorParameters = [.. Discriminator.parameters()];
        Adaptive = options.AdaptiveTarget > 0 ? new AdaptiveProbability(options) : null;
        losses = new AdversarialLosses(options, Discriminator, Adaptive);
        GeneratorOptimiser = Optimiser(Generator.parameters());
        DiscriminatorOptimiser = Optimiser(discriminatorParameters);
        weightAverage = new WeightAverage(Generator, Average, options.AverageDecay);
        Average.eval();
    }

    /// <summary>How it is trained.</summary>
    public GanOptions Options { get; }

    /// <summary>The generator in training.</summary>
    public GeneratorNetwork Generator { get; }

    /// <summary>The discriminator or critic.</summary>
    public DiscriminatorNetwork Discriminator { get; }

    /// <summary>The generator with averaged weights: what is sampled.</summary>
    public GeneratorNetwork Average { get; }

    /// <summary>Generator updates run so far.</summary>
    public int Updates { get; internal set; }

    /// <summary>Whole epochs so far: real images the discriminator saw over the size of its training set.</summary>
    public int Epochs => (int)((long)Updates * Options.CriticSteps / reals.PerEpoch);

    /// <summary>How often differentiable augmentation changes an image; null where that is always.</summary>
    internal AdaptiveProbability? Adaptive { get; }

    internal FusedOptimiser GeneratorOptimiser { get; }

    internal FusedOptimiser DiscriminatorOptimiser { get; }

    /// <summary>One generator update with its critic updates.</summary>
    /// <exception cref="NonFiniteException">A loss is not finite; the networks are as before that loss's update.</exception>
    public GanLosses Step()
    {
        using var scope = NewDisposeScope();
        GeneratorOptimiser.RateFactor = RateFactor();
        DiscriminatorOptimiser.RateFactor = GeneratorOptimiser.RateFactor * Options.DiscriminatorRateFactor;
        var random = seed.Child("step", Updates).Random();
        var augmenting = seed.Child("augmentation", Updates).Random();
        var sum = default(DiscriminatorReading);
        for (var critic = 0; critic < Options.CriticSteps - 1; critic++)
        {
            using var criticScope = NewDisposeScope();
            var (real, labels) = reals.Of(((long)Updates * Options.CriticSteps) + critic);
            Tensor fake;
            using (no_grad()) fake = Generator.forward(Latents.Draw(Options.BatchSize, Options.LatentDimension, random), labels);
            sum += UpdateDiscriminator(real, fake, labels, random, augmenting);
        }

        // The last critic update and the generator's share one batch of fakes: a forward pass saved.
        var (lastReal, lastLabels) = reals.Of(((long)(Updates + 1) * Options.CriticSteps) - 1);
        var lastFake = Generator.forward(Latents.Draw(Options.BatchSize, Options.LatentDimension, random), lastLabels);
        sum += UpdateDiscriminator(lastReal, lastFake.detach(), lastLabels, random, augmenting);
        var generatorLoss = UpdateGenerator(lastFake, lastLabels, augmenting);
        Updates++;
        weightAverage.Update(Updates);
        return GanLosses.Of(sum, Options.CriticSteps, generatorLoss);
    }

    /// <summary>Raises when a weight is not finite: a finite loss can still have had an infinite gradient.</summary>
    /// <exception cref="NonFiniteException">A weight is not finite.</exception>
    public void RequireFiniteWeights()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var parameter in Generator.parameters().Concat(discriminatorParameters).Concat(Average.parameters()))
        {
            var sum = parameter.sum().item<float>();
            if (!float.IsFinite(sum)) throw new NonFiniteException("A sum of weights", sum, Updates);
        }
    }

    /// <summary>Frees the networks.</summary>
    public void Dispose()
    {
        Generator.Dispose();
        Average.Dispose();
        Discriminator.Dispose();
    }

    private DiscriminatorReading UpdateDiscriminator(Tensor real, Tensor fake, Tensor labels, SeededRandom random, SeededRandom augmenting)
    {
        DiscriminatorOptimiser.ZeroGradients();
        var (loss, realLogits, fakeLogits) = losses.OfDiscriminator(real, fake, labels, DiscriminatorOptimiser.StepCount, random, augmenting);
        var value = Finite(loss, "discriminator");
        loss.backward();
        DiscriminatorOptimiser.Step();
        if (Options.Constraint == CriticConstraint.WeightClipping) ClipWeights();
        using var _ = no_grad();
        var reading = DiscriminatorReading.Of(value, realLogits, fakeLogits, losses.Border);
        Adaptive?.Observe(reading.RealRight);
        return reading;
    }

    private double UpdateGenerator(Tensor fake, Tensor labels, SeededRandom augmenting)
    {
        GeneratorOptimiser.ZeroGradients();
        // Gradients of the discriminator's weights are not needed here: a third of its backward pass saved.
        foreach (var parameter in discriminatorParameters) parameter.requires_grad = false;
        var loss = losses.OfGenerator(fake, labels, augmenting);
        var value = Finite(loss, "generator");
        loss.backward();
        GeneratorOptimiser.Step();
        foreach (var parameter in discriminatorParameters) parameter.requires_grad = true;
        return value;
    }

    /// <summary>A function of the number of updates, so that a resumed training goes on alike.</summary>
    private double RateFactor() => Options.RateDecay == 0 ? 1 : Math.Min(1, (1 - ((double)Updates / Options.GeneratorUpdates)) / Options.RateDecay);

    private void ClipWeights()
    {
        using var _ = no_grad();
        foreach (var parameter in discriminatorParameters) parameter.ClampInPlace(-Options.ClipValue, Options.ClipValue);
    }

    private double Finite(Tensor loss, string network)
    {
        var value = loss.item<float>();
        return float.IsFinite(value) ? value : throw new NonFiniteException($"The {network}'s loss", value, Updates);
    }

    private FusedOptimiser Optimiser(IEnumerable<Parameter> parameters) => Options.Optimiser switch
    {
        GanOptimiser.Adam => new FusedAdam(parameters, Options.LearningRate, Options.Beta1, Options.Beta2),
        GanOptimiser.RmsProp => new FusedRmsProp(parameters, Options.LearningRate),
        _ => throw new InvalidOperationException($"unknown optimiser {Options.Optimiser}"),
    };
}
