using Mintage.Networks.Backbones;

namespace Mintage.Classification;

/// <summary>What of a pretrained classifier learns.</summary>
public enum PretrainedPart
{
    /// <summary>
    /// The last layer alone, on features that are computed once per image: an arm takes seconds.
    /// </summary>
    Head,

    /// <summary>The last layer and the backbone's last stage.</summary>
    LastStage,

    /// <summary>Everything.</summary>
    Everything,
}

/// <summary>
/// A classifier on ResNet-18, pretrained on ImageNet. Its backbone knows a million photographs: outside knowledge that
/// every arm of a size shares. Immutable.
/// </summary>
public sealed record PretrainedOptions
{
    internal const int MostCopies = 100;

    /// <summary>Side of the square that images are resized to: a multiple of 32. The backbone was trained at 224;
    /// smaller ones take less time.</summary>
    public int Side { get; init; } = 224;

    /// <summary>What learns.</summary>
    public PretrainedPart Learns { get; init; }

    /// <summary>
    /// Augmented copies of every real image that a head learns from in arms with augmentation, made once.
    /// </summary>
    public int Copies { get; init; } = 4;

    /// <summary>The backbone's file; part of the key of every training.</summary>
    public string Backbone { get; init; } = ResNet18Official;

    /// <summary>Name of the backbone.</summary>
    internal const string ResNet18Official = "resnet18";

    /// <summary>Everything that is wrong with them, each a full sentence; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (BackboneInput.SideFault(Side) is { } fault) yield return fault;
        if (Copies is < 1 or > MostCopies)
            yield return $"augmented copies must be 1 to {MostCopies} for each image, but are {Copies}.";
        if (Backbone != ResNet18Official)
            yield return $"the backbone must be '{ResNet18Official}', but is '{Backbone}'.";
    }

    /// <summary>The first part of the backbone that learns; null where only the head does.</summary>
    internal string? FirstLearning => Learns switch
    {
        PretrainedPart.LastStage => ResNet18Design.Parts[^1],
        PretrainedPart.Everything => ResNet18Design.Parts[0],
        _ => null,
    };

    /// <summary>The whole classifier, with the head's weights 0. Call outside any dispose scope; the caller disposes
    /// it.</summary>
    internal PretrainedClassifier NewClassifier(int classes)
    {
        var network = ResNet18Backbone.LoadNetwork();
        if (FirstLearning is { } part) network.Unfreeze(part);
        return new PretrainedClassifier(network, new PretrainedHead(ResNet18Design.Features, classes), Side);
    }
}
