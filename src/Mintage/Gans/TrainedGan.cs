using System.Text.Json.Serialization;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>The facts of a trained GAN, saved as gan.json beside its generator. Immutable.</summary>
public sealed record GanFacts : GanFigures, ISealed
{
    /// <summary>Version of this record.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The options of the training.</summary>
    public required GanOptions Options { get; init; }

    /// <summary>Shape of the networks. For custom networks it covers images, classes and latents only.</summary>
    public required DcganShape Shape { get; init; }

    /// <summary>Name of custom networks (<see cref="GanNetworks.Name"/>); null for Mintage's DCGANs, which shape and
    /// options describe.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Networks { get; init; }

    /// <summary>Seed of the training.</summary>
    public required long Seed { get; init; }

    /// <summary>Name of the training set.</summary>
    public required string TrainingSet { get; init; }

    /// <summary>The source of the images, for a check for copies; null if unknown.</summary>
    public TrainingSource? Source { get; init; }

    /// <summary>How pictures became the training images; null if those came from no pictures.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImageImport? Import { get; init; }

    /// <summary>Set fingerprint of the training images.</summary>
    public required string TrainingFingerprint { get; init; }

    /// <summary>Training images per class.</summary>
    public required IReadOnlyList<int> ClassCounts { get; init; }

    /// <summary>Class names in label order.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Fingerprint of every image that the GAN saw, including a slice: its lineage.</summary>
    public required IReadOnlyList<string> Lineage { get; init; }

    /// <summary>Which point of the training was kept, by a slice of the images; null where the last one was.</summary>
    public CheckpointChoice? Choice { get; init; }

    /// <summary>SHA-256 of generator.safetensors.</summary>
    public required string GeneratorSha256 { get; init; }

    /// <inheritdoc/>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal string? FileSha256 { get; init; }

    string? ISealed.FileSha256 => FileSha256;
}

/// <summary>A trained generator with its facts, read from a GAN folder. Not thread-safe.</summary>
/// <param name="Facts">The facts from gan.json.</param>
/// <param name="Generator">Averaged weights, in evaluation mode; the owner disposes it.</param>
public sealed record TrainedGan(GanFacts Facts, GeneratorNetwork Generator) : IDisposable
{
    /// <summary>Name of the file with the facts.</summary>
    public const string FactsFile = "gan.json";

    /// <summary>The generator's device.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Name of the file with the averaged generator's weights.</summary>
    public const string GeneratorFile = "generator.safetensors";

    /// <summary>Reads the facts of a GAN folder, and checks that they are as the training wrote them.</summary>
    /// <param name="folder">The folder of a training.</param>
    /// <exception cref="UserInputException">
    /// The folder has no finished GAN, or its facts were changed or contradict each other.
    /// </exception>
    public static GanFacts ReadFacts(string folder) => File.Exists(Path.Combine(folder, FactsFile))
        ? GanFactsFile.Read(folder)
        : throw new UserInputException(
            $"'{folder}' must be a folder that 'mintage gan train' finished, but it has no {FactsFile}. "
            + (Below(folder) is [var first, ..] all
                ? $"Name one of the {all.Count:N0} GANs in it, such as '{first}'."
                : $"Run 'mintage gan train --out {folder} ...', which continues an interrupted training."));

    /// <summary>GANs in a folder of them, such as a study's.</summary>
    private static List<string> Below(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateFiles(folder, FactsFile, new EnumerationOptions
        {
            RecurseSubdirectories = true, MaxRecursionDepth = 2, IgnoreInaccessible = true,
        }).Select(file => Path.GetDirectoryName(file)!).Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a GAN folder. Call outside any dispose scope.</summary>
    /// <param name="folder">The folder of a training.</param>
    /// <param name="networks">The custom networks that it was trained with; null for Mintage's.</param>
    /// <param name="device">The device to draw images on, whichever device trained it; null for the processor.</param>
    /// <exception cref="UserInputException">The folder has no finished GAN, its networks are others, or its weights
    /// or facts were changed.</exception>
    public static TrainedGan Load(string folder, GanNetworks? networks = null, ComputeDevice? device = null)
    {
        var facts = ReadFacts(folder);
        RequireSame(facts, networks, folder);
        var weightsPath = Path.Combine(folder, GeneratorFile);
        var (tensors, _) = Safetensors.Read(weightsPath);
        if (WholeFile.Sha256(weightsPath) != facts.GeneratorSha256)
            throw new UserInputException(
                $"'{weightsPath}' is not the file that {FactsFile} names (its SHA-256 differs): it was changed or "
                + "replaced. Train the GAN again.");
        if (networks is null)
            DcganGenerator.RequireFit(
                facts.Shape, facts.Options.ForGenerator(ComputeDevice.Cpu), tensors, weightsPath);
        var generator = (networks ?? GanNetworks.Dcgan(facts.Options, facts.Shape, device))
            .Generator(SeedTree.FromSeed(0));
        ModuleState.Load(generator, tensors, weightsPath);
        generator.PlacedOn(device ?? ComputeDevice.Cpu).eval();
        return new TrainedGan(facts, generator) { Device = device ?? ComputeDevice.Cpu };
    }

    /// <summary>Gives the generator without the facts of its training. The result takes over the network and its
    /// disposal.</summary>
    /// <exception cref="UserInputException">The network is not a DCGAN, the only kind that can be exported.</exception>
    internal SavedGenerator ToSavedGenerator() => Generator is DcganGenerator network
        ? new(GeneratorFacts.Of(Facts), network)
        : throw new UserInputException(
            $"Mintage can export only its own generators, but this one is '{Facts.Networks}'. Export it with the "
            + "program that built it.");

    private static void RequireSame(GanFacts facts, GanNetworks? networks, string folder)
    {
        if (facts.Networks == networks?.Name) return;
        var wanted = networks is null
            ? "which only the program that built them can load"
            : $"but was to be loaded with '{networks.Name}'";
        throw new UserInputException(facts.Networks is { } name
            ? $"'{folder}' holds a GAN with custom networks, '{name}', {wanted}. Give its networks to TrainedGan.Load."
            : $"'{folder}' holds a GAN with Mintage's networks, but was to be loaded with '{networks!.Name}'. Load "
            + "it without.");
    }

    /// <inheritdoc/>
    public void Dispose() => Generator.Dispose();
}
