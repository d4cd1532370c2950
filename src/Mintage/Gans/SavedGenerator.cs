using Mintage.Networks;

namespace Mintage.Gans;

/// <summary>The facts that are needed to use a generator without the folder of its training.</summary>
internal sealed record GeneratorFacts
{
    /// <summary>Shape of its images, latents and layers.</summary>
    public required DcganShape Shape { get; init; }

    /// <summary>The way the generator gets the label.</summary>
    public required GeneratorConditioning Conditioning { get; init; }

    /// <summary>Units of the hidden layer; 0 for none.</summary>
    public required int Hidden { get; init; }

    public required IReadOnlyList<string> ClassNames { get; init; }

    public required string TrainingSet { get; init; }

    /// <summary>Set fingerprint of the training images.</summary>
    public required string TrainingFingerprint { get; init; }

    /// <summary>SHA-256 of the generator.safetensors in the GAN's folder.</summary>
    public required string GeneratorSha256 { get; init; }

    /// <summary>Divergence and other warnings from the training, as full sentences. Empty if there are none.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    internal static GeneratorFacts Of(GanFacts gan) => new()
    {
        Shape = gan.Shape,
        Conditioning = gan.Options.GeneratorConditioning,
        Hidden = gan.Options.GeneratorHidden,
        ClassNames = gan.ClassNames,
        TrainingSet = gan.TrainingSet,
        TrainingFingerprint = gan.TrainingFingerprint,
        GeneratorSha256 = gan.GeneratorSha256,
        Warnings = gan.Divergence is { } divergence ? [$"The training diverged: {divergence}", .. gan.Warnings] : gan.Warnings,
    };
}

/// <summary>A generator with its facts, ready to draw images.</summary>
/// <param name="Facts">Its facts.</param>
/// <param name="Network">Averaged weights, in evaluation mode; the owner disposes it.</param>
internal sealed record SavedGenerator(GeneratorFacts Facts, DcganGenerator Network) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
