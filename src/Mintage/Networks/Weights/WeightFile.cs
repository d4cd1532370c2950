using System.Security.Cryptography;
using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Networks.Weights;

/// <summary>A network's weights as read from a file. Reading runs no code in the file and does not load libtorch.
/// Immutable.</summary>
/// <param name="Path">Path of the file, as it was given.</param>
/// <param name="Sha256">SHA-256 of the whole file, lower-case hexadecimal.</param>
/// <param name="IsOfficial">True if the catalogue has a file with this hash.</param>
/// <param name="Tensors">Tensors by name, in the file's order.</param>
public sealed record WeightFile(
    string Path, string Sha256, bool IsOfficial, IReadOnlyDictionary<string, SafeTensor> Tensors)
{
    /// <summary>The note that results made with unofficial weights must carry; null for official ones.</summary>
    public string? Warning => IsOfficial ? null : $"unofficial weights (sha256 {Sha256})";

    /// <summary>Reads a .safetensors file or a .pth file of torch.save (zip or legacy layout). The content decides
    /// which.</summary>
    /// <param name="path">The file. Its hash is computed before any of it is interpreted.</param>
    /// <param name="stateDict">For a checkpoint with several networks, the keys to the wanted one, joined by '/'; null
    /// for the first.</param>
    /// <exception cref="UserInputException">
    /// The file is missing, damaged, of another kind, or asks to run something other than the rebuilding of tensors.
    /// </exception>
    public static WeightFile Read(string path, string? stateDict = null) => Parse(Content(path), path, stateDict);

    /// <summary>Reads a file that must be the catalogue's. Its hash is checked before any of it is
    /// interpreted.</summary>
    /// <exception cref="UserInputException">The file has another hash or cannot be read.</exception>
    internal static WeightFile ReadOfficial(string path, WeightEntry entry) =>
        Parse(OfficialContent(path, entry), path, null);

    /// <summary>Gives the bytes of a file that must be the catalogue's.</summary>
    /// <exception cref="UserInputException">The file has another hash or cannot be read.</exception>
    internal static byte[] OfficialContent(string path, WeightEntry entry)
    {
        var content = Content(path);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        return sha256 == entry.Sha256
            ? content
            : throw new UserInputException(
                $"'{path}' must have the SHA-256 {entry.Sha256}, but has {sha256}: it is damaged or another file. "
                + $"Run 'mintage weights fetch {entry.Name}' to replace it, or pass the file with --weights if you "
                + "want to use it.");
    }

    /// <summary>Reads content that is already in memory.</summary>
    internal static WeightFile Parse(byte[] content, string path, string? stateDict = null)
    {
        var tensors = TorchFile.IsOne(content)
            ? ReadTorch(content, path, stateDict)
            : Safetensors.Read(content, path).Tensors;
        return Of(content, path, tensors);
    }

    /// <summary>Describes content by its hash.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="tensors">What was read from it.</param>
    internal static WeightFile Of(byte[] content, string path, IReadOnlyDictionary<string, SafeTensor> tensors)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        return new WeightFile(path, sha256, WeightCatalogue.Entries.Any(entry => entry.Sha256 == sha256), tensors);
    }

    /// <summary>Gives all bytes of a file.</summary>
    /// <exception cref="UserInputException">The file cannot be read, or has 2 GiB or more.</exception>
    internal static byte[] Content(string path) => InputFile.Read(path, stream =>
    {
        if (stream.Length > Array.MaxLength)
            throw new UserInputException(
                $"'{path}' must be a weight file of less than 2 GiB, but has {stream.Length:N0} bytes. Name a file "
                + "that holds only the network's weights.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    });

    private static IReadOnlyDictionary<string, SafeTensor> ReadTorch(byte[] content, string path, string? stateDict)
    {
        try
        {
            return TorchViews.RowMajor(StateDict.Find(TorchFile.Read(content), stateDict), content.Length);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or IOException)
        {
            throw new UserInputException(
                $"'{path}' cannot be used as PyTorch weights: {e.Message.TrimEnd('.')}. Name a file with the weights "
                + "of a network (.pth or .safetensors).", e);
        }
    }
}

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
                : $"it has no weights under '{path}', but under "
                + $"{string.Join(", ", found.Select(candidate => $"'{candidate.Path}'"))}");
        }
        return Tensors(chosen.Dictionary);
    }

    private static IEnumerable<(string, TorchTensor)> Tensors(PickleDict dictionary) =>
        from entry in dictionary.Entries
        where entry is { Key: string, Value: TorchTensor }
        select ((string)entry.Key!, (TorchTensor)entry.Value!);

    private static void Collect(
        object? value, string path, int depth, HashSet<object> seen, List<(string, PickleDict)> found)
    {
        if (value is not PickleDict dictionary || depth > MaxDepth || !seen.Add(dictionary)) return;
        if (Tensors(dictionary).Any()) found.Add((path, dictionary));
        foreach (var (key, inner) in dictionary.Entries)
        {
            if (key is string name) Collect(inner, path.Length == 0 ? name : $"{path}/{name}", depth + 1, seen, found);
        }
    }
}
