using Mintage.Data.Pictures;
using Mintage.Runtime;

namespace Mintage.Data.Formats;

/// <summary>
/// Parquet as Hugging Face publishes image data sets: a file, or a folder of shards. Pictures are a column of bytes or
/// of {bytes, path}; labels are numbers, named in the file's metadata, or texts.
/// </summary>
internal sealed class ParquetFormat : IDataSetFormat
{
    public string Description => ".parquet files and folders of them";

    public bool Reads(string path, ReadOnlySpan<byte> head) =>
        Directory.Exists(path) ? ParquetShards.AreIn(path) : FileSignature.IsParquet(head);

    public IReadOnlyList<DataSplit> Parts(string path) =>
        File.Exists(path) ? [DataSplit.Train] : [.. ParquetShards.Of(path).Keys.Order()];

    public LabelledImages Read(string path, DataSplit split, DataSetLoading loading)
    {
        var isFile = File.Exists(path);
        if (isFile && split != DataSplit.Train)
            throw new UserInputException(
                $"'{path}' is one file and holds one set of images, so it has no part '{split.Word()}'. Name the "
                + $"file of that part, without ':{split.Word()}', or the folder of the files.");
        var parts = isFile
            ? new Dictionary<DataSplit, IReadOnlyList<string>> { [split] = [path] }
            : ParquetShards.Of(path);
        if (!parts.TryGetValue(split, out var files))
            throw new UserInputException(
                $"'{path}' has no part '{split.Word()}'; it has "
                + $"{string.Join(" and ", parts.Keys.Order().Select(part => $"'{part.Word()}'"))}.");

        var contents = files.Select(file => ParquetContent.Read(file, withPictures: true)).ToList();
        var all =
            contents.Concat(parts.Where(part => part.Key != split).SelectMany(part => part.Value)
            .Select(file => ParquetContent.Read(file, withPictures: false))).ToList();
        var classes = ParquetClasses.Of(path, all);
        var list =
            List(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) + (isFile ? "" : $":{split.Word()}"),
            contents) with
            { Labels = [.. contents.SelectMany(classes.Labels)], ClassNames = classes.Names };
        if (parts.Count > 1)
            list = list with
            {
                OtherParts = new(
                () => List(
                    path, [.. parts.Where(part => part.Key != split).SelectMany(part => part.Value)
                    .Select(file => ParquetContent.Read(file, withPictures: true))]))
            };
        return PictureReader.Read(list with
        {
            Groups = Column(contents, content => content.Groups),
            IsSynthetic =
                Column(contents, content => content.Sources)?.Select(source => source == ParquetColumns.Synthetic)
                .ToArray(),
        }, loading);
    }

    /// <summary>Lists the pictures of several files, without labels.</summary>
    private static PictureList List(string name, IReadOnlyList<ParquetContent> contents)
    {
        var pictures =
            contents.SelectMany(
                content =>
                content.Pictures.Select((picture, row) =>
                (Picture: picture, Name: $"{Path.GetFileName(content.Path)}, row {row} (from 0)"))).ToArray();
        return new PictureList(name, Array.ConvertAll(pictures, p => p.Name), i =>
            new MemoryStream(pictures[i].Picture ?? throw new PictureException("no picture (null)")), [], []);
    }

    /// <summary>Reads a further column; null unless every file has it.</summary>
    private static string[]? Column(List<ParquetContent> contents, Func<ParquetContent, string[]?> column) =>
        contents.Exists(content => column(content) is null)
            ? null
            : [.. contents.SelectMany(content => column(content)!)];
}
