using System.Globalization;
using Mintage.Data.Pictures;
using Mintage.Runtime;

namespace Mintage.Data.Formats;

/// <summary>
/// A CSV file, or one of JSON lines, that names pictures with their labels, groups and parts; or one for each part.
/// </summary>
internal sealed class CsvPictures
{
    private const int FaultsNamed = 10;
    private const string Real = "real", Synthetic = "synthetic";
    private static readonly string[] PathColumns = ["path", "file", "filename", "file_name", "image"], LabelColumns =
        ["label", "class", "target"], GroupColumns = ["group"], SplitColumns = ["split"], SourceColumns = ["source"];

    private readonly string source, root;
    private readonly RealPath links = new();
    private readonly Dictionary<string, (string Path, string Where)> seen = [];
    private readonly List<(string Path, string Label, string? Group, DataSplit Split, string? Source)> entries = [];

    private CsvPictures(string source, string root) => (this.source, this.root) = (source, root);

    /// <summary>The parts that have pictures; training images where nothing says so.</summary>
    public IReadOnlyList<DataSplit> Parts => [.. entries.Select(entry => entry.Split).Distinct().Order()];

    /// <summary>Reads and checks a file; no picture is opened.</summary>
    /// <exception cref="UserInputException">
    /// It is no such file; every fault is listed with its line, the first ten by themselves.
    /// </exception>
    public static CsvPictures Read(string path) =>
        Read(path, Path.GetDirectoryName(Path.GetFullPath(path))!, [new(Path.GetFileName(path), null)]);

    /// <summary>Reads and checks some files that are one data set.</summary>
    /// <param name="source">What messages call it.</param>
    /// <param name="root">The folder that the files are in or below.</param>
    /// <param name="files">At least one.</param>
    /// <exception cref="UserInputException">As for one file.</exception>
    public static CsvPictures Read(string source, string root, IReadOnlyList<ListedFile> files)
    {
        var result = new CsvPictures(source, Path.GetFullPath(root));
        foreach (var file in files)
        {
            var faults = result.Append(file);
            if (faults.Count > FaultsNamed)
                faults = [.. faults.Take(FaultsNamed), $"and {faults.Count - FaultsNamed:N0} more like these."];
            if (faults.Count > 0) throw UserInputException.FromFaults($"'{Path.Combine(root, file.Path)}'", faults);
        }
        return result;
    }

    /// <summary>Whether a file names a picture that is there.</summary>
    /// <exception cref="UserInputException">It is no table with paths and labels.</exception>
    public static bool NamesPictures(string root, ListedFile file)
    {
        var (table, columns, faults) = Table(Path.Combine(root, file.Path));
        if (faults.Count > 0) throw UserInputException.FromFaults($"'{Path.Combine(root, file.Path)}'", faults);
        return table.Rows.Any(row => row.Fields.Length > columns.Path
            && File.Exists(Path.Combine(root, file.PathOf(row.Fields[columns.Path]))));
    }

    /// <summary>Adds the pictures of a file; gives back its faults.</summary>
    private List<string> Append(ListedFile file)
    {
        var (table, columns, faults) = Table(Path.Combine(root, file.Path));
        if (faults.Count > 0) return faults;
        if (table.Rows.Count == 0)
            return ["there must be a line for every picture after the header, but there is none."];
        var byFolder = columns.Split < 0 && file.IsMetadata
            && table.Rows.All(row => FolderSplit(row.Fields, columns) is not null);
        foreach (var row in table.Rows)
        {
            if (Fault(row, table.Header.Length, columns, file) is { } fault) faults.Add($"line {row.Line}: {fault}");
            else Add(row.Fields, columns, file.Split
                ?? (byFolder ? FolderSplit(row.Fields, columns)!.Value : Split(row.Fields, columns)!.Value), file);
        }
        return faults;
    }

    /// <summary>Reads the pictures of one part, and says if some lie elsewhere: a list of others may name any
    /// file.</summary>
    public LabelledImages Load(DataSplit split, DataSetLoading loading)
    {
        var list = List(split);
        var home = links.Of(root) + Path.DirectorySeparatorChar;
        var outside = seen.Where(picture => !picture.Key.StartsWith(home, StringComparison.Ordinal)).ToList();
        if (outside.Count > 0)
            loading.Report?.Invoke(
                $"'{source}' names {outside.Count:N0} of its {seen.Count:N0} pictures outside its own folder (the "
                + $"first is '{outside[0].Value.Path}').");
        return PictureReader.Read(list, loading);
    }

