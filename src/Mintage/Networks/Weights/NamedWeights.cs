using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Networks.Weights;

/// <summary>The tensors of a weight file by name, each checked when it is taken to build a network.</summary>
internal sealed class NamedWeights
{
    private readonly WeightFile file;
    private readonly string prefix;

    private NamedWeights(WeightFile file, string prefix) => (this.file, this.prefix) = (file, prefix);

    /// <summary>
    /// Gives the weights under their plain names. The position of <paramref name="known"/> in the file reveals a prefix
    /// that all names
    /// share ("module." of DataParallel).
    /// </summary>
    public static NamedWeights Of(WeightFile file, string known)
    {
        var name =
            file.Tensors.Keys.FirstOrDefault(key => key == known
            || key.EndsWith($".{known}", StringComparison.Ordinal));
        return new NamedWeights(file, name?[..^known.Length] ?? "");
    }

    /// <summary>Gives a tensor in float64, exactly as stored; the caller's scope owns it.</summary>
    /// <exception cref="UserInputException">The tensor is missing, has another shape, is not of a float type or not
    /// finite.</exception>
    public Tensor Float64(string name, long[] shape)
    {
        var key = prefix + name;
        if (!file.Tensors.TryGetValue(key, out var found))
            throw Wrong($"must hold the tensor '{key}' [{string.Join(", ", shape)}], but does not");
        if (TorchType(found.Type) is not { } type || !found.Shape.SequenceEqual(shape))
            throw Wrong(
                $"must hold '{key}' as floats [{string.Join(", ", shape)}], but has {found.Type} "
                + $"[{string.Join(", ", found.Shape)}]");
        using var stored = empty(shape, type);
        found.Bytes.Span.CopyTo(stored.bytes);
        var values = stored.to(ScalarType.Float64);
        using var finite = values.isfinite().all();
        return finite.item<bool>()
            ? values
            : throw Wrong($"must hold finite numbers, but '{key}' has some that are not");
    }

    private UserInputException Wrong(string what) =>
        new($"'{file.Path}' {what}: these are damaged weights or those of another network. Name the right file.");

    private static ScalarType? TorchType(string type) => type switch
    {
        "F32" => ScalarType.Float32,
        "F64" => ScalarType.Float64,
        "F16" => ScalarType.Float16,
        "BF16" => ScalarType.BFloat16,
        _ => null,
    };
}
