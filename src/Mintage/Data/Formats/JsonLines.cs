using System.Text.Json;
using Mintage.Runtime;

namespace Mintage.Data.Formats;

/// <summary>A file with a JSON object on every line, as a table: the columns are the keys of all lines.</summary>
internal static class JsonLines
{
    /// <summary>How names of such files end.</summary>
    public const string Ending = ".jsonl";

    /// <summary>Reads a file; null and absent values are empty fields.</summary>
    /// <param name="path">The file.</param>
    /// <param name="used">Columns that must hold a text or a number each, in any case of letters.</param>
    /// <exception cref="UserInputException">It cannot be read, or a line is no such object.</exception>
    public static CsvTable Read(string path, IReadOnlyCollection<string> used)
    {
        var lines = InputFile.ReadContent(path, stream => new StreamReader(stream).ReadToEnd()).Split('\n');
        var rows = new List<(int Line, Dictionary<string, string> Fields)>();
        var columns = new Dictionary<string, int>();
        foreach (var (index, line) in lines.Index())
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var fields = Fields(line, $"'{path}', line {index + 1}", used);
            foreach (var key in fields.Keys) columns.TryAdd(key, columns.Count);
            rows.Add((index + 1, fields));
        }
        string[] header = [.. columns.Keys];
        return new CsvTable(
            header, [
                .. rows.Select(
                    row => new CsvRow(row.Line, [.. header.Select(key => row.Fields.GetValueOrDefault(key, ""))]))]);
    }

    private static Dictionary<string, string> Fields(string line, string where, IReadOnlyCollection<string> used)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var fields = new Dictionary<string, string>();
            foreach (var field in document.RootElement.EnumerateObject())
            {
                var isSingle = field.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object);
                if (!isSingle && used.Contains(field.Name, StringComparer.OrdinalIgnoreCase))
                    throw new UserInputException(
                        $"{where}: '{field.Name}' must be one text or number, but is {field.Value.GetRawText()}. "
                        + "Images that have several labels each are not supported.");
                fields[field.Name] = field.Value.ValueKind == JsonValueKind.Null ? "" : $"{field.Value}";
            }
            return fields;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UserInputException(
                $"{where}: there must be a JSON object, as {{\"file_name\": \"1.png\", \"label\": \"cat\"}}, but "
                + $"there is none ({e.Message}).", e);
        }
    }
}
