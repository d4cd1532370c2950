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

    /// <summary>Test images among them; null for none.</summary>
    public TestCopies? Copies(StudyData data) =>
        TestCopies.Find(data.ReadyMade[GanName].Images, data.Images(Test));

    internal override void Run(TaskContext context)
    {
        var set = context.Study.Data.ReadyMade[GanName];
        if (Copies(context.Study.Data) is { } copies) throw new UserInputException(copies.Fault(GanName));
        var images = set.Images;
        if (Count < images.Count)
            images = images.Select(StratifiedOrder.Of(images, SeedTree.FromSeed(Seed).Random())[..Count]);
        var origin = new ForeignOrigin
        {
            Kind = "images",
            Source = set.Source,
            Sha256 = Fingerprint,
            LineageIsKnown = LineageSha256 is not null,
            TestImages = Test.Count,
        };
        var data = context.Study.Data;
        SyntheticFiles.Write(
            context.Folder, SyntheticSet.From(images, origin, Seed, set.Provenance),
            data.Images(data.Common(RealPart.Whole)));
    }
}
