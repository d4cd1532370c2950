using Mintage.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>Converts a network's weights and buffers to and from <see cref="SafeTensor"/>s, by PyTorch's
/// names.</summary>
internal static class ModuleState
{
    /// <summary>Copies all weights and buffers, named <paramref name="prefix"/> + name.</summary>
    public static IEnumerable<SafeTensor> Save(nn.Module network, string prefix = "") =>
        network.state_dict().Select(entry => new SafeTensor(
            prefix + entry.Key, TypeName(entry.Value.dtype), entry.Value.shape, Bytes(entry.Value)));

    /// <summary>Overwrites all weights and buffers in place.</summary>
    /// <param name="network">On any device.</param>
    /// <param name="tensors">Must have every name in the network's shape and type. Other tensors are ignored.</param>
    /// <param name="prefix">Put before each name.</param>
    /// <param name="source">Name of the source in error messages.</param>
    /// <exception cref="UserInputException">A tensor is missing or does not fit; the message names the first one.
    /// Nothing is changed.</exception>
    public static void Load(
        nn.Module network, IReadOnlyDictionary<string, SafeTensor> tensors, string source, string prefix = "")
    {
        var state = network.state_dict();
        foreach (var (name, target) in state)
        {
            if (!tensors.TryGetValue(prefix + name, out var found))
                throw new UserInputException(
                    $"'{source}' must hold the tensor '{prefix + name}' but does not: these are the weights of "
                    + "another network.");
            if (!found.Shape.SequenceEqual(target.shape) || found.Type != TypeName(target.dtype))
                throw new UserInputException(
                    $"Tensor '{prefix + name}' of '{source}' must be {TypeName(target.dtype)} "
                    + $"[{string.Join(", ", target.shape)}] but is {found.Type} [{string.Join(", ", found.Shape)}]: "
                    + "these are the weights of another network.");
        }
        foreach (var (name, target) in state) Write(tensors[prefix + name].Bytes.Span, target);
    }

    /// <summary>Copies all weights and buffers of one network to another.</summary>
    /// <param name="source">Not changed.</param>
    /// <param name="target">A network of the same shape, on any device; overwritten in place.</param>
    public static void Copy(nn.Module source, nn.Module target)
    {
        using var _ = no_grad();
        var state = source.state_dict();
        foreach (var (name, to) in target.state_dict()) to.copy_(state[name]);
    }

    private static void Write(ReadOnlySpan<byte> bytes, Tensor target)
    {
        if (target.device_type == DeviceType.CPU && target.is_contiguous())
        {
            bytes.CopyTo(target.bytes);
            return;
        }
        using var _ = no_grad();
        using var host = empty(target.shape, dtype: target.dtype, device: CPU);
        bytes.CopyTo(host.bytes);
        target.copy_(host);
    }

    private static byte[] Bytes(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().contiguous().bytes.ToArray();
    }

    private static string TypeName(ScalarType type) => type switch
    {
        ScalarType.Float32 => "F32",
        ScalarType.Float64 => "F64",
        ScalarType.Int64 => "I64",
        ScalarType.Byte => "U8",
        _ => throw new NotSupportedException($"no safetensors name for {type}"),
    };
}
