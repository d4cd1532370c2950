using Mintage.Runtime;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Mintage.Data.Formats;

/// <summary>What a Parquet file holds of a data set, row by row.</summary>
/// <param name="Path">The file.</param>
/// <param name="Pictures">Encoded pictures, null where a row has none; empty if they were not asked for.</param>
/// <param name="Labels">A label each: long or string, null where a row has none.</param>
/// <param name="ClassNames">Names of the numbers, or null if the file does not say.</param>
/// <param name="Groups">A group each, or null.</param>
/// <param name="Sources">"real" or "synthetic" each, or null.</param>
internal sealed record ParquetContent(string Path, IReadOnlyList<byte[]?> Pictures, IReadOnlyList<object?> Labels, string[]? ClassNames, string[]? Groups, string[]? Sources)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="UserInputException">It is missing or damaged, or has no pictures or no labels.</exception>
    public static ParquetContent Read(string path, bool withPictures) => InputFile.Read(path, stream =>
    {
        ParquetFooter.Check(stream);
        try
        {
            return ReadAsync(path, stream, withPictures).GetAwaiter().GetResult();
        }
        // A damaged file makes the Parquet reader fail in any way.
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
            throw new UserInputException($"'{path}' must have a column 'image' of encoded pictures (bytes, or a struct of bytes and path) and a column 'label' of numbers or texts; its columns are {string.Join(", ", reader.Schema.GetDataFields().Select(field => $"{field.Path} ({TypeName(field)})"))}. Rename or convert them.");
        var pictures = withPictures ? await Column(reader, columns.Image).ConfigureAwait(false) : [];
        var labels = await Column(reader, columns.Label).ConfigureAwait(false);
        var groups = await Texts(reader, columns.Group).ConfigureAwait(false);
        var sources = await Texts(reader, columns.Source).ConfigureAwait(false);
        return new ParquetContent(
            path,
            pictures.ConvertAll(value => (byte[]?)value),
            labels,
            HuggingFaceFeatures.ClassNames(reader.CustomMetadata, columns.Label.Name),
            groups is null || Array.Exists(groups, string.IsNullOrWhiteSpace) ? null : groups,
            sources is null || Array.Exists(sources, source => source is not (ParquetColumns.Real or ParquetColumns.Synthetic)) ? null : sources);
    }

    private static async Task<string[]?> Texts(ParquetReader reader, DataField? field) =>
        field is null ? null : [.. (await Column(reader, field).ConfigureAwait(false)).Select(value => $"{value}")];

    /// <summary>All values of a column: byte[], string, long or null.</summary>
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
                _ => throw new UserInputException($"Column '{field.Name}' must hold whole numbers or texts, but holds {TypeName(field)}. Convert it to int64."),
            });
        }
        return values;
    }

    /// <summary>The values with nulls where a row has none: the file stores only those that there are.</summary>
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
        field.ClrType == typeof(ReadOnlyMemory<byte>) ? "bytes" : field.ClrType == typeof(ReadOnlyMemory<char>) ? "text" : field.ClrType.Name;
}
