using System.Reflection;
using Mintage.Networks.Backbones;
using Mintage.Networks.Weights;

namespace Mintage.Tests.Networks.Backbones;

/// <summary>The ONNX networks of the package, which the restore of this project puts into NuGet's folder of packages.</summary>
internal static class PackageModels
{
    private static readonly Lazy<WeightFile> Weights = new(() => ResNet18File.Read(Network));
    private static readonly Lazy<ResNet18Backbone> Loaded = new(() => new ResNet18Backbone(new ResNet18(Weights.Value)));

    /// <summary>Path of the network; the test is skipped where the package is missing.</summary>
    public static string Network => Present("ResNet18Onnx/ResNet18.onnx");

    /// <summary>Path of the graph that prepares images of 224 x 224.</summary>
    public static string Preparation => Present("ResNetPrepOnnx/ResNetPreprocess.onnx");

    /// <summary>The weights, read once.</summary>
    public static WeightFile File => Network.Length > 0 ? Weights.Value : null!;

    /// <summary>The network, built once; all frozen, and nobody trains it.</summary>
    public static ResNet18Backbone Backbone => Network.Length > 0 ? Loaded.Value : null!;

    private static string Present(string model)
    {
        var folder = typeof(PackageModels).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ResNet18Models").Value!;
        var path = Path.Combine(folder, model);
        Assert.SkipUnless(System.IO.File.Exists(path), $"'{path}' is missing; run 'dotnet restore' to get the package");
        return path;
    }
}
