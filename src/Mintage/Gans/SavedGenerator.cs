using System.Text.Json;
using System.Text.Json.Serialization;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;

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

    /// <summary>How pictures became the training images; null if those came from no pictures.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImageImport? Import { get; init; }

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
        Import = gan.Import,
        TrainingFingerprint = gan.TrainingFingerprint,
        GeneratorSha256 = gan.GeneratorSha256,
        Warnings = gan.Divergence is { } divergence
            ? [$"The training diverged: {divergence}", .. gan.Warnings]
            : gan.Warnings,
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

/// <summary>Reads and writes a generator as one safetensors file with PyTorch's names and its facts in the
/// metadata.</summary>
internal static class GeneratorFile
{
    private const string MetadataKey = "mintage_generator";

    /// <summary>True if the metadata are those of such a file.</summary>
    internal static bool IsOne(IReadOnlyDictionary<string, string> metadata) => metadata.ContainsKey(MetadataKey);

    /// <summary>Writes the file, whole or not at all. The generator is not disposed.</summary>
    public static void Save(string path, SavedGenerator generator) =>
        Safetensors.Write(path, [.. ModuleState.Save(generator.Network)],
        new Dictionary<string, string> { [MetadataKey] = JsonSerializer.Serialize(generator.Facts, Json.Line) });

    /// <summary>
    /// Reads a generator, which computes in float32 on a device (null for the processor). Call it outside any dispose
    /// scope; the caller disposes the result.
    /// </summary>
    /// <exception cref="UserInputException"><see cref="Save"/> did not write the file.</exception>
    public static SavedGenerator Load(string path, ComputeDevice? device = null)
    {
        var (tensors, metadata) = Safetensors.Read(path);
        if (!metadata.TryGetValue(MetadataKey, out var text))
            throw new UserInputException(
                $"'{path}' must be a generator that 'mintage export' wrote; it does not say what it was built for.");
        var facts = Json.Parse<GeneratorFacts>(text, path);
        if (facts.ClassNames.Count != facts.Shape.Classes)
            throw new UserInputException(
                $"'{path}' must name its {facts.Shape.Classes} classes, but names {facts.ClassNames.Count}. Export it "
                + "again.");
        var design = new GeneratorDesign { Conditioning = facts.Conditioning, Hidden = facts.Hidden };
        DcganGenerator.RequireFit(facts.Shape, design, tensors, path);
        var network = new DcganGenerator(facts.Shape, SeedTree.FromSeed(0), design);
        ModuleState.Load(network, tensors, path);
        network.PlacedOn(device ?? ComputeDevice.Cpu).eval();
        return new SavedGenerator(facts, network);
    }
}
