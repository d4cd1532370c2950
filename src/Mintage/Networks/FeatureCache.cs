using System.Security.Cryptography;
using System.Text;
using Mintage.Data;
using Mintage.Results;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>
/// Features on disk, keyed by everything that decides them: the pixels of the images, extractor, its weights,
/// preprocessing. A changed data set never meets old features; changed labels keep them. A file appears whole or not at
/// all, and one that is damaged is computed again.
/// </summary>
/// <param name="folder">Where they are kept; null keeps none.</param>
/// <param name="mustKeep">Whether it fails where they cannot be kept; otherwise they are computed again.</param>
internal sealed class FeatureCache(string? folder, bool mustKeep = false)
{
    private const int Version = 3;
    private const string TensorName = "features";

    /// <summary>The features of a set, computed when they are not there.</summary>
    /// <param name="images">The set.</param>
    /// <param name="source">Extractor, weights, preprocessing.</param>
    /// <param name="compute">Makes them: float32 [N, D].</param>
    /// <returns>Float32 [N, D], CPU; the caller disposes them.</returns>
    /// <exception cref="UserInputException">They must be kept, but the folder cannot be written.</exception>
    public Tensor Get(LabelledImages images, FeatureSource source, Func<Tensor> compute)
    {
        if (folder is null) return compute();
        var path = Path.Combine(folder, $"{Key(images, source)[..32]}.safetensors");
        if (Read(path, images.Count) is { } kept) return kept;
        var features = compute();
        Write(path, features);
        return features;
    }

    private static string Key(LabelledImages images, FeatureSource source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(
            $"{Version}\n{source.Extractor}\n{source.WeightsSha256}\n{source.Preprocessing}\n"));
        for (var i = 0; i < images.Count; i++)
            hash.AppendData(Encoding.ASCII.GetBytes(images.ImageFingerprint(i)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Tensor? Read(string path, int count)
    {
        if (!File.Exists(path)) return null;
        try
        {
            var (tensors, facts) = Safetensors.Read(path);
            if (!tensors.TryGetValue(TensorName, out var found) || found is not { Type: "F32", Shape: [var rows, _] }
                || rows != count || !facts.ContainsKey(Safetensors.DigestKey))
                return null;
            var kept = empty(found.Shape, ScalarType.Float32, CPU).DetachFromDisposeScope();
            found.Bytes.Span.CopyTo(kept.bytes);
            return kept;
        }
        catch (UserInputException)
        {
            return null; // damaged, or just removed: the images are there
        }
    }

    private void Write(string path, Tensor features)
    {
        try
        {
            Safetensors.Write(path, [new SafeTensor(TensorName, "F32", features.shape, features.bytes.ToArray())]);
        }
        catch (UserInputException) when (!mustKeep)
        {
            // it only saves time
        }
    }
}
