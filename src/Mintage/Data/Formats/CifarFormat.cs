using Mintage.Runtime;

namespace Mintage.Data.Formats;

/// <summary>The binary version of CIFAR-10 and CIFAR-100, as the published folder or a single file of it.</summary>
internal sealed class CifarFormat : IDataSetFormat
{
    private const string Advice = "Unpack the archive 'binary version (suitable for C programs)' again.";

    public string Description => "folders and .bin files of the binary CIFAR-10 and CIFAR-100";

    public bool Reads(string path, ReadOnlySpan<byte> head) => Directory.Exists(path)
        ? Published(path).Count > 0
        : path.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) && CifarFile.KindOf(path) is not null;

    public IReadOnlyList<DataSplit> Parts(string path) =>
        File.Exists(path) ? [DataSplit.Train] : [.. Published(path).Keys.Order()];

    public LabelledImages Read(string path, DataSplit split, DataSetLoading loading)
    {
        if (File.Exists(path))
        {
            return split == DataSplit.Train
                ? CifarFile.Read([path], Path.GetFileName(path))
                : throw new UserInputException(
                    $"'{path}' is one file and holds one set of images, so it has no part '{split.Word()}'. Name the "
                    + $"file of that part, without ':{split.Word()}', or the folder.");
        }
        var parts = Published(path);
        if (!parts.TryGetValue(split, out var files))
            throw new UserInputException(
                $"'{path}' has no part '{split.Word()}'; it has "
                + $"{string.Join(" and ", parts.Keys.Order().Select(part => $"'{part.Word()}'"))}.");
        var missing = files.Where(file => !File.Exists(file)).Select(Path.GetFileName).ToList();
        return missing.Count == 0
            ? CifarFile.Read(files, $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}:{split.Word()}")
            : throw new UserInputException(
                $"'{path}' must have all files of part '{split.Word()}', but lacks {string.Join(", ", missing)}. "
                + $"{Advice}");
    }

    /// <summary>Lists the files that each part must have, for the parts with at least one file.</summary>
    private static Dictionary<DataSplit, IReadOnlyList<string>> Published(string folder)
    {
        var names = CifarFile.KindOf(Path.Combine(folder, "train.bin")) is not null
            || CifarFile.KindOf(Path.Combine(folder, "test.bin")) is not null
            ? (Train: ["train.bin"], Test: "test.bin")
            : (Train: Enumerable.Range(1, 5).Select(batch => $"data_batch_{batch}.bin")
                .ToArray(), Test: "test_batch.bin");
        Dictionary<DataSplit, IReadOnlyList<string>> parts = new()
        {
            [DataSplit.Train] = [.. names.Train.Select(name => Path.Combine(folder, name))],
            [DataSplit.Test] = [Path.Combine(folder, names.Test)],
        };
        return parts.Where(part => part.Value.Any(File.Exists)).ToDictionary();
    }
}
