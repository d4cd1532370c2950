namespace Mintage.Networks.Weights;

/// <summary>Finds a network's weights in the content of a .pth file: a state dict, or a checkpoint with one somewhere
/// in it.</summary>
internal static class StateDict
{
    private const int MaxDepth = 32; // a hostile file may nest without end, or hold itself

    /// <summary>Gives the tensors of the state dict at <paramref name="path"/>, or of the first one in the
    /// file.</summary>
    /// <param name="root">The saved object.</param>
    /// <param name="path">Keys joined by '/', e.g. "ema/generator"; null for the first.</param>
    /// <exception cref="FormatException">There is none. The message lists the ones there are.</exception>
    public static IEnumerable<(string Name, TorchTensor Tensor)> Find(object? root, string? path)
    {
        var found = new List<(string Path, PickleDict Dictionary)>();
        Collect(root, "", 0, new(ReferenceEqualityComparer.Instance), found);
        var chosen = path is null ? found.FirstOrDefault() : found.FirstOrDefault(candidate => candidate.Path == path);
        if (chosen.Dictionary is null)
        {
            throw new FormatException(found.Count == 0
                ? "it holds no dictionary of tensors"
                : $"it has no weights under '{path}', but under {string.Join(", ", found.Select(candidate => $"'{candidate.Path}'"))}");
        }
        return Tensors(chosen.Dictionary);
    }

    private static IEnumerable<(string, TorchTensor)> Tensors(PickleDict dictionary) =>
        from entry in dictionary.Entries
        where entry is { Key: string, Value: TorchTensor }
        select ((string)entry.Key!, (TorchTensor)entry.Value!);

    private static void Collect(object? value, string path, int depth, HashSet<object> seen, List<(string, PickleDict)> found)
    {
        if (value is not PickleDict dictionary || depth > MaxDepth || !seen.Add(dictionary)) return;
        if (Tensors(dictionary).Any()) found.Add((path, dictionary));
        foreach (var (key, inner) in dictionary.Entries)
        {
            if (key is string name) Collect(inner, path.Length == 0 ? name : $"{path}/{name}", depth + 1, seen, found);
        }
    }
}
