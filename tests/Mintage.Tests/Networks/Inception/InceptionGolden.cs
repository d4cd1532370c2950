using static TorchSharp.torch;

namespace Mintage.Tests.Networks.Inception;

/// <summary>The image sets of the reference and the comparison with its outputs.</summary>
internal static class InceptionGolden
{
    /// <summary>Set a, b (grey) or rgb as uint8 [N, C, H, W]; the caller's scope owns it.</summary>
    public static Tensor Images(string set)
    {
        var images = GoldenFile.Tensor($"images_{set}.npy");
        return images.dim() == 4 ? images : images.unsqueeze(1);
    }

    /// <summary>Largest absolute difference to the file's rows, as many as there are in both.</summary>
    public static double Difference(Tensor rows, string file)
    {
        using var scope = NewDisposeScope();
        var expected = GoldenFile.Tensor(file);
        var count = Math.Min(rows.shape[0], expected.shape[0]);
        return (rows.slice(0, 0, count, 1) - expected.slice(0, 0, count, 1)).abs().max().item<float>();
    }
}
