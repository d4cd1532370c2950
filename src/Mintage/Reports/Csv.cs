using System.Globalization;
using System.Text;
using Mintage.Runtime;

namespace Mintage.Reports;

/// <summary>One column of a CSV file.</summary>
/// <param name="Name">As in results.json.</param>
/// <param name="Value">Its field of one row, not yet quoted.</param>
internal readonly record struct CsvColumn<T>(string Name, Func<T, string> Value);

/// <summary>
/// Writes CSV files (RFC 4180): UTF-8, a header line, CRLF line ends, each file whole or not at all. A text that a
/// spreadsheet would run as a formula gets an apostrophe before it, control characters are replaced; numbers stay
/// numbers.
/// </summary>
internal static class Csv
{
    /// <summary>Writes a line for every row.</summary>
    /// <exception cref="UserInputException">The file cannot be written.</exception>
    public static void Write<T>(string path, IReadOnlyList<CsvColumn<T>> columns, IEnumerable<T> rows)
    {
        var text = new StringBuilder();
        AppendLine(text, columns.Select(c => c.Name));
        foreach (var row in rows) AppendLine(text, columns.Select(c => c.Value(row)));
        WholeFile.WriteText(path, text.ToString());
    }

    /// <summary>A column's name from words: "macro-F1" becomes "macro_f1".</summary>
    public static string Name(string words) =>
        words.ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

    /// <summary>A whole number; empty where there is none.</summary>
    public static string Field(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>A number that is read back with the same bits; empty where it is missing or not finite.</summary>
    public static string Field(double? value) =>
        value is { } v && double.IsFinite(v) ? v.ToString("R", CultureInfo.InvariantCulture) : "";

    /// <summary>"true" or "false".</summary>
    public static string Field(bool value) => value ? "TRUE" : "FALSE"; // R takes no other words

    private static void AppendLine(StringBuilder text, IEnumerable<string> fields) =>
        text.AppendJoin(',', fields.Select(field => Quoted(Guarded(ShownText.Name(field))))).Append("\r\n");

    private static string Guarded(string field) =>
        field is ['=' or '+' or '-' or '@', _, ..]
        && !field.Split(';').All(f => double.TryParse(f, NumberStyles.Float, CultureInfo.InvariantCulture, out var _))
            ? $"'{field}"
            : field;

    private static string Quoted(string field) => field.AsSpan().IndexOfAny(",\"") < 0
        ? field
        : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
