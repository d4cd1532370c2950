using System.Text.Json.Serialization;
using Mintage.Data;
using Mintage.Runtime;
using Mintage.Synthesis;

namespace Mintage.Studies;

/// <summary>Samples a generator in an ONNX file, classes in the proportions of the training part.</summary>
internal sealed record SampleOnnxTask : ForeignTask
{
    /// <summary>The file.</summary>
    [JsonIgnore]
    public string Path { get; init; } = "";

    /// <summary>SHA-256 of the file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>SHA-256 of its lineage; null where that is not known.</summary>
    public required string? LineageSha256 { get; init; }

    /// <summary>Real images whose class proportions it follows.</summary>
    public required ImagePart Training { get; init; }

    [JsonIgnore]
    public override string Kind => "sample-onnx";

    [JsonIgnore]
    public override string Title => $"mint {Count:N0} images with {GanName} ({Training})";

    internal override string ShortName => $"{GanName}-{Training.Short}";

    [JsonIgnore]
    public override double EstimatedSeconds => CheckSeconds + (Count / 1_000.0);

    internal override void Run(TaskContext context)
    {
        var real = context.Study.Data.Images(Training);
        using var generator = OnnxGenerator.Load(Path);
        if (WholeFile.Sha256(Path) != Sha256)
            throw new UserInputException(
                $"'{Path}' must be as it was when the study began, but was changed. Run 'mintage study run' with the "
                + "plan again.");
        var seeds = SeedTree.FromSeed(Seed);
        var images = Drawn(generator, real, seeds);
        var near = RequireNoTestImages(images, context);
        var origin = new ForeignOrigin
        {
            Kind = "onnx",
            Source = Path,
            Sha256 = Sha256,
            LineageIsKnown = LineageSha256 is not null,
            TestImages = Test.Count,
            NearTestImages = near,
        };
        SyntheticFiles.Write(
            context.Folder, SyntheticSet.From(images, origin, Seed, null, generator.Lineage), real);
    }

    /// <summary>Images in the proportions of the real ones, of those classes that the generator knows.</summary>
    private LabelledImages Drawn(OnnxGenerator generator, LabelledImages real, SeedTree seeds)
    {
        var (counts, place) = (real.ClassCounts(), real.ClassNames.Index().ToDictionary(c => c.Item, c => c.Index));
        int[] known = [.. generator.ClassNames.Select(name => place.TryGetValue(name, out var c) ? counts[c] : 0)];
        var labels = SyntheticSet.ProportionalLabels(known, Count, seeds.Child("labels").Random());
        return generator.Sample(labels, seeds).WithLabels(
            Array.ConvertAll(labels, label => place[generator.ClassNames[label]]), real.ClassNames);
    }
}
