using Mintage.Runtime;

namespace Mintage.Data.Pictures;

/// <summary>Where paths lead when every link on the way is followed. Folders are looked at once.</summary>
internal sealed class RealPaths
{
    private const int MostLinks = 40; // as Linux has it
    private readonly Dictionary<string, string> folders = [];

    /// <summary>The real path of a file or folder.</summary>
    /// <exception cref="UserInputException">Links lead in a circle or nowhere.</exception>
    public string Of(string path) => Of(Path.GetFullPath(path), MostLinks);

    private string Of(string path, int links)
    {
        if (Path.GetDirectoryName(path) is not { } parent) return path;
        var place = Path.Combine(OfFolder(parent, links), Path.GetFileName(path));
        if (new FileInfo(place).LinkTarget is not { } target) return place;
        if (links == 0) throw new UserInputException($"'{path}' is a link that leads in a circle. Remove it.");
        return Of(Path.GetFullPath(target, Path.GetDirectoryName(place)!), links - 1);
    }

    private string OfFolder(string path, int links) =>
        folders.TryGetValue(path, out var real) ? real : folders[path] = Of(path, links);
}
