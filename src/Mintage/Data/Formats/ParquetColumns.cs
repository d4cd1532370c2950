using Parquet.Schema;

namespace Mintage.Data.Formats;

/// <summary>The columns of a Parquet file that form a data set, found by their usual names.</summary>
/// <param name="Image">Encoded pictures, or null.</param>
/// <param name="Label">Labels, or null.</param>
/// <param name="Group">Groups, or null.</param>
/// <param name="Source">"real" or "synthetic", or null.</param>
internal sealed record ParquetColumns(DataField? Image, DataField? Label, DataField? Group, DataField? Source)
{
    /// <summary>Column names in files that Mintage writes.</summary>
    public const string ImageName = "image", BytesName =
        "bytes", PathName = "path", LabelName = "label", GroupName = "group", SourceName = "source";

    /// <summary>Values of the <see cref="Source"/> column.</summary>
    public const string Real = "real", Synthetic = "synthetic";

    private static readonly string[] ImageNames =
        [ImageName, "img", "images", "picture"], LabelNames = [LabelName, "labels", "fine_label", "class", "target"];

    /// <summary>Finds the columns. If no name fits, a single column of bytes holds the pictures.</summary>
    public static ParquetColumns Of(ParquetSchema schema)
    {
        var fields = schema.GetDataFields().Where(field => field.MaxRepetitionLevel == 0).ToList();
        var bytes = fields.Where(field => field.ClrType == typeof(ReadOnlyMemory<byte>)).ToList();
        var named = ImageNames.SelectMany(name => new[] { $"{name}/{BytesName}", name })
            .Select(path => bytes.Find(field => PathOf(field) == path));
        return new ParquetColumns(
            named.FirstOrDefault(field => field is not null) ?? (bytes.Count == 1 ? bytes[0] : null),
            LabelNames.Select(name => fields.Find(field => PathOf(field) == name))
                .FirstOrDefault(field => field is not null),
            fields.Find(field => PathOf(field) == GroupName),
            fields.Find(field => PathOf(field) == SourceName));
    }

    private static string PathOf(DataField field) => string.Join('/', field.Path.ToList());
}
