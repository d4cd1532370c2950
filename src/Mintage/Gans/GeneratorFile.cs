using System.Text.Json;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>Reads and writes a generator as one safetensors file with PyTorch's names and its facts in the
/// metadata.</summary>
internal static class GeneratorFile
{
    private const string MetadataKey = "mintage_generator";

    /// <summary>True if the metadata are those of such a file.</summary>
    internal static bool IsOne(IReadOnlyDictionary<string, string> metadata) => metadata.ContainsKey(MetadataKey);

    /// <summary>Writes the file, whole or not at all. The generator is not disposed.</summary>
    public static void Save(string path, SavedGenerator generator) => Safetensors.Write(path, [.. ModuleState.Save(generator.Network)],
        new Dictionary<string, string> { [MetadataKey] = JsonSerializer.Serialize(generator.Facts, Json.Line) });

    /// <summary>
    /// Reads a generator, which computes in float32 on a device (null for the processor). Call it outside any dispose
    /// scope; the caller
    /// disposes the result.
    /// </summary>
    /// <exception cref="UserInputException"><see cref="Save"/> did not write the file.</exception>
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
