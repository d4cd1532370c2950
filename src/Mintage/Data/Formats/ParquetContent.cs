using Mintage.Runtime;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Mintage.Data.Formats;

/// <summary>The rows of a Parquet file, as far as they belong to a data set.</summary>
/// <param name="Path">The file.</param>
/// <param name="Pictures">Encoded pictures; null in rows without one; empty if they were not asked for.</param>
/// <param name="Labels">One label per row: long, string, or null in rows without one.</param>
/// <param name="ClassNames">Class names, or null if the file does not give them.</param>
/// <param name="Groups">One group per row, or null.</param>
/// <param name="Sources">"real" or "synthetic" per row, or null.</param>
internal sealed record ParquetContent(string Path, IReadOnlyList<byte[]?> Pictures, IReadOnlyList<object?> Labels,
    string[]? ClassNames, string[]? Groups, string[]? Sources)
{
    /// <exception cref="UserInputException">It is missing or damaged, or has no pictures or no labels.</exception>
    public static ParquetContent Read(string path, bool withPictures) => InputFile.Read(path, stream =>
    {
        var heads = ParquetHeads.Checked(stream);
        try
        {
            return ReadAsync(path, heads, withPictures).GetAwaiter().GetResult();
        }
        // A damaged file can make the Parquet reader fail in any way.
        catch (Exception e) when (e is not (UserInputException or InvalidDataException))
        {
            throw new InvalidDataException(e.Message, e);
        }
    });

    private static async Task<ParquetContent> ReadAsync(string path, Stream stream, bool withPictures)
    {
        var reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);
        var columns = ParquetColumns.Of(reader.Schema);
        if (columns.Image is null || columns.Label is null)
        {
            var there = reader.Schema.GetDataFields().Select(field => $"{field.Path} ({TypeName(field)})");
            throw new UserInputException(
                $"'{path}' must have a column 'image' of encoded pictures (bytes, or a struct of bytes and path) and a "
                + $"column 'label' of numbers or texts; its columns are {string.Join(", ", there)}. "
                + "Rename or convert them.");
        }
        var pictures = withPictures ? await Column(reader, columns.Image).ConfigureAwait(false) : [];
        var labels = await Column(reader, columns.Label).ConfigureAwait(false);
        if (labels.Exists(label => label is byte[])) throw NoLabels(columns.Label);
        var groups = await Texts(reader, columns.Group).ConfigureAwait(false);
        var sources = await Texts(reader, columns.Source).ConfigureAwait(false);
        int?[] rows = [labels.Count, withPictures ? pictures.Count : null, groups?.Length, sources?.Length];
        if (rows.OfType<int>().Distinct().Skip(1).Any())
            throw new InvalidDataException("its columns have different numbers of rows");
        return new ParquetContent(
            path,
            pictures.ConvertAll(value => (byte[]?)value),
            labels,
            HuggingFaceFeatures.ClassNames(reader.CustomMetadata, columns.Label.Name),
            groups is null || Array.Exists(groups, string.IsNullOrWhiteSpace) ? null : groups,
            sources is null
            || Array.Exists(sources, source => source is not (ParquetColumns.Real or ParquetColumns.Synthetic))
            ? null
            : sources);
    }

    private static async Task<string[]?> Texts(ParquetReader reader, DataField? field) =>
        field is null ? null : [.. (await Column(reader, field).ConfigureAwait(false)).Select(value => $"{value}")];

    /// <summary>Reads all values of a column: byte[], string, long or null.</summary>
    private static async Task<List<object?>> Column(ParquetReader reader, DataField field)
    {
        var values = new List<object?>();
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            using var column = await group.ReadRawColumnDataBaseAsync(field).ConfigureAwait(false);
            values.AddRange(column switch
            {
                RawColumnData<ReadOnlyMemory<byte>> v => Rows(v, field, value => value.ToArray()),
                RawColumnData<ReadOnlyMemory<char>> v => Rows(v, field, value => value.ToString()),
                RawColumnData<long> v => Rows(v, field, value => value),
                RawColumnData<ulong> v => Rows(v, field, value => checked((long)value)),
                RawColumnData<int> v => Rows(v, field, value => (long)value),
                RawColumnData<uint> v => Rows(v, field, value => (long)value),
                RawColumnData<short> v => Rows(v, field, value => (long)value),
                RawColumnData<ushort> v => Rows(v, field, value => (long)value),
                RawColumnData<sbyte> v => Rows(v, field, value => (long)value),
                RawColumnData<byte> v => Rows(v, field, value => (long)value),
                RawColumnData<bool> v => Rows(v, field, value => value ? 1L : 0L),
                _ => throw NoLabels(field),
            });
        }
        return values;
    }

    private static UserInputException NoLabels(DataField field) => new(
        $"Column '{field.Name}' must hold whole numbers or texts, but holds {TypeName(field)}. Convert it to int64.");

    /// <summary>Restores the nulls of rows without a value: the file stores existing values only.</summary>
    private static object?[] Rows<T>(RawColumnData<T> column, DataField field, Func<T, object> convert) where T : struct
    {
        var values = column.Values;
        if (field.MaxDefinitionLevel == 0) return Array.ConvertAll(values.ToArray(), value => (object?)convert(value));
        var levels = column.DefinitionLevels;
        var rows = new object?[levels.Length];
        for (int i = 0, next = 0; i < rows.Length; i++)
        {
            if (levels[i] == field.MaxDefinitionLevel) rows[i] = convert(values[next++]);
        }
        return rows;
    }

    private static string TypeName(DataField field) =>
        field.ClrType == typeof(ReadOnlyMemory<byte>)
            ? "bytes"
            : field.ClrType == typeof(ReadOnlyMemory<char>)
            ? "text"
            : field.ClrType.Name;
}
