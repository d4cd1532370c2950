using System.Text.Json;
using System.Text.Json.Serialization;
using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Synthesis;

/// <summary>Where synthetic images come from; travels with them as NAME.provenance.json, in a folder as provenance.json.</summary>
public sealed record Provenance
{
    /// <summary>Version of this form.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>Options of the GAN.</summary>
    public required GanOptions Gan { get; init; }

    /// <summary>Name of the GAN's networks where they were somebody's own; null for Mintage's DCGANs, which <see cref="Gan"/> describes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Networks { get; init; }

    /// <summary>SHA-256 of the generator's weights.</summary>
    public required string GeneratorSha256 { get; init; }

    /// <summary>Generator updates behind the weights.</summary>
    public required int GeneratorUpdates { get; init; }

    /// <summary>Why the GAN's training ended early, or null.</summary>
    public required string? Divergence { get; init; }

    /// <summary>What the GAN's training says against its images; full sentences, empty for none.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Name of the GAN's training set.</summary>
    public required string TrainingSet { get; init; }

    /// <summary>Set fingerprint of the GAN's training images.</summary>
    public required string TrainingFingerprint { get; init; }

    /// <summary>What the GAN was trained on: "cpu", or a GPU's model.</summary>
    public string TrainingDevice { get; init; } = ComputeDevice.Cpu.Name;

    /// <summary>What its images were drawn on: "cpu", or a GPU's model.</summary>
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

    /// <summary>Fingerprint of every real image that had a part in these images, through the GAN or a filter: what the leak guard compares.</summary>
    public required IReadOnlyList<string> Lineage { get; init; }
}

/// <summary>Labelled synthetic images with their provenance.</summary>
/// <param name="Images">The images, marked as synthetic.</param>
/// <param name="Provenance">Where they come from.</param>
public sealed record SyntheticSet(LabelledImages Images, Provenance Provenance)
{
    /// <summary>Draws a set from a trained GAN.</summary>
    /// <param name="gan">Not disposed.</param>
    /// <param name="labels">Asked-for class of every image, in order.</param>
    /// <param name="seed">Root of the draws.</param>
    public static SyntheticSet Draw(TrainedGan gan, int[] labels, long seed) =>
        new(GanSampler.Sample(gan.Generator, labels, gan.Facts.ClassNames, Name(gan.Facts), SeedTree.FromSeed(seed)), gan, seed, null, []);

    /// <summary>Draws a set in which no image is a copy or near copy of one that the GAN learned from.</summary>
    /// <param name="gan">Not disposed.</param>
    /// <param name="labels">Asked-for class of every image, in order.</param>
    /// <param name="seed">Root of the draws.</param>
    /// <param name="training">Has all images that the GAN saw, and perhaps others.</param>
    /// <exception cref="UserInputException">Images that the GAN saw are missing, or it has memorised them.</exception>
    public static SyntheticSet DrawWithoutCopies(TrainedGan gan, int[] labels, long seed, LabelledImages training)
    {
        var seeds = SeedTree.FromSeed(seed);
        var guard = new CopyGuard(CopyGuard.TrainingImages(gan.Facts.Lineage, training));
        var (images, copies) = guard.WithoutCopies(Sample(labels, 0), Sample);
        var set = new SyntheticSet(images, gan, seed, null, []);
        return set with { Provenance = set.Provenance with { Copies = copies } };

        LabelledImages Sample(int[] wanted, int round) =>
            GanSampler.Sample(gan.Generator, wanted, gan.Facts.ClassNames, Name(gan.Facts), round == 0 ? seeds : seeds.Child("instead of copies", round));
    }

    /// <summary>Draws a set, rejecting images that a classifier does not give the label they were drawn for.</summary>
    /// <param name="gan">Not disposed.</param>
    /// <param name="labels">Asked-for class of every image, in order.</param>
    /// <param name="seed">Root of the draws.</param>
    /// <param name="filter">Rejects.</param>
    /// <param name="filterSha256">SHA-256 of the filter's weights.</param>
    /// <param name="minConfidence">As the filter has it.</param>
    /// <param name="filterLineage">Fingerprints of the images that trained the filter's classifier.</param>
    internal static SyntheticSet DrawFiltered(
        TrainedGan gan, int[] labels, long seed, SampleFilter filter, string filterSha256, double minConfidence, IEnumerable<string> filterLineage)
    {
        var (images, drawn) = filter.Sample(gan, labels, Name(gan.Facts), SeedTree.FromSeed(seed));
        return new SyntheticSet(images, gan, seed, new FilterFacts(filterSha256, minConfidence, drawn, labels.Length), filterLineage);
    }

