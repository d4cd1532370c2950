using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Benchmarks.Peers;

/// <summary>One of our presets, trained and sampled as <see cref="GanTraining"/> does it, without its files.</summary>
internal sealed class PresetGan : IConditionalGan
{
    private readonly LabelledImages images;
    private readonly ImageTensors tensors;
    private readonly GanTrainer trainer;
    private readonly DcganShape shape;
    private readonly SeedTree seed;

    public PresetGan(GanOptions options, LabelledImages images, SeedTree seed)
    {
        (this.images, this.seed, tensors) = (images, seed, new ImageTensors(images));
        shape = new DcganShape(images.Height, images.Width, images.Channels, images.ClassCount, options.LatentDimension, options.Filters);
        trainer = new GanTrainer(options, shape, tensors, seed);
    }

    public int ImagesPerUpdate => trainer.Options.BatchSize * trainer.Options.CriticSteps;

    public int UpdateLimit => trainer.Options.GeneratorUpdates;

    public long GeneratorParameters => trainer.Generator.parameters().Sum(p => p.numel());

    public long DiscriminatorParameters => trainer.Discriminator.parameters().Sum(p => p.numel());

    public (double Discriminator, double Generator) Step()
    {
        var losses = trainer.Step();
        return (losses.DiscriminatorLoss, losses.GeneratorLoss);
    }

    public void Finish() => NormStatistics.Recompute(trainer.Average, tensors.Labels, seed.Child("norm-statistics"));

    public LabelledImages Sample(int[] labels) => GanSampler.Sample(trainer.Average, labels, images.ClassNames, "samples", seed.Child("samples"));

    public void Dispose()
    {
        trainer.Dispose();
        tensors.Dispose();
    }
}
