using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Networks.Weights;

/// <summary>The weight files that Mintage knows by name. Safe to use from several threads.</summary>
public static class WeightCatalogue
{
    /// <summary>The network that defines the FID.</summary>
    /// <remarks>
    /// The hash is the one that torch-fidelity gives for its copy. Its first digits are in the name of pytorch-fid's
    /// file, so both releases are the same file.
    /// </remarks>
    public static WeightEntry Inception { get; } = new()
    {
        Name = "inception",
        Description =
            "Inception V3 of 2015-12-05, the network that the FID is defined by, as published with pytorch-fid.",
        FileName = "pt_inception-2015-12-05-6726825d.pth",
        Sha256 = "6726825d0af5f729cebd5821db510b11b1cfad8faad88a03f1befd49fb9129b2",
        Licence = "Apache-2.0",
        Addresses =
        [
            new("https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/pt_inception-2015-12-05-6726825d.pth"),
            new("https://github.com/toshas/torch-fidelity/releases/download/v0.2.0/weights-inception-2015-12-05-6726825d.pth"),
        ],
    };

    /// <summary>The pretrained backbone, as ML.NET publishes it.</summary>
    public static WeightEntry ResNet18 { get; } = OfPackage(
        new WeightPackage(
            "Microsoft.ML.DnnImageFeaturizer.ResNet18", "0.23.1", "tools/DnnImageModels/ResNet18Onnx/ResNet18.onnx"),
        "resnet18",
        "ResNet-18 without its last layer, trained on ImageNet: 512 features of a picture.",
        "e2552f19db2dfdb01b3669537b6a0f1b44da38d18279535492ed5dfc2ef1ff8f");

    /// <summary>All entries, in display order.</summary>
    public static IReadOnlyList<WeightEntry> Entries { get; } = [Inception, ResNet18];

    /// <summary>Finds an entry by its name, in any case.</summary>
    /// <exception cref="UserInputException">There is no such entry. The message lists those there are.</exception>
    public static WeightEntry Get(string name)
    {
        var found = Entries.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is not null) return found;
        var names = Entries.Select(entry => entry.Name).ToList();
        var hint = NearestName.Question(name, names);
        throw new UserInputException(
            $"Weights must be one of {string.Join(", ", names.Select(n => $"'{n}'"))}, but '{name}' was asked "
            + $"for.{hint}");
    }

    private static WeightEntry OfPackage(WeightPackage package, string name, string description, string sha256) => new()
    {
        Name = name,
        Description = description,
        FileName = Path.GetFileName(package.Entry),
        Sha256 = sha256,
        Licence = "MIT",
        Addresses = [package.Address],
        Package = package,
    };
}
