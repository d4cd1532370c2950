using Mintage.Networks;
using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>
/// The two networks of a GAN, their optimisers and the generator's weight average. One call of <see cref="Step"/> is
/// one generator update. Every draw of update n comes from the stream "step" n, so a checkpoint needs only the weights,
/// the optimiser state, the number of updates and the state of adaptive augmentation.
/// </summary>
internal sealed class GanTrainer : IDisposable
{
    private readonly AdversarialLosses losses;
    private readonly RealBatches reals;
    private readonly SeedTree seed;
    private readonly WeightAverage weightAverage;
    private readonly Parameter[] discriminatorParameters;
    private readonly UnreadLosses unread;
    private readonly ComputeDevice device;

    /// <summary>Builds Mintage's own networks, on the images' device. Call outside any dispose scope.</summary>
    /// <param name="options">Must have no faults.</param>
    /// <param name="shape">Shape of both networks.</param>
    /// <param name="images">At least a batch; not disposed.</param>
    /// <param name="seed">Root of all draws.</param>
    public GanTrainer(GanOptions options, DcganShape shape, ImageTensors images, SeedTree seed)
        : this(options, GanNetworks.Dcgan(options, shape, images.Device), images, seed)
    {
    }

    /// <summary>Builds both networks, on the images' device. Call outside any dispose scope.</summary>
    /// <param name="options">Must have no faults. Options of layers are ignored.</param>
    /// <param name="networks">Build the networks for the images' shape and the options' latent dimension.</param>
    /// <param name="images">At least a batch; not disposed.</param>
    /// <param name="seed">Root of all draws.</param>
    public GanTrainer(GanOptions options, GanNetworks networks, ImageTensors images, SeedTree seed)
    {
        (Options, this.seed, device) = (options, seed, images.Device);
        reals = new RealBatches(options, images, seed);
        Generator = networks.Generator(seed.Child("generator")).PlacedOn(device);
        Average = networks.Generator(seed.Child("generator")).PlacedOn(device);
        Discriminator = networks.Discriminator(seed.Child("discriminator")).PlacedOn(device);
        discriminatorParameters = [.. Discriminator.parameters()];
        Adaptive = options.AdaptiveTarget > 0 ? new AdaptiveProbability(options) : null;
        losses = new AdversarialLosses(options, Discriminator, Adaptive);
        GeneratorOptimiser = Optimiser(Generator.parameters());
        DiscriminatorOptimiser = Optimiser(discriminatorParameters);
        unread = new UnreadLosses(options);
        weightAverage = new WeightAverage(Generator, Average, options.AverageDecay);
        Average.eval();
    }

    public GanOptions Options { get; }

    /// <summary>The generator that is being trained.</summary>
    public GeneratorNetwork Generator { get; }

    public DiscriminatorNetwork Discriminator { get; }

    /// <summary>The generator with averaged weights, which draws the samples.</summary>
    public GeneratorNetwork Average { get; }

    /// <summary>Number of generator updates so far.</summary>
    public int Updates { get; internal set; }

    /// <summary>Number of whole epochs so far: real images the discriminator saw, divided by the size of its training
    /// set.</summary>
    public int Epochs => (int)((long)Updates * Options.CriticSteps / reals.PerEpoch);

    /// <summary>Sets how often differentiable augmentation changes an image; null for always.</summary>
    internal AdaptiveProbability? Adaptive { get; }

    internal FusedOptimiser GeneratorOptimiser { get; }

    internal FusedOptimiser DiscriminatorOptimiser { get; }

    /// <summary>Runs one generator update with its critic updates.</summary>
    /// <exception cref="NonFiniteException">A loss is not finite. On the processor the networks are as before that
    /// loss's update.</exception>
    public GanLosses Step()
    {
        Advance();
        return ReadLosses()[^1];
    }

    /// <summary>Reads the losses since the last call, oldest first. Waits for a GPU.</summary>
    /// <exception cref="NonFiniteException">A loss is not finite. On a GPU later updates have already run.</exception>
    internal IReadOnlyList<GanLosses> ReadLosses() => unread.Read();

