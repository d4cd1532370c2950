namespace Mintage.Networks.Weights;

/// <summary>A block of numbers that tensors of a .pth file are views of.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Element type in safetensors' spelling.</param>
/// <param name="ElementBytes">Bytes of an element.</param>
/// <param name="Count">Number of elements.</param>
internal sealed record TorchStorage(string Key, string Type, int ElementBytes, long Count)
{
    /// <summary>The elements, little-endian. Set once the file's layout is known.</summary>
    public ReadOnlyMemory<byte> Bytes { get; set; }
}

/// <summary>A view of a storage.</summary>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Shape, long[] Strides);

/// <summary>The few names that PyTorch writes into weight files, and the objects they stand for.</summary>
internal sealed class TorchObjects : IPickleObjects
{
    private const int MaxDimensions = 64; // PyTorch's own limit

    private static readonly PickleName OrderedDict = new("collections", "OrderedDict");
    private static readonly PickleName Tensor = new("torch._utils", "_rebuild_tensor_v2");
    private static readonly PickleName Parameter = new("torch._utils", "_rebuild_parameter");

    private static readonly Dictionary<PickleName, (string Type, int Bytes)> StorageTypes = new()
    {
        [new("torch", "FloatStorage")] = ("F32", 4),
        [new("torch", "DoubleStorage")] = ("F64", 8),
        [new("torch", "HalfStorage")] = ("F16", 2),
        [new("torch", "BFloat16Storage")] = ("BF16", 2),
        [new("torch", "LongStorage")] = ("I64", 8),
        [new("torch", "IntStorage")] = ("I32", 4),
        [new("torch", "ShortStorage")] = ("I16", 2),
        [new("torch", "CharStorage")] = ("I8", 1),
        [new("torch", "ByteStorage")] = ("U8", 1),
        [new("torch", "BoolStorage")] = ("BOOL", 1),
    };

    /// <summary>Every storage that the file names, by key.</summary>
    public Dictionary<string, TorchStorage> Storages { get; } = [];

    public bool Allows(PickleName name) =>
        name == OrderedDict || name == Tensor || name == Parameter || StorageTypes.ContainsKey(name);

    public object Build(PickleName name, object?[] arguments) => arguments switch
    {
        [] when name == OrderedDict => new PickleDict(),
        [List<object?> pairs] when name == OrderedDict => Dictionary(pairs),
        [TorchStorage storage, long offset, PickleTuple shape, PickleTuple strides, ..] when name == Tensor =>
            View(storage, offset, Numbers(shape), Numbers(strides)),
        [TorchTensor tensor, ..] when name == Parameter => tensor,
        _ => throw new FormatException($"it is damaged: '{name}' has arguments of the wrong kind"),
    };

    /// <summary>Reads ("storage", type, key, device, count) and, in the legacy layout, the description of a view, which
    /// is null since PyTorch 0.4.</summary>
    public object Persistent(object? id)
    {
        if (id is not PickleTuple { Items: ["storage", PickleName type, string key, _, long count, .. var view] }
            || !StorageTypes.TryGetValue(type, out var element))
            throw new FormatException("it is damaged: it refers to an outside object that is no storage");
        if (count < 0 || view is not ([] or [null]))
            throw new FormatException(
                $"its storage '{key}' is damaged, or a view as only PyTorch before 0.4 wrote it; save the weights "
                + "again with a newer PyTorch");
        if (!Storages.TryGetValue(key, out var storage))
            Storages.Add(key, storage = new TorchStorage(key, element.Type, element.Bytes, count));
        if (storage.Type != element.Type || storage.Count != count)
            throw new FormatException($"it is damaged: its storage '{key}' is described in two ways");
        return storage;
    }

    private static PickleDict Dictionary(List<object?> pairs)
    {
        var dictionary = new PickleDict();
        foreach (var pair in pairs)
        {
            var (key, value) = pair switch
            {
                PickleTuple { Items: [var k, var v] } => (k, v),
                List<object?> and [var k, var v] => (k, v),
                _ => throw new FormatException("it is damaged: an OrderedDict is made of something that is no pair"),
            };
            dictionary.Entries.Add((key, value));
        }
        return dictionary;
    }

    private static long[] Numbers(PickleTuple tuple) =>
        Array.ConvertAll(
            tuple.Items, item => item is >= 0L
            ? (long)item
            : throw new FormatException("it is damaged: a tensor's shape is not made of numbers"));

    private static TorchTensor View(TorchStorage storage, long offset, long[] shape, long[] strides)
    {
        if (shape.Length != strides.Length || shape.Length > MaxDimensions || offset < 0)
            throw new FormatException("it is damaged: a tensor's shape and strides do not agree");
        var last = (Int128)offset; // what a file claims may exceed any long
        for (var d = 0; d < shape.Length; d++) last += (Int128)(shape[d] - 1) * strides[d];
        if (!shape.Contains(0) && last >= storage.Count)
            throw new FormatException(
                $"it is damaged: a tensor [{string.Join(", ", shape)}] reaches beyond the {storage.Count} numbers of "
                + $"its storage '{storage.Key}'");
        return new TorchTensor(storage, offset, shape, strides);
    }
}
