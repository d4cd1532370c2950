using Mintage.Data.Formats;
using Mintage.Runtime;
using Parquet;
using Parquet.Schema;

namespace Mintage.Data.Writing;

/// <summary>
/// Writes a data set as a Parquet file in the layout of Hugging Face: `image` (PNG bytes and a path), `label` (int64),
/// class names in the metadata, and, if known, `group` and `source` ("real" or "synthetic"). Equal sets give equal
/// files.
/// </summary>
internal static class ParquetFile
{
    private const int RowsPerGroup = 1000;

    public static void Write(string path, LabelledImages images) =>
        WholeFile.Write(path, stream => WriteAsync(stream, images).GetAwaiter().GetResult());

    private static async Task WriteAsync(Stream stream, LabelledImages images)
    {
        DataField bytes = new(ParquetColumns.BytesName, typeof(byte[]), isNullable: true), name =
            new(ParquetColumns.PathName, typeof(string), isNullable: true);
        DataField label = new(ParquetColumns.LabelName, typeof(long), isNullable: false);
        List<(DataField Field, Func<int, string> Text)> texts = [];
        if (images.Groups is { } groups)
            texts.Add((new(ParquetColumns.GroupName, typeof(string), isNullable: false), i => groups[i]));
        if (images.IsSynthetic is { } marks)
            texts.Add(
                (new(ParquetColumns.SourceName, typeof(string), isNullable: false), i =>
                marks[i] ? ParquetColumns.Synthetic : ParquetColumns.Real));

        var schema =
            new ParquetSchema(
                [new StructField(ParquetColumns.ImageName, bytes, name), label, .. texts.Select(text => text.Field)]);
        // Further compression does not make PNG smaller.
        var writer =
            await ParquetWriter.CreateAsync(
                schema, stream, new ParquetOptions { CompressionMethod = CompressionMethod.None })
                .ConfigureAwait(false);
        await using var _ = writer.ConfigureAwait(false);
        writer.CustomMetadata =
            new Dictionary<string,
            string>
            {
                [HuggingFaceFeatures.Key] = HuggingFaceFeatures.Write(
                images.ClassNames, texts.Select(text => text.Field.Name))
            };
        foreach (var rows in Enumerable.Range(0, images.Count).Chunk(RowsPerGroup))
        {
            using var group = writer.CreateRowGroup();
            byte[][] pictures =
                [.. rows.AsParallel().AsOrdered()
                .Select(i => PngPicture.Encode(images.Image(i), images.Height, images.Width, images.Channels))];
            await group.WriteAsync(bytes, pictures).ConfigureAwait(false);
            await group.WriteAsync(name, Array.ConvertAll(rows, i => $"{i:D6}.png")).ConfigureAwait(false);
            await group.WriteAsync<long>(label, Array.ConvertAll(rows, i => (long)images.Labels[i]))
                .ConfigureAwait(false);
            foreach (var (field, text) in texts)
                await group.WriteAsync(field, Array.ConvertAll(rows, i => text(i))).ConfigureAwait(false);
        }
    }
}
