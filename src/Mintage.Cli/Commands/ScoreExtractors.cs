using Mintage.Networks.Weights;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary>The extractors of <c>--extractor</c> with their weights from <c>--weights</c> or the cache.</summary>
/// <param name="Cnn">Whether the in-domain classifier is used.</param>
/// <param name="InceptionWeights">Weights of the Inception network; null if it is not used.</param>
/// <param name="ResNet18">Whether ResNet-18 is used.</param>
/// <param name="ResNet18Weights">The user's own weights of it; null for the catalogue's.</param>
internal sealed record ScoreExtractors(bool Cnn, string? InceptionWeights, bool ResNet18, string? ResNet18Weights)
{
    private const string InceptionName = "inception", ResNetName = "resnet18", CnnName = "cnn", Both = "both";

    /// <summary>Reads both options.</summary>
    /// <exception cref="UserInputException">There is no such extractor, it has no weights, or it is not clear whose the
    /// weights are.</exception>
    public static ScoreExtractors Parse(string? list, string? weights)
    {
        var names = (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (list is not null && names.Length == 0) throw Unknown(list);
        foreach (var name in names)
        {
            if (name is not (InceptionName or ResNetName or CnnName or Both)) throw Unknown(name);
        }
        var inception = list is null || names.Any(name => name is InceptionName or Both);
        var resNet = names.Contains(ResNetName);
        if (inception && resNet && weights is not null)
            throw new UserInputException(
                "--weights must name the file of one network, but both inception and resnet18 are asked for. Ask for "
                + "one of them at a time, or leave --weights out.");
        return new ScoreExtractors(
            list is null || names.Any(name => name is CnnName or Both),
            inception ? Inception(list, weights) : null,
            resNet,
            resNet ? weights : null);
    }

    private static UserInputException Unknown(string name) =>
        new($"--extractor must be inception, resnet18, cnn or both, or several of them separated by commas, but is "
            + $"'{name}'.");

    /// <summary>Finds the Inception weights; null if there are none and nobody asked for them.</summary>
    private static string? Inception(string? list, string? weights)
    {
        if (weights is not null) return weights;
        if (WeightCache.Locate(WeightCatalogue.Inception) is { } cached) return cached;
        return list is null
            ? null
            : throw new UserInputException(
                "The Inception network needs its weights. Pass them as --weights, download them with 'mintage "
                + $"weights fetch inception', put them at '{WeightCache.PathOf(WeightCatalogue.Inception)}', or use "
                + "--extractor cnn, which needs none.");
    }
}
