using System.Text.Json.Serialization;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Synthesis;

/// <summary>Where synthetic images come from; travels with them as NAME.provenance.json, in a folder as provenance.json.</summary>
public sealed record Provenance
{
    /// <summary>The form that is written, and the only one that is read: 1 had the facts of a single GAN in the place of <see cref="Gans"/>.</summary>
    public const int CurrentVersion = 2;

    /// <summary>Version of this form.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The GANs that made the images, each the same share of every class.</summary>
    public required IReadOnlyList<GanOrigin> Gans { get; init; }

    /// <summary>What the images were drawn on: "cpu", or a GPU's model.</summary>
    public string Device { get; init; } = ComputeDevice.Cpu.Name;

    /// <summary>Seed of the sampling.</summary>
    public required long Seed { get; init; }

    /// <summary>Images per class, in label order.</summary>
    public required IReadOnlyList<int> ClassCounts { get; init; }

    /// <summary>Set fingerprint of the synthetic images.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What a filter did, or null without one.</summary>
    public FilterFacts? Filter { get; init; }

    /// <summary>What was done against copies of training images; null where nobody looked.</summary>
    public CopyFacts? Copies { get; init; }

    /// <summary>Fingerprint of every real image that had a part in these images, through a GAN or a filter: what the leak guard compares.</summary>
    public required IReadOnlyList<string> Lineage { get; init; }

    /// <summary>Name of the set that the GANs learned from.</summary>
    [JsonIgnore]
    public string TrainingSet => Gans[0].TrainingSet;
}

/// <summary>A GAN behind synthetic images.</summary>
public sealed record GanOrigin
{
    /// <summary>How it was trained.</summary>
    public required GanOptions Options { get; init; }

    /// <summary>Name of its networks where they were somebody's own; null for Mintage's DCGANs, which <see cref="Options"/> describes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Networks { get; init; }

    /// <summary>Seed of its training.</summary>
    public required long Seed { get; init; }

    /// <summary>SHA-256 of the generator's weights.</summary>
    public required string GeneratorSha256 { get; init; }

    /// <summary>Generator updates behind the weights.</summary>
    public required int GeneratorUpdates { get; init; }

    /// <summary>Why the training ended early, or null.</summary>
    public required string? Divergence { get; init; }

    /// <summary>What the training says against its images; full sentences, empty for none.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Name of the training set.</summary>
    public required string TrainingSet { get; init; }

    /// <summary>Set fingerprint of the training images.</summary>
    public required string TrainingFingerprint { get; init; }

    /// <summary>What it was trained on: "cpu", or a GPU's model.</summary>
    public string Device { get; init; } = ComputeDevice.Cpu.Name;

    /// <summary>The origin of a GAN's images.</summary>
    internal static GanOrigin Of(GanFacts gan) => new()
    {
        Options = gan.Options,
        Networks = gan.Networks,
        Seed = gan.Seed,
        GeneratorSha256 = gan.GeneratorSha256,
        GeneratorUpdates = gan.Choice?.GeneratorUpdates ?? gan.GeneratorUpdates,
        Divergence = gan.Divergence,
        Warnings = gan.Warnings,
        TrainingSet = gan.TrainingSet,
        TrainingFingerprint = gan.TrainingFingerprint,
        Device = gan.Device,
    };
}
