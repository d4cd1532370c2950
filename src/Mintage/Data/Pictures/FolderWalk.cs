using Mintage.Runtime;

namespace Mintage.Data.Pictures;

/// <summary>
/// Walks through the class folders, also along links, and meets every file once. A link to a folder above it is not
/// followed, a file that a class reaches twice counts once, and a picture that two classes or parts reach is a fault.
/// </summary>
internal sealed class FolderWalk
{
    private const int FaultsNamed = 10;

    private readonly string root, realRoot;
    private readonly RealPath links = new();
    private readonly Dictionary<string, Reached> folders = [];
    private readonly Queue<(string Path, string Real, string Above)> waiting = [];
    private readonly List<(Reached Again, Reached First, bool IsFile)> twice = [];
    private readonly List<Reached> back = [];
    private readonly Dictionary<string, FolderFiles> files = [];

    private FolderWalk(string root) => (this.root, realRoot) = (root, links.Of(root));

    /// <param name="root">The folder of the data set.</param>
    /// <param name="homes">The folder of each class and part: its path from the root, with forward slashes.</param>
    /// <exception cref="UserInputException">
    /// A folder cannot be read, or a picture would be in two classes or parts.
    /// </exception>
    public static FolderWalk Through(string root, IReadOnlyList<string> homes)
    {
        var walk = new FolderWalk(root);
        var linked = new Dictionary<string, string>();
        foreach (var home in homes) walk.Enter(home, linked);
        walk.CountLinkedFilesOnce(homes, linked);
        walk.RequireOneHome();
        return walk;
    }

    /// <summary>Lists the files in and below a folder as paths from it with forward slashes, in ordinal
    /// order.</summary>
    public FolderFiles Files(string home) => files[home];

    /// <summary>Reports what was not followed or not counted in some of the folders, one sentence per kind.</summary>
    public IEnumerable<string> Notes(IReadOnlyCollection<string> homes)
    {
        string[] above = [.. back.Where(link => homes.Contains(link.Home)).Select(link => link.Path)];
        if (above.Length > 0)
            yield return $"{Links(above.Length)} to a folder above {(above.Length == 1 ? "and is" : "and are")} not "
                + $"followed (the first is '{above[0]}').";
        var again = twice.FindAll(pair => homes.Contains(pair.Again.Home));
        if (again.Count > 0)
            yield return $"{Links(again.Count)} to files that are read already and count once (the first is "
                + $"'{again[0].Again.Path}', the same as '{again[0].First.Path}').";
    }

    private static string Links(int count) => count == 1 ? "1 link leads" : $"{count:N0} links lead";

    private void Enter(string home, Dictionary<string, string> linked)
    {
        var found = new List<string>();
        waiting.Enqueue((home, links.Of(Path.Combine(root, home)), realRoot));
        // Links come last, so that a file has its own path if that lies in the class.
        while (waiting.TryDequeue(out var next))
            Visit(new Reached(home, next.Path), next.Real, next.Above, found, linked);
        string[] paths = [.. found.Select(path => path[(home.Length + 1)..]).Order(StringComparer.Ordinal)];
        files[home] = FolderFiles.Of(Path.Combine(root, home), paths);
    }

    private void Visit(Reached place, string real, string above, List<string> found, Dictionary<string, string> linked)
    {
        if (IsAbove(real, above) || IsAbove(real, realRoot))
        {
            back.Add(place);
            return;
        }
        if (!folders.TryAdd(real, place))
        {
            twice.Add((place, folders[real], false));
            return;
        }
        foreach (var entry in PictureFolder.Entries(Path.Combine(root, place.Path)))
        {
            var path = $"{place.Path}/{entry.Name}";
            var target = entry.IsLink ? links.Of(Path.Combine(real, entry.Name)) : Path.Combine(real, entry.Name);
            if (entry is { IsFolder: true, IsLink: true }) waiting.Enqueue((path, target, real));
            else if (entry.IsFolder) Visit(new Reached(place.Home, path), target, real, found, linked);
            else found.Add(path);
            if (entry is { IsFolder: false, IsLink: true }) linked.Add(path, target);
        }
    }

    /// <summary>Removes pictures that are links to files which are also met elsewhere.</summary>
    private void CountLinkedFilesOnce(IReadOnlyList<string> homes, Dictionary<string, string> linked)
    {
        if (linked.Count == 0) return;
        var first = new Dictionary<string, Reached>();
        foreach (var home in homes)
        {
            string[] kept =
                [.. files[home].Pictures.Where(picture => !linked.TryGetValue($"{home}/{picture}", out var target)
                || IsFirst(new Reached(home, $"{home}/{picture}"), target, first))];
            files[home] = files[home] with { Pictures = kept };
        }
    }

    private bool IsFirst(Reached link, string target, Dictionary<string, Reached> first)
    {
        if (!File.Exists(target)) return true; // a broken picture, named with the others
        var name = Path.GetFileName(target);
        var isMet = folders.TryGetValue(Path.GetDirectoryName(target) ?? "", out var folder) && !IgnoredNames.Has(name);
        if (!isMet && first.TryAdd(target, link)) return true;
        twice.Add((link, isMet ? folder with { Path = $"{folder.Path}/{name}" } : first[target], true));
        return false;
    }

    private void RequireOneHome()
    {
        string[] faults =
        [
            .. twice.Where(pair => pair.Again.Home != pair.First.Home && (pair.IsFile || HasPictures(pair.First)))
                .Select(pair => $"'{pair.First.Path}' and '{pair.Again.Path}' are the same"),
        ];
        if (faults.Length == 0) return;
        var more = faults.Length > FaultsNamed ? $", and {faults.Length - FaultsNamed:N0} more like these" : "";
        throw new UserInputException(
            $"'{root}' must have every picture in one class and one part, but "
            + $"{string.Join(", ", faults.Take(FaultsNamed))}{more}. Remove the links that are not meant.");
    }

    private bool HasPictures(Reached folder) =>
        files[folder.Home].Pictures.Any(
            picture => $"{folder.Home}/{picture}".StartsWith($"{folder.Path}/", StringComparison.Ordinal));

    private static bool IsAbove(string folder, string below) =>
        below == folder
            || below.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder
            + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>A file or folder and the way it was reached.</summary>
    /// <param name="Home">The folder of its class and part.</param>
    /// <param name="Path">Its path from the root.</param>
    private readonly record struct Reached(string Home, string Path);
}
