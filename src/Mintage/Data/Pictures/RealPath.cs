namespace Mintage.Data.Pictures;

/// <summary>Resolves links in paths: equal results mean the same file. Caches what it learned about folders.</summary>
internal sealed class RealPath
{
    private const int MostLinks = 40; // as many as Linux follows
    private readonly Dictionary<string, string> folders = [];

    /// <summary>Gives the path without links. If a link leads to nothing or in a circle, the path ends there.</summary>
    public string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var followed = 0;
        return Path.GetDirectoryName(full) is { } parent
            ? Next(Folder(parent, ref followed), Path.GetFileName(full), ref followed)
            : full;
    }

    private string Folder(string full, ref int followed)
    {
        if (folders.TryGetValue(full, out var known)) return known;
        var real = Path.GetDirectoryName(full) is { } parent
            ? Next(Folder(parent, ref followed), Path.GetFileName(full), ref followed)
            : full;
        return folders[full] = real;
    }

    /// <summary>Resolves one name.</summary>
    /// <param name="at">A folder, without links.</param>
    /// <param name="name">A name in it.</param>
    /// <param name="followed">Number of links followed so far.</param>
    private static string Next(string at, string name, ref int followed)
    {
        if (name == ".") return at;
        if (name == "..") return Path.GetDirectoryName(at) ?? at;
        var path = Path.Combine(at, name);
        if (new FileInfo(path).LinkTarget is not { } target || ++followed > MostLinks) return path;
        var root = Path.GetPathRoot(target)!;
        var real = root.Length > 0 ? root : at;
        foreach (var step in target[root.Length..]
            .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar],
            StringSplitOptions.RemoveEmptyEntries))
            real = Next(real, step, ref followed);
        return real;
    }
}
