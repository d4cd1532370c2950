using System.Text.Json.Serialization;
using Mintage.Classification;
using Mintage.Networks.Backbones;

namespace Mintage.Studies.Plans;

/// <summary>
/// How the synthetic images are measured: Fréchet distance on an in-domain classifier's features, and FID, FID-infinity
/// and KID where the weights of the Inception network are in the cache.
/// </summary>
public sealed record FrechetPlan
{
    /// <summary>
    /// True where the data set is too small to keep images apart: extractor and reference then are the training images
    /// themselves, and every score says so.
    /// </summary>
    public bool Shared { get; init; }

    /// <summary>
    /// Real training images of the extractor: in no GAN's training part, not in the reference. Unused when shared.
    /// </summary>
    public int ExtractorImages { get; init; } = 10_000;

    /// <summary>The extractor's classifier.</summary>
    public required ClassifierOptions Extractor { get; init; }

    /// <summary>Epochs of the extractor.</summary>
    public int ExtractorEpochs { get; init; } = 5;

    /// <summary>Real reference images. When shared, the most that the Inception network is run on.</summary>
    public int ReferenceImages { get; init; } = 10_000;

    /// <summary>
    /// Numbers of images to measure at; the largest is also the number of held-out real images beside them.
    /// </summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>
    /// Replicates whose images are also measured with the Inception network, which takes minutes for each GAN; 0
    /// for none.
    /// </summary>
    public int InceptionReplicates { get; init; } = 1;

    /// <summary>
    /// Side at which ResNet-18, pretrained on ImageNet, also measures the images; a multiple of 32. None: it does not.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BackboneSide { get; init; }

    /// <summary>Everything that is wrong with it, each a full sentence.</summary>
    internal IEnumerable<string> Faults(int syntheticImages)
    {
        if (Extractor.Program is not null)
            yield return "extractor: it must be one of Mintage's own classifiers, for a program gives no features.";
        foreach (var fault in Extractor.Faults()) yield return $"extractor: {fault}";
        if (ExtractorEpochs < 1) yield return $"extractor epochs must be at least 1, but are {ExtractorEpochs}.";
        if (!Shared && ExtractorImages < Extractor.BatchSize)
            yield return $"extractor images must be at least one batch ({Extractor.BatchSize}), but are "
                + $"{ExtractorImages}.";
        if (BackboneSide is { } side && BackboneInput.SideFault(side) is { } sideFault) yield return sideFault;
        if (ReferenceImages < 2) yield return $"reference images must be at least 2, but are {ReferenceImages}.";
        if (InceptionReplicates < 0)
            yield return $"Inception replicates must be at least 0, but are {InceptionReplicates}.";
        if (Counts.Count == 0 || Counts.Any(c => c < 2 || c > syntheticImages))
            yield return $"Fréchet counts must lie between 2 and the {syntheticImages} synthetic images, but are "
                + $"{(Counts.Count == 0 ? "none" : string.Join(", ", Counts))}.";
    }
}
