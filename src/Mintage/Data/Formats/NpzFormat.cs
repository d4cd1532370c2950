namespace Mintage.Data.Formats;

/// <summary><see cref="NpzFile"/>.</summary>
internal sealed class NpzFormat : IDataSetFormat
{
    public string Description => ".npz files";

    public bool Reads(string path, ReadOnlySpan<byte> head) =>
        FileSignature.IsZip(head) || path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);

    public IReadOnlyList<DataSplit> Parts(string path) => NpzFile.Parts(path);

    public LabelledImages Read(string path, DataSplit split, DataSetLoading loading) =>
        NpzFile.Read(path, split, report: loading.Report);
}
