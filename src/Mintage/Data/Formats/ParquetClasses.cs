using Mintage.Runtime;

namespace Mintage.Data.Formats;

/// <summary>The classes of a data set of Parquet files, which all its parts share.</summary>
/// <param name="Names">In label order.</param>
internal sealed record ParquetClasses(IReadOnlyList<string> Names)
{
    /// <summary>
    /// Takes the names from the files' metadata; otherwise, for text labels, all texts in ordinal order; otherwise "0",
    /// "1", ... up to the largest number.
    /// </summary>
    /// <exception cref="UserInputException">
    /// A row has no label, files name other classes, or the numbers are no class indices.
    /// </exception>
    public static ParquetClasses Of(string path, IReadOnlyList<ParquetContent> contents)
    {
        foreach (var content in contents) RequireLabels(content);
        var named = contents.Where(content => content.ClassNames is not null).ToList();
        var odd = named.Find(content => !content.ClassNames!.SequenceEqual(named[0].ClassNames!));
        if (odd is not null)
            throw new UserInputException(
                $"'{odd.Path}' and '{named[0].Path}' must name the same classes, but name "
                + $"{string.Join(", ", odd.ClassNames!.Take(5))} ... and "
                + $"{string.Join(", ", named[0].ClassNames!.Take(5))} .... They are of two data sets; name single "
                + "files.");
        if (named.Count > 0) return new ParquetClasses(named[0].ClassNames!);
        var labels = contents.SelectMany(content => content.Labels).ToHashSet();
        if (labels.All(label => label is string))
            return new ParquetClasses([.. labels.Cast<string>().Order(StringComparer.Ordinal)]);
        var largest = labels.OfType<long>().Max();
        return labels.All(label => label is long) && IdxFile.NumberedClasses(largest) is { } names
            ? new ParquetClasses(names)
            : throw new UserInputException(
                $"'{path}' must have labels that are all texts, or all class indices 0, 1, 2 ...; the largest number "
                + $"is {largest}. Number the classes from 0.");
    }

    /// <summary>Gives the class index of every row of a file.</summary>
    /// <exception cref="UserInputException">A label has no class.</exception>
    public IEnumerable<int> Labels(ParquetContent content)
    {
        var indices = Names.Select((name, index) => (name, index)).DistinctBy(c => c.name)
            .ToDictionary(c => c.name, c => c.index);
        return content.Labels.Select((label, row) => label switch
        {
            string text when indices.TryGetValue(text, out var index) => index,
            long number when number >= 0 && number < Names.Count => (int)number,
            _ => throw new UserInputException(
                $"'{content.Path}' must have labels of its {Names.Count} classes (0 to {Names.Count - 1}), but that "
                + $"of row {row} (from 0) is {label}. Where -1 stands for 'not known', leave the rows or the part "
                + "out."),
        });
    }

    private static void RequireLabels(ParquetContent content)
    {
        if (content.Labels.Count == 0)
            throw new UserInputException(
                $"'{content.Path}' must hold at least one image, but has no row. Leave the file out.");
        var missing = Enumerable.Range(0, content.Labels.Count).Where(row => content.Labels[row] is null).ToList();
        if (missing.Count > 0)
            throw new UserInputException(
                $"'{content.Path}' must have a label in every row, but {missing.Count:N0} have none (the first is "
                + $"row {missing[0]}, from 0). Leave them out.");
    }
}