    /// <summary>Runs one generator update with its critic updates. The measurements can be read later.</summary>
    /// <exception cref="NonFiniteException">On the processor: a loss is not finite. The networks are as before that
    /// loss's update.</exception>
    internal void Advance()
    {
        using var scope = NewDisposeScope();
        GeneratorOptimiser.RateFactor = RateFactor();
        DiscriminatorOptimiser.RateFactor = GeneratorOptimiser.RateFactor * Options.DiscriminatorRateFactor;
        var random = seed.Child("step", Updates).Random();
        var augmenting = seed.Child("augmentation", Updates).Random();
        var measured = new List<Tensor>();
        for (var critic = 0; critic < Options.CriticSteps - 1; critic++)
        {
            using var criticScope = NewDisposeScope();
            var (real, labels) = reals.Of(((long)Updates * Options.CriticSteps) + critic);
            Tensor fake;
            using (no_grad()) fake = Generator.forward(Draw(random), labels);
            measured.Add(UpdateDiscriminator(real, fake, labels, random, augmenting).MoveToOuterDisposeScope());
        }

        // The last critic update and the generator's share one batch of fakes, which saves a forward pass.
        var (lastReal, lastLabels) = reals.Of(((long)(Updates + 1) * Options.CriticSteps) - 1);
        var lastFake = Generator.forward(Draw(random), lastLabels);
        measured.Add(UpdateDiscriminator(lastReal, lastFake.detach(), lastLabels, random, augmenting));
        var generatorLoss = UpdateGenerator(lastFake, lastLabels, augmenting);
        unread.Add(Updates, measured, generatorLoss);
        Updates++;
        weightAverage.Update(Updates);
    }

    /// <summary>Checks the weights: after a finite loss a gradient can still be infinite.</summary>
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

    /// <summary>Disposes the networks.</summary>
    public void Dispose()
    {
        unread.Dispose();
        weightAverage.Dispose();
        GeneratorOptimiser.Dispose();
        DiscriminatorOptimiser.Dispose();
        Generator.Dispose();
        Average.Dispose();
        Discriminator.Dispose();
    }

    private Tensor Draw(SeededRandom random) =>
        Latents.Draw(Options.BatchSize, Options.LatentDimension, random, device.Torch);

    private Tensor UpdateDiscriminator(
        Tensor real, Tensor fake, Tensor labels, SeededRandom random, SeededRandom augmenting)
    {
        DiscriminatorOptimiser.ZeroGradients();
        var (loss, realLogits, fakeLogits) =
            losses.OfDiscriminator(real, fake, labels, DiscriminatorOptimiser.StepCount, random, augmenting);
        RequireFinite(loss, "discriminator");
        loss.backward();
        DiscriminatorOptimiser.Step();
        if (Options.Constraint == CriticConstraint.WeightClipping) ClipWeights();
        var measured = DiscriminatorReading.Measure(loss, realLogits, fakeLogits, losses.Border);
        // The next update needs it, so every update waits for a GPU here.
        Adaptive?.Observe(DiscriminatorReading.Of(measured.cpu().data<float>().ToArray(), Options.BatchSize).RealRight);
        return measured;
    }

    private Tensor UpdateGenerator(Tensor fake, Tensor labels, SeededRandom augmenting)
    {
        GeneratorOptimiser.ZeroGradients();
        // Gradients of the discriminator's weights are not needed here, which saves a third of its backward pass.
        foreach (var parameter in discriminatorParameters) parameter.requires_grad = false;
        var loss = losses.OfGenerator(fake, labels, augmenting);
        RequireFinite(loss, "generator");
        loss.backward();
        GeneratorOptimiser.Step();
        foreach (var parameter in discriminatorParameters) parameter.requires_grad = true;
        return loss;
    }

    /// <summary>Factor of the learning rate. It depends only on the number of updates, so a resumed training continues
    /// alike.</summary>
    private double RateFactor() => Options.RateDecay == 0
        ? 1
        : Math.Min(1, (1 - ((double)Updates / Options.GeneratorUpdates)) / Options.RateDecay);

    private void ClipWeights()
    {
        using var _ = no_grad();
        foreach (var parameter in discriminatorParameters)
            parameter.ClampInPlace(-Options.ClipValue, Options.ClipValue);
    }

    /// <summary>Checks a loss. On a GPU this waits until the losses are read; updates that went wrong meanwhile are in
    /// no checkpoint.</summary>
    private void RequireFinite(Tensor loss, string network)
    {
        if (!device.IsCpu) return;
        var value = loss.item<float>();
        if (!float.IsFinite(value)) throw new NonFiniteException($"The {network}'s loss", value, Updates);
    }

    private FusedOptimiser Optimiser(IEnumerable<Parameter> parameters) => Options.Optimiser switch
    {
        GanOptimiser.Adam => new FusedAdam(parameters, Options.LearningRate, Options.Beta1, Options.Beta2),
        GanOptimiser.RmsProp => new FusedRmsProp(parameters, Options.LearningRate),
        _ => throw new InvalidOperationException($"unknown optimiser {Options.Optimiser}"),
    };
}
