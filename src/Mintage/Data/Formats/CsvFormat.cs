using Mintage.Data.Pictures;

namespace Mintage.Data.Formats;

/// <summary><see cref="CsvPictures"/>.</summary>
internal sealed class CsvFormat : IDataSetFormat
{
    public string Description => ".csv files that name pictures and their labels";

    public bool Reads(string path, ReadOnlySpan<byte> head) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path);

    public IReadOnlyList<DataSplit> Parts(string path) => CsvPictures.Read(path).Parts;

    public LabelledImages Read(string path, DataSplit split, DataSetLoading loading) => PictureReader.Read(CsvPictures.Read(path).List(split), loading);
}
