using Mintage.Data.Pictures;
using Mintage.Runtime;

namespace Mintage.Data.Formats;

/// <summary>
/// A folder with a folder of pictures per class (cats/1.png; pictures in deeper folders belong to the same class),
/// alone or under a folder per part (train/cats/1.png). A table in it may decide instead of the folder names:
/// <see cref="FolderTables"/>.
/// </summary>
internal sealed class FolderFormat : IDataSetFormat
{
    public string Description => "folders with a folder of pictures for each class";

    public bool Reads(string path, ReadOnlySpan<byte> head) => Directory.Exists(path);

    public IReadOnlyList<DataSplit> Parts(string path) =>
        FolderTables.Of(path, null) is { } tables ? tables.Parts : [.. FolderLayout.Of(path).Parts.Keys.Order()];

    public LabelledImages Read(string path, DataSplit split, DataSetLoading loading)
    {
        if (FolderTables.Of(path, loading.Report) is { } tables) return tables.Load(split, loading);
        var layout = FolderLayout.Of(path);
        if (!layout.Parts.TryGetValue(split, out var folder))
        {
            throw new UserInputException(layout.HasParts
                ? $"'{path}' has no part '{split.Word()}' with class folders; it has "
                    + $"{string.Join(" and ", layout.Parts.Keys.Order().Select(part => $"'{part.Word()}'"))}."
                : $"'{path}' has class folders and no parts, so it has no part '{split.Word()}'. Name it without "
                + $"':{split.Word()}', or put the class folders under 'train' and '{split.Word()}'.");
        }
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))
            + (layout.HasParts ? $":{split.Word()}" : "");
        var loose = PictureFolder.Files(folder);
        RequireClasses(folder, layout, loose);
        var walk = FolderWalk.Through(path, [.. layout.Parts.Keys.Order().SelectMany(layout.Homes)]);
        foreach (var note in walk.Notes(layout.Homes(split))) loading.Report?.Invoke($"'{name}': {note}");
        var list = List(name, layout, split, walk, loose.Others, loading.Report);
        return PictureReader.Read(
            layout.Parts.Count == 1
            ? list
            : list with { OtherParts = new(() => Others(path, layout, split, walk)) }, loading);
    }

    /// <summary>Lists the pictures of all other parts, without labels.</summary>
    private static PictureList Others(string path, FolderLayout layout, DataSplit split, FolderWalk walk) =>
        PictureList.OfFiles(
        path,
        Path.GetFullPath(path),
        [.. layout.Parts.Keys.Where(part => part != split).SelectMany(layout.Homes)
            .SelectMany(home => walk.Files(home).Pictures.Select(file => $"{home}/{file}"))],
        [], []);

    private static void RequireClasses(string folder, FolderLayout layout, FolderFiles loose)
    {
        const string Form = "must have a folder of pictures for each class (cats/1.png, dogs/2.png)";
        if (layout.ClassNames.Count == 0)
        {
            throw new UserInputException(loose.Pictures.Length > 0
                ? $"'{folder}' {Form}, but {Outside(loose.Pictures.Length)} any class folder. Move them into "
                    + "class folders, or write their labels into a .csv with the columns path and label."
                : loose.Others.Length == 0
                ? $"'{folder}' {Form}, but is empty."
                : $"'{folder}' {Form}, but has only other files ('{loose.Others[0]}'); a data set in a file is named "
                    + "by that file.");
        }
        if (loose.Pictures.Length > 0)
            throw new UserInputException(
                $"'{folder}' {Form} and no pictures beside them, but has {loose.Pictures.Length:N0} (the first is "
                + $"'{loose.Pictures[0]}'). Move them into the folders of their classes, or away.");
        if (layout.ClassNames is [var only] && PictureFolder.Folders(Path.Combine(folder, only)).Length > 1
            && PictureFolder.Files(Path.Combine(folder, only)).Pictures.Length == 0)
            throw new UserInputException(
                $"'{folder}' {Form}, but has only '{only}', which has folders itself. If those are the classes, name "
                + $"'{Path.Combine(folder, only)}'.");
    }

    private static string Outside(int pictures) =>
        pictures == 1 ? "1 picture lies outside" : $"{pictures:N0} pictures lie outside";

    private static PictureList List(
        string name, FolderLayout layout, DataSplit split, FolderWalk walk, string[] loose, Action<string>? report)
    {
        var folder = layout.Parts[split];
        var homes = layout.Homes(split);
        var files = layout.ClassNames.Select(className => layout.Home(split, className))
            .Select(home => homes.Contains(home) ? walk.Files(home) : new FolderFiles([], [])).ToList();
        var empty = layout.ClassNames.Where((_, c) => files[c].Pictures.Length == 0)
            .Select(className => $"'{className}'").ToList();
        if (empty.Count == files.Count || (empty.Count > 0 && !layout.HasParts))
            throw new UserInputException(
                $"'{folder}' must have pictures in every class folder, but there is none in "
                + $"{string.Join(", ", empty)}. Add some, or remove "
                + $"{(empty.Count == 1 ? "the folder" : "the folders")}.");
        if (empty.Count > 0)
            report?.Invoke($"'{name}' has no pictures of class {string.Join(", ", empty)}, which other parts have.");
        if (files.Count == 1)
            report?.Invoke($"'{name}' has one class only, '{layout.ClassNames[0]}': a classifier needs two.");
        string[] others =
            [.. loose, .. layout.ClassNames.Zip(files)
            .SelectMany(pair => pair.Second.Others.Select(file => $"{pair.First}/{file}"))];
        if (others.Length > 0)
            report?.Invoke(
                $"'{name}': {others.Length:N0} "
                + $"file{(others.Length == 1 ? " that is no picture is" : "s that are no pictures are")} ignored "
                + $"(the first is '{others[0]}').");
        return PictureList.OfFiles(
            name,
            folder,
            [.. layout.ClassNames.Zip(files)
                .SelectMany(pair => pair.Second.Pictures.Select(file => $"{pair.First}/{file}"))],
            [.. files.SelectMany((found, label) => Enumerable.Repeat(label, found.Pictures.Length))],
            layout.ClassNames);
    }
}

