using Mintage.Runtime;

namespace Mintage.Metrics;

/// <summary>The way pixels become the input of Inception V3. It is part of the FID's definition and of every
/// result.</summary>
public enum ImagePreparation
{
    /// <summary>"pytorch-fid": bilinear without antialias, half-pixel centres; then 2x - 1 of [0, 1].</summary>
    PytorchFid,

    /// <summary>
    /// "clean": Pillow's antialiased bicubic on float channels (Parmar et al. 2022, arXiv:2104.11222), clipped to
    /// 0...255; then (x - 128) / 128.
    /// </summary>
    Clean,

    /// <summary>"tf1": bilinear as in TensorFlow 1 (no half-pixel shift) and torch-fidelity; then (x - 128) /
    /// 128.</summary>
    Tf1,
}

/// <summary>Converts preparations to and from their names in commands and results.</summary>
public static class ImagePreparations
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<ImagePreparation>().Select(Name)];

    /// <summary>Gives the name, e.g. "pytorch-fid", which is also used in Mintage's JSON.</summary>
    public static string Name(this ImagePreparation preparation) => preparation switch
    {
        ImagePreparation.PytorchFid => "pytorch-fid",
        ImagePreparation.Clean => "clean",
        ImagePreparation.Tf1 => "tf1",
        _ => throw new ArgumentOutOfRangeException(nameof(preparation)),
    };

    /// <summary>Finds the preparation with this name.</summary>
    /// <exception cref="UserInputException">There is no preparation with this name.</exception>
    public static ImagePreparation Parse(string name)
    {
        var index = Names.ToList().IndexOf(name);
        return index >= 0
            ? (ImagePreparation)index
            : throw new UserInputException(
                $"The preparation of images must be one of {string.Join(", ", Names)}, but is '{name}'.");
    }
}
