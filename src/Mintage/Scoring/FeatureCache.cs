using System.Security.Cryptography;
using System.Text;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Results;
using static TorchSharp.torch;

namespace Mintage.Scoring;

/// <summary>
/// Features on disk, keyed by everything that decides them: the content of the images, extractor, its weights,
/// preprocessing. A changed data set never meets old features.
/// </summary>
/// <param name="folder">Where they are kept; null keeps none.</param>
internal sealed class FeatureCache(string? folder)
{
    private const int Version = 1;
    private const string TensorName = "features";

    /// <summary>The features of a set, computed when they are not there.</summary>
    /// <param name="images">The set.</param>
    /// <param name="source">Extractor, weights, preprocessing.</param>
    /// <param name="compute">Makes them: float32 [N, D].</param>
    /// <returns>The caller disposes them.</returns>
    public Tensor Get(LabelledImages images, FeatureSource source, Func<Tensor> compute)
    {
        if (folder is null) return compute();
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{Version}\n{images.Fingerprint}\n{source.Extractor}\n{source.WeightsSha256}\n{source.Preprocessing}")));
        var path = Path.Combine(folder, $"{key[..32]}.safetensors");
        if (File.Exists(path) && Safetensors.Read(path).Tensors.TryGetValue(TensorName, out var found)
            && found.Shape[0] == images.Count)
        {
            var kept = zeros(found.Shape);
            found.Bytes.Span.CopyTo(kept.bytes);
            return kept;
        }
        var features = compute();
        Safetensors.Write(path, [new SafeTensor(TensorName, "F32", features.shape, features.bytes.ToArray())]);
        return features;
    }
}
