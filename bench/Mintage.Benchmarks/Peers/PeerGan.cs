using Mintage.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Benchmarks.Peers;

/// <summary>
/// What the ports of other designs share: plain TorchSharp, eager float32, the library's own optimisers, torch's own
/// generator for all draws. As users would write it, with none of Mintage's methods.
/// </summary>
/// <param name="images">Training images.</param>
/// <param name="data">The same as the design wants them.</param>
/// <param name="generator">Latents [B, Z] and labels [B] to images [B, 1, S, S].</param>
/// <param name="discriminator">Images and labels to verdicts [B, 1].</param>
/// <param name="latentDimension">Z.</param>
/// <param name="newOptimiser">The optimiser of either network.</param>
internal abstract class PeerGan(
    LabelledImages images, PeerData data, Module<Tensor, Tensor, Tensor> generator, Module<Tensor, Tensor, Tensor> discriminator,
    int latentDimension, Func<IEnumerable<Parameter>, optim.Optimizer> newOptimiser) : IConditionalGan
{
    protected const int Classes = 10;
    private const int SampleBatch = 500;
    private readonly optim.Optimizer generatorOptimiser = newOptimiser(generator.parameters()), discriminatorOptimiser = newOptimiser(discriminator.parameters());

    public virtual int ImagesPerUpdate => data.Batch;

    public int UpdateLimit => int.MaxValue;

    public long GeneratorParameters => generator.parameters().Sum(p => p.numel());

    public long DiscriminatorParameters => discriminator.parameters().Sum(p => p.numel());

    protected PeerData Data => data;

    protected Module<Tensor, Tensor, Tensor> Generator => generator;

    protected Module<Tensor, Tensor, Tensor> Discriminator => discriminator;

    public abstract (double Discriminator, double Generator) Step();

    public void Finish()
    {
        // The weights are sampled as they are.
    }

    public LabelledImages Sample(int[] labels)
    {
        using var _ = no_grad();
        generator.eval();
        var pixels = new byte[labels.Length * images.PixelsPerImage];
        for (var start = 0; start < labels.Length; start += SampleBatch)
        {
            using var scope = NewDisposeScope();
            var part = labels[start..Math.Min(start + SampleBatch, labels.Length)];
            var fakes = generator.forward(randn(part.Length, latentDimension), tensor(part, ScalarType.Int64));
            data.ToPixels(fakes).contiguous().bytes.CopyTo(pixels.AsSpan(start * images.PixelsPerImage));
        }
        generator.train();
        return new LabelledImages("samples", pixels, labels, images.Height, images.Width, 1, images.ClassNames);
    }

    public void Dispose()
    {
        generator.Dispose();
        discriminator.Dispose();
    }

    /// <summary>One fake per label.</summary>
    protected Tensor Fakes(Tensor labels) => generator.forward(randn(labels.shape[0], latentDimension), labels);

    /// <summary>Labels of a batch of fakes, every class as likely.</summary>
    protected Tensor RandomLabels() => randint(0, Classes, [data.Batch], ScalarType.Int64);

    /// <summary>One step of the generator; returns the loss.</summary>
    protected double UpdateGenerator(Tensor loss) => Update(generatorOptimiser, loss);

    /// <summary>One step of the discriminator; returns the loss.</summary>
    protected double UpdateDiscriminator(Tensor loss) => Update(discriminatorOptimiser, loss);

    /// <summary>Multiplies both learning rates.</summary>
    protected void ScaleRates(double factor)
    {
        foreach (var group in generatorOptimiser.ParamGroups.Concat(discriminatorOptimiser.ParamGroups)) group.LearningRate *= factor;
    }

    /// <summary>Binary cross-entropy of verdicts that should all be the target.</summary>
    protected static Tensor CrossEntropy(Tensor logits, double target) =>
        functional.binary_cross_entropy_with_logits(logits, full_like(logits, target));

    private static double Update(optim.Optimizer optimiser, Tensor loss)
    {
        optimiser.zero_grad();
        loss.backward();
        optimiser.step();
        return loss.item<float>();
    }
}
