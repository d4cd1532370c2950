using Mintage.Augmentation;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Gans;

public sealed class AdversarialLossesTests : IDisposable
{
    private static readonly GanOptions Plain = GanPresets.Get("cgan") with { DiscriminatorBatchNorm = false };

    private readonly DcganDiscriminator discriminator = new(
        new DcganShape(8, 8, 1, 3, 6, 4), new() { Conditioning = DiscriminatorConditioning.AuxiliaryClassifier }, SeedTree.FromSeed(1));

    private readonly Tensor real = Gradients.Normal(1, 6, 1, 8, 8), fake = Gradients.Normal(2, 6, 1, 8, 8), labels = tensor(new long[] { 0, 1, 2, 2, 1, 0 });

    public AdversarialLossesTests()
    {
        // Weights as large as those of a trained network: at their initial size every logit is nearly 0.
        using var _ = no_grad();
        foreach (var parameter in discriminator.parameters()) parameter.mul_(5);
    }

    public void Dispose()
    {
        discriminator.Dispose();
        real.Dispose();
        fake.Dispose();
        labels.Dispose();
    }

    [Fact]
    public void Class_losses_come_with_their_weights()
    {
        using var scope = NewDisposeScope();
        var options = Plain with { ClassLossWeight = 0.5, FakeClassLossWeight = 0.25 };
        var (onReal, onFake) = (discriminator.Judge(real, labels), discriminator.Judge(fake, labels));
        var objective = AdversarialObjective.Of(options.Objective);
        var expected = Value(objective.DiscriminatorLoss(onReal.Logits, onFake.Logits)) + (0.5 * ClassLoss(onReal)) + (0.25 * ClassLoss(onFake));
        Assert.Equal(expected, OfDiscriminator(options), 1e-5);
        Assert.Equal(Value(objective.GeneratorLoss(onFake.Logits)) + (0.5 * ClassLoss(onFake)), OfGenerator(options), 1e-5);

        // -E log P(label | image)
        double ClassLoss(Judgement judged) => -judged.ClassLogits!.log_softmax(1).gather(1, labels.unsqueeze(1)).mean().item<float>();
    }

    [Fact]
    public void The_R1_penalty_comes_with_every_kth_update_and_k_times_its_weight()
    {
        using var scope = NewDisposeScope();
        var options = Plain with { R1Weight = 3, R1Every = 4 };
        var images = real.clone().requires_grad_();
        var penalty = Value(R1Penalty.Of(images, discriminator.forward(images, labels)));
        Assert.True(penalty > 1e-3, "the penalty should be seen beside rounding");
        var without = OfDiscriminator(options with { R1Weight = 0 });
        double[] added = [.. Enumerable.Range(0, 9).Select(step => OfDiscriminator(options, step) - without)];
        Assert.Equal(3 / 2.0 * 4 * penalty, added[0], 1e-5);
        Assert.Equal(added[0], added[4]);
        Assert.Equal(added[0], added[8]);
        Assert.All(new[] { 1, 2, 3, 5, 6, 7 }, step => Assert.Equal(0, added[step]));
    }

    [Fact]
    public void Real_and_fake_images_are_augmented_with_draws_of_their_own_before_the_discriminator_sees_them()
    {
        using var scope = NewDisposeScope();
        var options = Plain with { DiffAugment = [DifferentiableTransform.Colour, DifferentiableTransform.Translation] };
        var augmentation = new DifferentiableAugmentation(options.DiffAugment);
        var random = Augmenting();
        var (changedReal, changedFake) = (augmentation.Apply(real, random), augmentation.Apply(fake, random));
        var expected = new AdversarialLosses(Plain, discriminator).OfDiscriminator(changedReal, changedFake, labels, 0, Augmenting(), Augmenting()).Loss;
        Assert.Equal(Value(expected), OfDiscriminator(options));

        var images = fake.clone().requires_grad_();
        var loss = new AdversarialLosses(options, discriminator).OfGenerator(images, labels, Augmenting());
        Assert.Equal(Value(new AdversarialLosses(Plain, discriminator).OfGenerator(augmentation.Apply(fake, Augmenting()), labels, Augmenting())), Value(loss));
        loss.backward();
        Assert.True(images.grad!.abs().sum().item<float>() > 0, "the generator should learn through the augmentation");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Both_players_see_images_changed_with_the_probability_of_adaptive_augmentation(double probability)
    {
        using var scope = NewDisposeScope();
        var options = Plain with { DiffAugment = [DifferentiableTransform.Colour], AdaptiveTarget = 0.6 };
        var losses = new AdversarialLosses(options, discriminator, new AdaptiveProbability(options) { State = new(probability, 0, 0) });
        var plain = new AdversarialLosses(Plain, discriminator);
        var (augmentation, random) = (new DifferentiableAugmentation(options.DiffAugment), Augmenting());
        var (changedReal, changedFake) = (augmentation.Apply(real, random, probability), augmentation.Apply(fake, random, probability));
        Assert.Equal(
            Value(plain.OfDiscriminator(changedReal, changedFake, labels, 0, Augmenting(), Augmenting()).Loss),
            Value(losses.OfDiscriminator(real, fake, labels, 0, Augmenting(), Augmenting()).Loss));
        Assert.Equal(
            Value(plain.OfGenerator(augmentation.Apply(fake, Augmenting(), probability), labels, Augmenting())),
            Value(losses.OfGenerator(fake, labels, Augmenting())));
    }

    private double OfDiscriminator(GanOptions options, int step = 0)
    {
        using var scope = NewDisposeScope();
        return Value(new AdversarialLosses(options, discriminator).OfDiscriminator(real, fake, labels, step, Augmenting(), Augmenting()).Loss);
    }

    private double OfGenerator(GanOptions options) => Value(new AdversarialLosses(options, discriminator).OfGenerator(fake, labels, Augmenting()));

    private static SeededRandom Augmenting() => SeedTree.FromSeed(4).Random();

    private static double Value(Tensor loss) => loss.item<float>();
}