/// <summary>The layout of a folder of pictures: class folders in it, or in folders for training, test and
/// validation.</summary>
/// <param name="Parts">For every part, the folder of its class folders; only training images if the folder has no
/// parts.</param>
/// <param name="ClassNames">Names of the class folders of all parts, in ordinal order.</param>
/// <param name="HasParts">True if the folder is divided into parts.</param>
internal sealed record FolderLayout(
    IReadOnlyDictionary<DataSplit, string> Parts, IReadOnlyList<string> ClassNames, bool HasParts)
{
    /// <summary>Works out the layout from the folder names.</summary>
    /// <exception cref="UserInputException">There are no class folders, or they cannot be told from parts.</exception>
    public static FolderLayout Of(string root)
    {
        var folders = PictureFolder.Folders(root);
        var classes = folders.ToDictionary(name => name, name => PictureFolder.Folders(Path.Combine(root, name)));
        var parts = folders.Where(name => DataSplits.FindAlias(name) is not null).ToList();
        // A class may be called "train": it then has pictures, not classes.
        if (parts.Count == 0 || (parts.Count < folders.Length && parts.All(name => classes[name].Length == 0)))
            return new FolderLayout(new Dictionary<DataSplit, string> { [DataSplit.Train] = root }, folders, false);

        foreach (var other in folders.Except(parts))
        {
            if (FolderWalk.Through(root, [other]).Files(other).Pictures.Length > 0)
                throw new UserInputException(
                    $"'{root}' must have either class folders or folders for its parts (train, test, val), but has "
                    + $"both: {Quoted(parts)} and '{other}'. Move '{other}' away, or into the part it belongs to.");
        }
        if (parts.GroupBy(DataSplits.FindAlias).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UserInputException(
                $"'{root}' must have one folder for each part, but {Quoted(twice)} are both "
                + $"'{twice.Key!.Value.Word()}'. Put their pictures together, or move one away.");
        string[] usable = [.. parts.Where(name => classes[name].Length > 0)];
        if (usable.Length == 0)
            throw new UserInputException(
                $"'{root}' must have a folder of pictures for each class under {Quoted(parts)} (as "
                + $"{parts[0]}/cats/1.png), but there is no folder. A set without labels cannot be used.");
        string[] names = [.. usable.SelectMany(name => classes[name]).Distinct().Order(StringComparer.Ordinal)];
        return new FolderLayout(
            usable.ToDictionary(name => DataSplits.FindAlias(name)!.Value, name => Path.Combine(root, name)),
            names, true);
    }

    /// <summary>Lists a part's class folders as paths from the root, in the order of the classes.</summary>
    public string[] Homes(DataSplit split) =>
        [.. ClassNames.Where(name => Directory.Exists(Path.Combine(Parts[split], name)))
            .Select(name => Home(split, name))];

    /// <summary>Gives a class folder of a part as a path from the root, with forward slashes.</summary>
    public string Home(DataSplit split, string className) =>
        HasParts ? $"{Path.GetFileName(Parts[split])}/{className}" : className;

    private static string Quoted(IEnumerable<string> names) => string.Join(" and ", names.Select(name => $"'{name}'"));
}