    private SyntheticSet(LabelledImages images, TrainedGan gan, long seed, FilterFacts? filter, IEnumerable<string> furtherLineage)
        : this(images.Marked(isSynthetic: true), new Provenance
        {
            FormatVersion = 1,
            Gan = gan.Facts.Options,
            Networks = gan.Facts.Networks,
            GeneratorSha256 = gan.Facts.GeneratorSha256,
            GeneratorUpdates = gan.Facts.Choice?.GeneratorUpdates ?? gan.Facts.GeneratorUpdates,
            Divergence = gan.Facts.Divergence,
            Warnings = gan.Facts.Warnings,
            TrainingSet = gan.Facts.TrainingSet,
            TrainingFingerprint = gan.Facts.TrainingFingerprint,
            TrainingDevice = gan.Facts.Device,
            Device = gan.Device.Model,
            Seed = seed,
            ClassCounts = images.ClassCounts(),
            Fingerprint = images.Fingerprint,
            Filter = filter,
            Lineage = [.. gan.Facts.Lineage.Union(furtherLineage)],
        })
    {
    }

    private static string Name(GanFacts facts) => $"{facts.Options.Preset} ({facts.GeneratorSha256[..12]})";

    /// <summary>Labels in the proportions of the GAN's training part, in random order, so that any first n are a fair sample.</summary>
    public static int[] ProportionalLabels(IReadOnlyList<int> classCounts, int count, SeededRandom random) =>
        Labels(StratifiedSubset.Shares(classCounts, count, random), random);

    /// <summary>So many labels of each class, in random order.</summary>
    public static int[] Labels(IReadOnlyList<int> classCounts, SeededRandom random)
    {
        var labels = classCounts.SelectMany((n, label) => Enumerable.Repeat(label, n)).ToArray();
        random.Shuffle(labels.AsSpan());
        return labels;
    }

    /// <summary>Writes the set to a file or folder, in the format that its name asks for; see the other form.</summary>
    /// <param name="path">As <see cref="DataSetTarget.Parse"/> takes it: "rare.npz", "rare.parquet", a folder.</param>
    /// <exception cref="UserInputException">The name asks for no format.</exception>
    public void Save(string path) => Save(DataSetTarget.Parse(path));

    /// <summary>Writes the images, their provenance and, beside them, NAME.png (a sheet, one row per class), each whole.</summary>
    public void Save(DataSetTarget target, int sheetColumns = 10)
    {
        target.Write(Images, JsonSerializer.Serialize(Provenance, Json.File) + "\n");
        WholeFile.WriteBytes(SheetBeside(target), ImageSheet.ByClass(Images, sheetColumns));
    }

    /// <summary>Where <see cref="Save(DataSetTarget, int)"/> puts the sheet: never in a folder of pictures, whose images it is none of.</summary>
    private static string SheetBeside(DataSetTarget target) => target.Format == DataSetFileFormat.Folder
        ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(target.Path)) + ".png"
        : Path.ChangeExtension(target.Path, ".png");

    /// <summary>Reads a set and checks that images and provenance belong together.</summary>
    /// <exception cref="UserInputException">A file is missing or the images are not those of the provenance.</exception>
    public static SyntheticSet Load(string npzPath)
    {
        var provenance = Json.Read<Provenance>(ProvenanceFile.Of(npzPath));
        var images = NpzFile.Read(npzPath);
        if (images.Fingerprint != provenance.Fingerprint)
            throw new UserInputException($"'{npzPath}' must hold the images of its provenance file, but their fingerprint differs: one of the two was changed or replaced.");
        return new SyntheticSet(images, provenance);
    }
}
