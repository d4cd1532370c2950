using System.Text;
using Mintage.Runtime;

namespace Mintage.Data.Formats;

/// <summary>A row of a CSV file.</summary>
/// <param name="Line">Line of the file that it begins in, from 1.</param>
/// <param name="Fields">Its fields, without quotes; without the blanks around them, but with those in quotes.</param>
internal sealed record CsvRow(int Line, string[] Fields);

/// <summary>
/// A CSV file (RFC 4180) in UTF-8: a header, then rows; empty lines are passed over. Separated by commas, or by
/// semicolons or tabs where the header has more of those.
/// </summary>
/// <param name="Header">Names of the columns.</param>
/// <param name="Rows">The rows.</param>
internal sealed record CsvTable(string[] Header, IReadOnlyList<CsvRow> Rows)
{
    private const string Separators = ",;\t";
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserInputException">
    /// It cannot be read, is not UTF-8, is empty, or a quote is never closed.
    /// </exception>
    public static CsvTable Read(string path) => InputFile.ReadContent(path, stream =>
    {
        try
        {
            using var reader = new StreamReader(stream, Strict);
            return Parse(reader.ReadToEnd(), path);
        }
        catch (DecoderFallbackException e)
        {
            throw new UserInputException(
                $"'{path}' must be text in UTF-8, but has other bytes. Save it as 'CSV UTF-8'.", e);
        }
    });

    /// <summary>Reads text.</summary>
    internal static CsvTable Parse(string text, string path)
    {
        var firstLine = text.TrimStart().Split('\n', 2)[0];
        var separator = Separators.MaxBy(candidate => firstLine.Count(c => c == candidate));
        var rows = Split(text, separator, path).Where(row => row.Fields.Any(field => field.Length > 0)).ToList();
        return rows.Count > 0
            ? new CsvTable(Array.ConvertAll(rows[0].Fields, field => field.Trim()), rows[1..])
            : throw new UserInputException(
                $"'{path}' must have a header with the columns path and label, but is empty.");
    }

    private static IEnumerable<CsvRow> Split(string text, char separator, string path)
    {
        var (line, start) = (1, 1);
        var fields = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            fields.Add(Field(text, separator, path, ref at, ref line));
            if (at < text.Length && text[at] == separator)
            {
                at++;
                if (at < text.Length) continue;
                fields.Add(""); // the last line ends with a separator
            }
            yield return new CsvRow(start, [.. fields]);
            fields.Clear();
            if (at < text.Length && text[at] == '\r') at++;
            if (at < text.Length && text[at] == '\n') at++;
            start = ++line;
        }
    }

    /// <summary>The field that begins at a place; leaves the place at what ends it.</summary>
    private static string Field(string text, char separator, string path, ref int at, ref int line)
    {
        while (at < text.Length && text[at] == ' ') at++;
        if (at < text.Length && text[at] == '"') return Quoted(text, separator, path, ref at, ref line);
        var length = text.AsSpan(at).IndexOfAny(separator, '\r', '\n');
        var field = length < 0 ? text[at..] : text.Substring(at, length);
        at += field.Length;
        return field.Trim();
    }

    private static string Quoted(string text, char separator, string path, ref int at, ref int line)
    {
        var (field, start) = (new StringBuilder(), line);
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\n') line++;
            if (text[at] != '"')
            {
                field.Append(text[at]);
                continue;
            }
            if (at + 1 < text.Length && text[at + 1] == '"')
            {
                field.Append(text[at++]);
                continue;
            }
            at++;
            while (at < text.Length && text[at] == ' ') at++;
            return at == text.Length || text[at] == separator || text[at] is '\r' or '\n'
                ? field.ToString()
                : throw new UserInputException(
                    $"'{path}', line {line}: a quote must end its field, but '{text[at]}' follows. Write a quote "
                    + "within a field twice.");
        }
        throw new UserInputException(
            $"'{path}', line {start}: a field begins with a quote that is never closed. Close it.");
    }
}
