using Mintage.Benchmarks.Peers;
using Mintage.Gans;
using Mintage.Networks;

namespace Mintage.Benchmarks.GanSteps;

/// <summary>
/// Multiply-adds of one generator update in the convolutions and linear layers of the DCGAN networks at 28 x 28 x 1 with 10
/// classes: as many as the step runs, not as few as it could. Norms, activations, losses, optimisers and weight averages
/// count nothing, nor do the small heads of projection and auxiliary classifier.
/// </summary>
/// <remarks>
/// A layer costs the same three times: forward, gradient of its weights, gradient of its input. The first layer of a network
/// needs no gradient of its input, except in the discriminator where the generator's gradient passes through it.
/// </remarks>
internal static class GanWork
{
    private const long Kernel = 4 * 4, Quarter = 7 * 7, Half = 14 * 14, Classes = 10;

    /// <summary>Of a step of one of our presets or of <see cref="PlainEager"/>; null for all others.</summary>
    public static long? Of(GanDesign design) =>
        design.Preset is { } options ? OfPreset(options) : design.Name == PlainEager.Name ? OfPlainEager() : null;

    /// <summary>Of a step of <see cref="GanTrainer"/>; null with a penalty on gradients, whose second derivatives are not counted.</summary>
    private static long? OfPreset(GanOptions options)
    {
        if (options.Constraint == CriticConstraint.GradientPenalty || options.R1Weight > 0) return null;
        var joined = options.GeneratorConditioning == GeneratorConditioning.Concatenated ? Classes : 0;
        var generator = Generator(options.LatentDimension + joined, options.Filters);
        var discriminator = Discriminator(channels: 1, options.Filters);
        var passes = 2 * options.CriticSteps;
        var perImage = (options.CriticSteps * generator.Forward) + (passes * (discriminator.Forward + discriminator.Backward))
            + discriminator.Forward + discriminator.InputGradients + generator.Backward;
        // Once per pass, not per image: forward always, the gradient of their weights in critic steps.
        var labelMaps = options.Conditioning == DiscriminatorConditioning.LabelMaps ? Classes * options.Filters * Kernel * Half : 0;
        return (options.BatchSize * perImage) + (labelMaps * ((2 * passes) + 1));
    }

    /// <summary>
    /// Of a step of <see cref="PlainEager"/>: label maps are ten more channels of every image, the generator runs twice, and its
    /// own step takes the gradients of the discriminator's weights along.
    /// </summary>
    private static long OfPlainEager()
    {
        var generator = Generator(PlainEager.Latent + Classes, PlainEager.Width);
        var discriminator = Discriminator(1 + Classes, PlainEager.Width);
        return PlainEager.BatchSize * ((2 * generator.Forward) + (2 * (discriminator.Forward + discriminator.Backward))
            + discriminator.Forward + discriminator.Backward + discriminator.First + generator.Backward);
    }

    private static Layers Generator(long inputs, long filters) =>
        new(inputs * filters * Quarter, (filters * filters * Kernel * Quarter) + (filters * Kernel * Half));

    private static Layers Discriminator(long channels, long filters) =>
        new(channels * filters * Kernel * Half, (filters * 2 * filters * Kernel * Quarter) + (2 * filters * Quarter));

    /// <summary>A network, per image.</summary>
    /// <param name="First">Multiply-adds of its first layer.</param>
    /// <param name="Rest">Of all others.</param>
    private readonly record struct Layers(long First, long Rest)
    {
        public long Forward => First + Rest;

        public long InputGradients => First + Rest;

        /// <summary>Gradients of all weights, and of the inputs of all layers but the first.</summary>
        public long Backward => First + (2 * Rest);
    }
}
