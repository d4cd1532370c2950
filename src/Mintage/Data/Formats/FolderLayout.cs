using Mintage.Data.Pictures;
using Mintage.Runtime;

namespace Mintage.Data.Formats;

/// <summary>The layout of a folder of pictures: class folders in it, or in folders for training, test and
/// validation.</summary>
/// <param name="Parts">For every part, the folder of its class folders; only training images if the folder has no
/// parts.</param>
/// <param name="ClassNames">Names of the class folders of all parts, in ordinal order.</param>
/// <param name="HasParts">True if the folder is divided into parts.</param>
internal sealed record FolderLayout(IReadOnlyDictionary<DataSplit, string> Parts, IReadOnlyList<string> ClassNames, bool HasParts)
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
                throw new UserInputException($"'{root}' must have either class folders or folders for its parts (train, test, val), but has both: {Quoted(parts)} and '{other}'. Move '{other}' away, or into the part it belongs to.");
        }
        if (parts.GroupBy(DataSplits.FindAlias).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UserInputException($"'{root}' must have one folder for each part, but {Quoted(twice)} are both '{twice.Key!.Value.Word()}'. Put their pictures together, or move one away.");
        string[] usable = [.. parts.Where(name => classes[name].Length > 0)];
        if (usable.Length == 0)
            throw new UserInputException($"'{root}' must have a folder of pictures for each class under {Quoted(parts)} (as {parts[0]}/cats/1.png), but there is no folder. A set without labels cannot be used.");
        string[] names = [.. usable.SelectMany(name => classes[name]).Distinct().Order(StringComparer.Ordinal)];
        return new FolderLayout(usable.ToDictionary(name => DataSplits.FindAlias(name)!.Value, name => Path.Combine(root, name)), names, true);
    }

    /// <summary>Lists a part's class folders as paths from the root, in the order of the classes.</summary>
    public string[] Homes(DataSplit split) =>
        [.. ClassNames.Where(name => Directory.Exists(Path.Combine(Parts[split], name))).Select(name => Home(split, name))];

    /// <summary>Gives a class folder of a part as a path from the root, with forward slashes.</summary>
    public string Home(DataSplit split, string className) => HasParts ? $"{Path.GetFileName(Parts[split])}/{className}" : className;

    private static string Quoted(IEnumerable<string> names) => string.Join(" and ", names.Select(name => $"'{name}'"));
}