    /// <summary>
    /// The pictures of one part. Classes are those of all parts: numbers by value, else in ordinal order.
    /// </summary>
    public PictureList List(DataSplit split)
    {
        if (!Parts.Contains(split))
            throw new UserInputException(
                $"'{source}' has no part '{split.Word()}'; it has "
                + $"{string.Join(" and ", Parts.Select(part => $"'{part.Word()}'"))}, from its column "
                + $"'split'{(Parts is [DataSplit.Train] ? " (without one, all are training images)" : "")}.");
        string[] classNames = [.. entries.Select(entry => entry.Label).Distinct().Order(StringComparer.Ordinal)];
        if (classNames.All(name => Number(name) is not null)) classNames = [.. classNames.OrderBy(Number)];
        var labels = classNames.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var own = entries.Where(entry => entry.Split == split).ToList();
        var files = PictureList.OfFiles(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(source)) + (Parts.Count > 1 ? $":{split.Word()}" : ""),
            root,
            [.. own.Select(entry => entry.Path)],
            [.. own.Select(entry => labels[entry.Label])],
            classNames);
        return files with
        {
            Groups = own[0].Group is null ? null : [.. own.Select(entry => entry.Group!)],
            OtherParts = own.Count == entries.Count
                ? null
                : new(() =>
                PictureList.OfFiles(
                    source, files.Root!,
                    [.. entries.Where(entry => entry.Split != split).Select(entry => entry.Path)], [], [])),
            IsSynthetic = own.TrueForAll(entry => entry.Source is Real or Synthetic)
                ? [.. own.Select(entry => entry.Source == Synthetic)]
                : null,
        };
    }

    private void Add(string[] fields, ColumnIndices columns, DataSplit split, ListedFile file) => entries.Add((
        file.PathOf(fields[columns.Path]),
        fields[columns.Label],
        columns.Group < 0 ? null : fields[columns.Group],
        split,
        columns.Source < 0 ? null : fields[columns.Source].Trim()));

    private string? Fault(CsvRow row, int width, ColumnIndices columns, ListedFile file)
    {
        var fields = row.Fields;
        if (fields.Length != width)
            return $"there must be {width} fields, as in the header, but there are {fields.Length}. Put quotes around "
                + "a field that has a separator in it.";
        if (string.IsNullOrWhiteSpace(fields[columns.Path])) return "the path must not be empty.";
        if (fields[columns.Path].Contains('\0')) return "the path must not hold the character NUL.";
        if (string.IsNullOrWhiteSpace(fields[columns.Label]))
            return "the label must not be empty. Leave out pictures without a label.";
        if (columns.Group >= 0 && string.IsNullOrWhiteSpace(fields[columns.Group]))
            return "the group must not be empty. Give pictures of unknown origin a name of their own.";
        var split = Split(fields, columns);
        if (split is null) return $"the split must be train, val or test, but is '{fields[columns.Split]}'.";
        if (columns.Split >= 0 && file.Split is { } part && split != part)
            return $"the split must be {part.Word()}, as the folder of the file says, but is "
                + $"'{fields[columns.Split]}'. Move the picture, or leave out the column.";
        return FaultOfPath(
            file.PathOf(fields[columns.Path]), $"line {row.Line}{(file.Split is null ? "" : $" of '{file.Path}'")}");
    }

    /// <summary>A file may be named once, however it is spelt and whatever links lead to it.</summary>
    private string? FaultOfPath(string path, string where)
    {
        var real = links.Of(Path.Combine(root, path));
        if (seen.TryAdd(real, (path, where))) return null;
        var first = seen[real];
        return path == first.Path
            ? $"'{path}' is there already in {first.Where}. Remove one of the lines."
            : $"'{path}' is the same file as '{first.Path}' in {first.Where}. Remove one of the lines.";
    }

    /// <summary>What the column says; training images without one, null where it says nothing known.</summary>
    private static DataSplit? Split(string[] fields, ColumnIndices columns) =>
        columns.Split < 0 ? DataSplit.Train : DataSplits.FindAlias(fields[columns.Split].Trim());

    /// <summary>What the first folder of the path says, as Hugging Face reads it, or null.</summary>
    private static DataSplit? FolderSplit(string[] fields, ColumnIndices columns) =>
        fields.Length > columns.Path && ListedFile.Slashes(fields[columns.Path]).Split('/') is [var first, _, ..]
            ? DataSplits.FindAlias(first)
            : null;

    private static (CsvTable Table, ColumnIndices Columns, List<string> Faults) Table(string path)
    {
        var table = path.EndsWith(JsonLines.Ending, StringComparison.OrdinalIgnoreCase)
            ? JsonLines.Read(
                path, [.. PathColumns, .. LabelColumns, .. GroupColumns, .. SplitColumns, .. SourceColumns])
            : CsvTable.Read(path);
        var (columns, faults) = Columns(table.Header);
        return (table, columns, faults);
    }

    private static (ColumnIndices Columns, List<string> Faults) Columns(string[] header)
    {
        var faults = new List<string>();
        var came = $"the columns are {string.Join(", ", header.Select(name => $"'{name}'"))}";
        var columns =
            new ColumnIndices(Find(PathColumns, true), Find(LabelColumns, true), Find(GroupColumns, false),
            Find(SplitColumns, false), Find(SourceColumns, false));
        return (columns, faults);

        int Find(string[] names, bool isNeeded)
        {
            var found = header.Index().Where(column => names.Contains(column.Item, StringComparer.OrdinalIgnoreCase))
                .Select(column => column.Index).ToList();
            if (found.Count == 0 && isNeeded)
                faults.Add(
                    $"the header must have a column '{names[0]}' (or "
                    + $"{string.Join(", ", names.Skip(1).Select(name => $"'{name}'"))}), but {came}. Name the column "
                    + "so in the first line.");
            if (found.Count > 1)
                faults.Add(
                    $"the header must have one column for the {names[0]}, but "
                    + $"{string.Join(" and ", found.Select(i => $"'{header[i]}'"))} are. Rename what is not meant.");
            return found.Count == 1 ? found[0] : -1;
        }
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Where the columns stand, -1 for none.</summary>
    private readonly record struct ColumnIndices(int Path, int Label, int Group, int Split, int Source);
}
