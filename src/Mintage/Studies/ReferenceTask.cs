using System.Text.Json.Serialization;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Scoring;
using Mintage.Splitting;

namespace Mintage.Studies;

/// <summary>
/// Features of the real reference images by the Inception network: computed once, used by every FID of the study.
/// </summary>
internal sealed record ReferenceTask : StudyTask
{
    /// <summary>The reference images.</summary>
    public required ImagePart Reference { get; init; }

    /// <summary>How many of them, at most; a stratified random part where there are more.</summary>
    public required int Most { get; init; }

    /// <summary>SHA-256 of the Inception network's weights.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>Seed of the part.</summary>
    public required long Seed { get; init; }

    [JsonIgnore]
    public override string Kind => "reference";

    [JsonIgnore]
    public override string Title => $"Inception features of {Count:N0} reference images";

    [JsonIgnore]
    public override IReadOnlyList<string> Needs => [];

    [JsonIgnore]
    public override double EstimatedSeconds => InceptionEstimate.FeatureSeconds(Count);

    [JsonIgnore]
    public override double EstimatedMegabytes => InceptionEstimate.Megabytes(Count);

    internal override bool UsesInception => true;

    internal override bool UsesDevice => true;

    private int Count => Math.Min(Most, Reference.Count);

    /// <summary>The images, in an order that depends on them alone.</summary>
    internal LabelledImages Images(StudyData data)
    {
        var images = ContentOrder.Of(data.Images(Reference));
        if (images.Count <= Most) return images;
        var order = StratifiedOrder.Of(images, SeedTree.FromSeed(Seed).Random());
        return images.Select(order[..Most]);
    }

    internal override void Run(TaskContext context)
    {
        var weights = context.Study.InceptionWeights!.Read();
        var use = new InceptionUse { Device = context.Study.Device };
        using var inception = Extraction.Fid(weights, use, context.Progress, context.Cancellation);
        inception.Of(Images(context.Study.Data), new FeatureCache(context.Folder, mustKeep: true)).Dispose();
    }
}
