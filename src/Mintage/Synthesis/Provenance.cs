using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Mintage.Data.Writing;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Synthesis;

/// <summary>The origin of synthetic images. It is saved with them as NAME.provenance.json, in a folder as
/// provenance.json. Immutable.</summary>
public sealed record Provenance : ISealed
{
    /// <summary>The version that is written and the only one that is read. Version 1 had one GAN's facts in place of
    /// <see cref="Gans"/>.</summary>
    public const int CurrentVersion = 2;

    /// <summary>Reads the provenance of a data set; null if there is none beside it.</summary>
    /// <param name="source">The file or folder of the data set.</param>
    /// <exception cref="UserInputException">The provenance cannot be read, or was changed.</exception>
    public static Provenance? Beside(string source)
    {
        var path = ProvenanceFile.Of(source);
        return File.Exists(path) ? SealedJson.Read<Provenance>(path) : null;
    }

    /// <summary>Version of this record.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The GANs that made the images. Each made the same share of every class. Empty for images of another
    /// program.</summary>
    public required IReadOnlyList<GanOrigin> Gans { get; init; }

    /// <summary>Where a study got the images from; null for those that it, or <c>gan sample</c>, drew.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ForeignOrigin? Foreign { get; init; }

    /// <summary>The device that drew the images: "cpu", or a GPU's model.</summary>
    public string Device { get; init; } = ComputeDevice.Cpu.Name;

    /// <summary>Seed of the sampling.</summary>
    public required long Seed { get; init; }

    /// <summary>Images per class, in label order.</summary>
    public required IReadOnlyList<int> ClassCounts { get; init; }

    /// <summary>Class names, in label order; null in sets of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Set fingerprint of the synthetic images.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The filter's work; null without a filter.</summary>
    public FilterFacts? Filter { get; init; }

    /// <summary>Result of the check for copies of training images; null if the images were not checked.</summary>
    public CopyFacts? Copies { get; init; }

    /// <summary>Fingerprints of all real images behind these images, through a GAN or a filter. The leak guard compares
    /// them.</summary>
    public required IReadOnlyList<string> Lineage { get; init; }

    /// <summary>Whether <see cref="Lineage"/> names every real image that may be behind these images.</summary>
    [JsonIgnore]
    public bool LineageIsKnown => Foreign is not { LineageIsKnown: false };

    /// <summary>SHA-256 of a lineage, for the keys of tasks.</summary>
    internal static string HashOf(IReadOnlyList<string> lineage) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(lineage))));

    /// <summary>Name of the GANs' training set.</summary>
    [JsonIgnore]
    public string TrainingSet => Gans.Count > 0 ? Gans[0].TrainingSet : Foreign?.Source ?? "unknown";

    /// <inheritdoc/>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal string? FileSha256 { get; init; }

    string? ISealed.FileSha256 => FileSha256;

    /// <summary>The file's content.</summary>
    internal string ToText() =>
        Encoding.UTF8.GetString(SealedJson.Of(this with { FileSha256 = SelfDigest.Blank }));
}

/// <summary>The source of synthetic images that a study did not draw itself. Immutable.</summary>
public sealed record ForeignOrigin
{
    /// <summary>"images" for images that were there, "onnx" for a generator in a file, "command" for a program.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>The data set or file, as the plan names it.</summary>
    public required string Source { get; init; }

    /// <summary>Set fingerprint of all images of the source, of which these may be a part; of a generator's file, that
    /// of its bytes.</summary>
    public required string Sha256 { get; init; }

    /// <summary>False where other images may be behind these than the lineage names.</summary>
    public required bool LineageIsKnown { get; init; }

    /// <summary>Test images that every image was compared with; none of them is one.</summary>
    public required int TestImages { get; init; }

    /// <summary>Images that nearly are a test image, no more than chance and the likeness of the data allow.</summary>
    public int NearTestImages { get; init; }

    /// <summary>Images of a program that are, or nearly are, an image of the training part that it got.</summary>
    public int NearTrainingImages { get; init; }

    /// <summary>Whether a program gave the same images twice with one seed; null where it was not tried.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? SameTwice { get; init; }

    /// <summary>Versions that a program says it used; null where it says none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Versions { get; init; }
}

/// <summary>One GAN behind synthetic images. Immutable.</summary>
public sealed record GanOrigin
{
    /// <summary>The options of its training.</summary>
    public required GanOptions Options { get; init; }

    /// <summary>Name of custom networks; null for Mintage's DCGANs, which <see cref="Options"/> describes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Networks { get; init; }

    /// <summary>Seed of its training.</summary>
    public required long Seed { get; init; }

    /// <summary>SHA-256 of the generator's weights.</summary>
    public required string GeneratorSha256 { get; init; }

    /// <summary>Number of generator updates behind the weights.</summary>
    public required int GeneratorUpdates { get; init; }

    /// <summary>Reason why the training ended early; null if it did not.</summary>
    public required string? Divergence { get; init; }

    /// <summary>Warnings from the training about these images, as full sentences. Empty if there are none.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Name of the training set.</summary>
    public required string TrainingSet { get; init; }

    /// <summary>Set fingerprint of the training images.</summary>
    public required string TrainingFingerprint { get; init; }

    /// <summary>The device that trained it: "cpu", or a GPU's model.</summary>
    public string Device { get; init; } = ComputeDevice.Cpu.Name;

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
