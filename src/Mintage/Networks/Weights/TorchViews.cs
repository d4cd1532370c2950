namespace Mintage.Networks.Weights;

/// <summary>Converts tensors of a .pth file to plain row-major ones.</summary>
internal static class TorchViews
{
    // A view may repeat numbers without end (stride 0); a small file must not take all memory.
    private const long MaxGrowth = 16, AlwaysAllowed = 1 << 20;

    /// <summary>Gives the tensors of a state dict in its order.</summary>
    /// <param name="state">Names and tensors.</param>
    /// <param name="fileBytes">Size of the file.</param>
    /// <exception cref="FormatException">The tensors are far larger than the file, or two have the same
    /// name.</exception>
    public static IReadOnlyDictionary<string, SafeTensor> RowMajor(
        IEnumerable<(string Name, TorchTensor Tensor)> state, long fileBytes)
    {
        var left = (Int128)AlwaysAllowed + (MaxGrowth * fileBytes);
        var tensors = new Dictionary<string, SafeTensor>();
        foreach (var (name, tensor) in state)
        {
            var count = tensor.Shape.Contains(0)
                ? 0
                : tensor.Shape.Aggregate((Int128)1, (product, size) => product > left ? product : product * size);
            left -= count * tensor.Storage.ElementBytes;
            if (left < 0 || count * tensor.Storage.ElementBytes > Array.MaxLength)
                throw new FormatException($"its tensors claim far more memory than the file has bytes, first '{name}'");
            if (!tensors.TryAdd(
                name, new SafeTensor(name, tensor.Storage.Type, tensor.Shape, Bytes(tensor, (int)count))))
                throw new FormatException($"it holds the tensor '{name}' twice");
        }
        return tensors;
    }

    private static ReadOnlyMemory<byte> Bytes(TorchTensor tensor, int count)
    {
        var (storage, size) = (tensor.Storage.Bytes, tensor.Storage.ElementBytes);
        if (count == 0) return ReadOnlyMemory<byte>.Empty;
        if (IsRowMajor(tensor)) return storage.Slice((int)tensor.Offset * size, count * size);
        var bytes = new byte[count * size];
        var index = new long[tensor.Shape.Length];
        var source = tensor.Offset;
        for (var target = 0; target < bytes.Length; target += size)
        {
            storage.Slice((int)source * size, size).Span.CopyTo(bytes.AsSpan(target));
            for (var d = index.Length - 1; d >= 0; d--)
            {
                source += tensor.Strides[d];
                if (++index[d] < tensor.Shape[d]) break;
                source -= tensor.Strides[d] * tensor.Shape[d];
                index[d] = 0;
            }
        }
        return bytes;
    }

    private static bool IsRowMajor(TorchTensor tensor)
    {
        long expected = 1;
        for (var d = tensor.Shape.Length - 1; d >= 0; d--)
        {
            if (tensor.Shape[d] != 1 && tensor.Strides[d] != expected) return false;
            expected *= tensor.Shape[d];
        }
        return true;
    }
}
