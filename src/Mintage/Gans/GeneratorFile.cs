using System.Text.Json;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>A generator in one safetensors file: PyTorch's names, and what it is in the metadata.</summary>
public static class GeneratorFile
{
    private const string MetadataKey = "mintage_generator";

    /// <summary>Whether the metadata are those of such a file.</summary>
    internal static bool IsOne(IReadOnlyDictionary<string, string> metadata) => metadata.ContainsKey(MetadataKey);

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="generator">Not disposed.</param>
    /// <exception cref="UserInputException">The file cannot be written.</exception>
    public static void Save(string path, SavedGenerator generator) => Safetensors.Write(path, [.. ModuleState.Save(generator.Network)],
        new Dictionary<string, string> { [MetadataKey] = JsonSerializer.Serialize(generator.Facts, Json.Line) });

    /// <summary>Reads a generator, which computes in float32. Call outside any dispose scope; the caller disposes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where it is to draw images; null for the processor.</param>
    /// <exception cref="UserInputException">The file is no generator that <see cref="Save"/> wrote.</exception>
    public static SavedGenerator Load(string path, ComputeDevice? device = null)
    {
        var (tensors, metadata) = Safetensors.Read(path);
        if (!metadata.TryGetValue(MetadataKey, out var text))
            throw new UserInputException($"'{path}' must be a generator that 'mintage export' wrote; it does not say what it was built for.");
        var facts = Json.Parse<GeneratorFacts>(text, path);
        var network = new DcganGenerator(facts.Shape, SeedTree.FromSeed(0), new GeneratorDesign { Conditioning = facts.Conditioning, Hidden = facts.Hidden });
        ModuleState.Load(network, tensors, path);
        network.PlacedOn(device ?? ComputeDevice.Cpu).eval();
        return new SavedGenerator(facts, network);
    }
}
