using Mintage.Networks;

namespace Mintage.Gans;

/// <summary>What one needs to know to use a generator without the folder of its training.</summary>
public sealed record GeneratorFacts
{
    /// <summary>Shape of its images, latents and layers.</summary>
    public required DcganShape Shape { get; init; }

    /// <summary>Where the label enters.</summary>
    public required GeneratorConditioning Conditioning { get; init; }

    /// <summary>Units of the hidden layer; 0 for none.</summary>
    public required int Hidden { get; init; }

    /// <summary>Class names in label order.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Name of the training set.</summary>
    public required string TrainingSet { get; init; }

    /// <summary>Set fingerprint of the training images.</summary>
    public required string TrainingFingerprint { get; init; }

    /// <summary>SHA-256 of the generator.safetensors in the GAN's folder.</summary>
    public required string GeneratorSha256 { get; init; }

    /// <summary>That the training diverged, and what else it says against the generator; full sentences, empty for none.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The part of a GAN's facts that its generator needs.</summary>
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
/// <param name="Facts">What it is.</param>
/// <param name="Network">Averaged weights, in evaluation mode; the owner disposes it.</param>
public sealed record SavedGenerator(GeneratorFacts Facts, DcganGenerator Network) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
