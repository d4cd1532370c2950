using System.Text.Json.Serialization;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Synthesis;

namespace Mintage.Studies;

/// <summary>
/// Takes synthetic images that exist into a study, once for all replicates that share a test set: none may show a test
/// image.
/// </summary>
internal sealed record TakeImagesTask : ForeignTask
{
    /// <summary>Set fingerprint of all images.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>SHA-256 of what is known of their lineage; null where nothing is.</summary>
    public required string? LineageSha256 { get; init; }

    [JsonIgnore]
    public override string Kind => "take-images";

    [JsonIgnore]
    public override string Title => $"take {Count:N0} images of {GanName}";

    internal override string ShortName => GanName;

    [JsonIgnore]
    public override double EstimatedSeconds => CheckSeconds;

    /// <summary>Compares all of them with the test images.</summary>
    /// <returns>What must be refused, or null and how many nearly are a test image.</returns>
    public (TestCopies? Refused, int Near) Compared(StudyData data) =>
        Compared(data.ReadyMade[GanName].Images, data);

    internal override void Run(TaskContext context)
    {
        var set = context.Study.Data.ReadyMade[GanName];
        var (refused, near) = Compared(context.Study.Data);
        if (refused is not null) throw new UserInputException(refused.Fault(GanName));
        var (images, real) = (set.Images, context.Study.Data.Images(context.Study.Data.Common(RealPart.Whole)));
        if (Count < images.Count)
            images = images.Select(StratifiedOrder.Of(images, SeedTree.FromSeed(Seed).Random())[..Count]);
        var origin = new ForeignOrigin
        {
            Kind = "images",
            Source = set.Source,
            Sha256 = Fingerprint,
            LineageIsKnown = LineageSha256 is not null,
            TestImages = Test.Count,
            NearTestImages = near,
            NearTrainingImages = TestCopies.Find(images, real)?.Matches.Count ?? 0,
        };
        SyntheticFiles.Write(context.Folder, SyntheticSet.From(images, origin, Seed, set.Provenance), real);
    }
}
