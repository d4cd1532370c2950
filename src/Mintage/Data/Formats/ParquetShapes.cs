using System.Globalization;

namespace Mintage.Data.Formats;

/// <summary>What a field of a Thrift struct holds.</summary>
/// <param name="Type">The compact protocol's number of it; true and false are one.</param>
/// <param name="Item">What each item holds, if it is a list.</param>
/// <param name="Struct">Name of the struct, if it is one.</param>
internal sealed record ThriftField(int Type, ThriftField? Item = null, string? Struct = null)
{
    /// <summary>Whether every such struct has it.</summary>
    public bool IsRequired { get; init; }
}

/// <summary>
/// The structs of a Parquet file (parquet.thrift of Apache Parquet 2.11), by name and by the numbers of their fields.
/// The Parquet reader believes that fields have these types, whatever the file says.
/// </summary>
internal static class ParquetShapes
{
    public const string Footer = "footer", Page = "page";

    private const char Required = '!';

    private static readonly Dictionary<string, IReadOnlyDictionary<int, ThriftField>> Structs = new()
    {
        [Footer] = Fields("1! i32, 2! [element], 3! i64, 4! [group], 5 [pair], 6 text, 7 [order], 9 text"),
        ["element"] = Fields("1 i32, 2 i32, 3 i32, 4! text, 5 i32, 6 i32, 7 i32, 8 i32, 9 i32, 10 logical"),
        ["logical"] = Fields("1 empty, 2 empty, 3 empty, 4 empty, 5 decimal, 6 empty, 7 time, 8 time, 10 integer, "
            + "11 empty, 12 empty, 13 empty, 14 empty, 15 empty, 16 variant, 17 geometry, 18 geometry"),
        ["decimal"] = Fields("1! i32, 2! i32"),
        ["time"] = Fields("1! flag, 2! unit"),
        ["unit"] = Fields("1 empty, 2 empty, 3 empty"),
        ["integer"] = Fields("1! i8, 2! flag"),
        ["variant"] = Fields("1 i8"),
        ["geometry"] = Fields("1 text, 2 i32"),
        ["pair"] = Fields("1! text, 2 text"),
        ["order"] = Fields("1 empty, 2 empty"),
        ["group"] = Fields("1! [chunk], 2! i64, 3! i64, 4 [sorting], 5 i64, 6 i64, 7 i16"),
        ["sorting"] = Fields("1! i32, 2! flag, 3! flag"),
        ["chunk"] = Fields("1 text, 2 i64, 3! column, 4 i64, 5 i32, 6 i64, 7 i32, 9 text"),
        ["column"] = Fields("1! i32, 2! [i32], 3! [text], 4! i32, 5! i64, 6! i64, 7! i64, 8 [pair], 9! i64, 10 i64, "
            + "11 i64, 12 statistics, 13 [encoding], 14 i64, 15 i32, 16 sizes, 17 places"),
        ["statistics"] = Fields("1 text, 2 text, 3 i64, 4 i64, 5 text, 6 text, 7 flag, 8 flag"),
        ["encoding"] = Fields("1! i32, 2! i32, 3! i32"),
        ["sizes"] = Fields("1 i64, 2 [i64], 3 [i64]"),
        ["places"] = Fields("1 box, 2 [i32]"),
        ["box"] = Fields("1 f64, 2 f64, 3 f64, 4 f64, 5 f64, 6 f64, 7 f64, 8 f64"),
        [Page] = Fields("1! i32, 2! i32, 3! i32, 4 i32, 5 data, 6 empty, 7 dictionary, 8 data2"),
        ["data"] = Fields("1! i32, 2! i32, 3! i32, 4! i32, 5 statistics"),
        ["dictionary"] = Fields("1! i32, 2! i32, 3 flag"),
        ["data2"] = Fields("1! i32, 2! i32, 3! i32, 4! i32, 5! i32, 6! i32, 7 flag, 8 statistics"),
        ["empty"] = Fields(""),
    };

    /// <summary>The fields of a struct that are known.</summary>
    public static IReadOnlyDictionary<int, ThriftField> Of(string name) => Structs[name];

    private static Dictionary<int, ThriftField> Fields(string text) =>
        text.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split(' '))
            .ToDictionary(
                field => int.Parse(field[0].TrimEnd(Required), CultureInfo.InvariantCulture),
                field => Field(field[1]) with { IsRequired = field[0].EndsWith(Required) });

    private static ThriftField Field(string type) => type switch
    {
        "flag" => new(ThriftReader.True),
        "i8" => new(ThriftReader.OneByte),
        "i16" => new(ThriftReader.Integer16),
        "i32" => new(ThriftReader.Integer32),
        "i64" => new(ThriftReader.Integer64),
        "f64" => new(ThriftReader.Number),
        "text" => new(ThriftReader.Text),
        ['[', .. var item, ']'] => new(ThriftReader.List, Item: Field(item)),
        _ => new(ThriftReader.Struct, Struct: type),
    };
}
