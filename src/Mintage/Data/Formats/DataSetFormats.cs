namespace Mintage.Data.Formats;

/// <summary>All kinds of files and folders that hold data sets.</summary>
internal static class DataSetFormats
{
    // Folders of shards and of CIFAR batches come before folders of pictures, because any folder may be one of those.
    private static readonly IDataSetFormat[] All =
        [new NpzFormat(), new IdxFormat(), new ParquetFormat(), new CifarFormat(), new FolderFormat(), new CsvFormat()];

    public static IEnumerable<string> Descriptions => All.Select(format => format.Description);

    /// <summary>Finds the format of a file or folder that exists; null if there is none.</summary>
    public static IDataSetFormat? Of(string path)
    {
        var head = Directory.Exists(path) ? [] : FileSignature.Head(path);
        return Array.Find(All, format => format.Reads(path, head));
    }
}
