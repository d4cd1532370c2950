using Mintage.Runtime;

namespace Mintage.Metrics;

/// <summary>How pixels become the input of Inception V3: part of the FID's definition, and of every result.</summary>
public enum ImagePreparation
{
    /// <summary>"pytorch-fid": bilinear without antialias, half-pixel centres; then 2x - 1 of [0, 1].</summary>
    PytorchFid,

    /// <summary>"clean": Pillow's antialiased bicubic on float channels (Parmar et al. 2022, arXiv:2104.11222), clipped to 0...255; then (x - 128) / 128.</summary>
    Clean,

    /// <summary>"tf1": bilinear as TensorFlow 1 did it (no half-pixel shift), as torch-fidelity; then (x - 128) / 128.</summary>
    Tf1,
}

/// <summary>The names of the preparations in commands and results.</summary>
public static class ImagePreparations
{
    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<ImagePreparation>().Select(Name)];

    /// <summary>The name, e.g. "pytorch-fid"; the same as in Mintage's JSON.</summary>
    public static string Name(this ImagePreparation preparation) => preparation switch
    {
        ImagePreparation.PytorchFid => "pytorch-fid",
        ImagePreparation.Clean => "clean",
        ImagePreparation.Tf1 => "tf1",
        _ => throw new ArgumentOutOfRangeException(nameof(preparation)),
    };

    /// <summary>The preparation of this name.</summary>
    /// <exception cref="UserInputException">There is none.</exception>
    public static ImagePreparation Parse(string name)
    {
        var index = Names.ToList().IndexOf(name);
        return index >= 0 ? (ImagePreparation)index : throw new UserInputException($"The preparation of images must be one of {string.Join(", ", Names)}, but is '{name}'.");
    }
}
