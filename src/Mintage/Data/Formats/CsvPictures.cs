using System.Globalization;
using Mintage.Data.Pictures;
using Mintage.Runtime;

namespace Mintage.Data.Formats;

/// <summary>A CSV file that names pictures with their labels, groups and parts.</summary>
internal sealed class CsvPictures
{
    private const int FaultsNamed = 10;
    private const string Real = "real", Synthetic = "synthetic";
    private static readonly string[] PathColumns = ["path", "file", "filename", "file_name", "image"], LabelColumns = ["label", "class", "target"], GroupColumns = ["group"], SplitColumns = ["split"], SourceColumns = ["source"];

    private readonly string source;
    private readonly List<(string Path, string Label, string? Group, DataSplit Split, string? Source)> entries = [];

    private CsvPictures(string source) => this.source = source;

    /// <summary>The parts that have pictures; training images where the file does not say.</summary>
    public IReadOnlyList<DataSplit> Parts => [.. entries.Select(entry => entry.Split).Distinct().Order()];

    /// <summary>Reads and checks the file; no picture is opened.</summary>
    /// <exception cref="UserInputException">It is no such file; every fault is listed with its line, the first ten by themselves.</exception>
    public static CsvPictures Read(string path)
    {
        var table = CsvTable.Read(path);
        var (columns, faults) = Columns(path, table.Header);
        if (faults.Count > 0) throw UserInputException.FromFaults($"'{path}'", faults);
        var result = new CsvPictures(path);
        var seen = new Dictionary<string, int>();
        foreach (var row in table.Rows)
        {
            if (Fault(row, table.Header.Length, columns, seen) is { } fault) faults.Add($"line {row.Line}: {fault}");
            else result.Add(row.Fields, columns);
        }
        if (table.Rows.Count == 0) faults.Add("there must be a line for every picture after the header, but there is none.");
        if (faults.Count > FaultsNamed) faults = [.. faults.Take(FaultsNamed), $"and {faults.Count - FaultsNamed:N0} more like these."];
        return faults.Count == 0 ? result : throw UserInputException.FromFaults($"'{path}'", faults);
    }

    /// <summary>Whether the first line has the columns that such a file needs.</summary>
    public static bool NamesPictures(string path)
    {
        try
        {
            return Columns(path, CsvTable.Read(path).Header).Faults.Count == 0;
        }
        catch (UserInputException)
        {
            return false;
        }
    }

    /// <summary>The pictures of one part. Classes are those of all parts: numbers by value, else in ordinal order.</summary>
    public PictureList List(DataSplit split)
    {
        if (!Parts.Contains(split))
            throw new UserInputException($"'{source}' has no part '{split.Word()}'; it has {string.Join(" and ", Parts.Select(part => $"'{part.Word()}'"))}, from its column 'split'{(Parts is [DataSplit.Train] ? " (without one, all are training images)" : "")}.");
        string[] classNames = [.. entries.Select(entry => entry.Label).Distinct().Order(StringComparer.Ordinal)];
        if (classNames.All(name => Number(name) is not null)) classNames = [.. classNames.OrderBy(Number)];
        var labels = classNames.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var own = entries.Where(entry => entry.Split == split).ToList();
        var files = PictureList.OfFiles(
            Path.GetFileName(source) + (Parts.Count > 1 ? $":{split.Word()}" : ""),
            Path.GetDirectoryName(Path.GetFullPath(source))!,
            [.. own.Select(entry => entry.Path)],
            [.. own.Select(entry => labels[entry.Label])],
            classNames);
        return files with
        {
            Groups = own[0].Group is null ? null : [.. own.Select(entry => entry.Group!)],
            OtherParts = own.Count == entries.Count ? null : new(() => PictureList.OfFiles(source, files.Root!, [.. entries.Where(entry => entry.Split != split).Select(entry => entry.Path)], [], [])),
            IsSynthetic = own.TrueForAll(entry => entry.Source is Real or Synthetic) ? [.. own.Select(entry => entry.Source == Synthetic)] : null,
        };
    }

    private void Add(string[] fields, ColumnIndices columns)
    {
        var split = columns.Split < 0 ? DataSplit.Train : DataSplits.FindAlias(fields[columns.Split])!.Value;
        entries.Add((Slashes(fields[columns.Path]), fields[columns.Label], columns.Group < 0 ? null : fields[columns.Group], split, columns.Source < 0 ? null : fields[columns.Source]));
    }

    private static string? Fault(CsvRow row, int width, ColumnIndices columns, Dictionary<string, int> seen)
    {
        var fields = row.Fields;
        if (fields.Length != width) return $"there must be {width} fields, as in the header, but there are {fields.Length}. Put quotes around a field that has a separator in it.";
        if (fields[columns.Path].Length == 0) return "the path must not be empty.";
        if (string.IsNullOrWhiteSpace(fields[columns.Label])) return "the label must not be empty. Leave out pictures without a label.";
        if (columns.Group >= 0 && string.IsNullOrWhiteSpace(fields[columns.Group])) return "the group must not be empty. Give pictures of unknown origin a name of their own.";
        if (columns.Split >= 0 && DataSplits.FindAlias(fields[columns.Split]) is null) return $"the split must be train, val or test, but is '{fields[columns.Split]}'.";
        var path = Slashes(fields[columns.Path]);
        return seen.TryAdd(path, row.Line) ? null : $"'{path}' is there already in line {seen[path]}. Remove one of the lines.";
    }

    private static (ColumnIndices Columns, List<string> Faults) Columns(string path, string[] header)
    {
        var faults = new List<string>();
        var came = $"the columns are {string.Join(", ", header.Select(name => $"'{name}'"))}";
        var columns = new ColumnIndices(Find(PathColumns, true), Find(LabelColumns, true), Find(GroupColumns, false), Find(SplitColumns, false), Find(SourceColumns, false));
        return (columns, faults);

        int Find(string[] names, bool isNeeded)
        {
            var found = header.Index().Where(column => names.Contains(column.Item, StringComparer.OrdinalIgnoreCase)).Select(column => column.Index).ToList();
            if (found.Count == 0 && isNeeded) faults.Add($"the header must have a column '{names[0]}' (or {string.Join(", ", names.Skip(1).Select(name => $"'{name}'"))}), but {came}. Name the column so in the first line.");
            if (found.Count > 1) faults.Add($"the header must have one column for the {names[0]}, but {string.Join(" and ", found.Select(i => $"'{header[i]}'"))} are. Rename what is not meant.");
            return found.Count == 1 ? found[0] : -1;
        }
    }

    /// <summary>One spelling for each path: forward slashes, and nothing that leads nowhere.</summary>
    private static string Slashes(string path)
    {
        var slashes = path.Replace('\\', '/');
        var parts = slashes.Split('/').Where((part, i) => i == 0 || part is not ("" or "."));
        return string.Join('/', parts.First() == "." ? parts.Skip(1) : parts);
    }

    private static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Where the columns stand, -1 for none.</summary>
    private readonly record struct ColumnIndices(int Path, int Label, int Group, int Split, int Source);
}
