namespace Mintage.Data.Formats;

/// <summary><see cref="CsvPictures"/>.</summary>
internal sealed class CsvFormat : IDataSetFormat
{
    public string Description => ".csv and .jsonl files that name pictures and their labels";

    public bool Reads(string path, ReadOnlySpan<byte> head) => !Directory.Exists(path)
        && (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(JsonLines.Ending, StringComparison.OrdinalIgnoreCase));

    public IReadOnlyList<DataSplit> Parts(string path) => CsvPictures.Read(path).Parts;

    public LabelledImages Read(string path, DataSplit split, DataSetLoading loading) =>
        CsvPictures.Read(path).Load(split, loading);
}
