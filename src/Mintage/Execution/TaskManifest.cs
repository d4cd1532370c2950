using Mintage.Runtime;

namespace Mintage.Execution;

/// <summary>manifest.json of a finished task: its key and the SHA-256 of every file, so that later changes can be
/// detected.</summary>
internal static class TaskManifest
{
    private const string FileName = "manifest.json";

    private sealed record Manifest(string Key, SortedDictionary<string, string> Files);

    public static void Write(string folder, string key) => Json.Write(Path.Combine(folder, FileName), new Manifest(key, Hashes(folder)));

    /// <summary>Describes each difference between a folder and its manifest in a phrase.</summary>
    public static IReadOnlyList<string> Changes(string folder, string key)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return [$"{FileName} is missing"];
        Manifest manifest;
        try
        {
            manifest = Json.Read<Manifest>(path);
        }
        catch (UserInputException e)
        {
            return [e.Message];
        }
        var there = Hashes(folder);
        return
        [
            .. manifest.Key == key ? Array.Empty<string>() : ["it belongs to another task"],
            .. manifest.Files.Where(f => !there.ContainsKey(f.Key)).Select(f => $"{f.Key} is missing"),
            .. manifest.Files.Where(f => there.TryGetValue(f.Key, out var hash) && hash != f.Value).Select(f => $"{f.Key} was changed"),
            .. there.Keys.Except(manifest.Files.Keys).Select(f => $"{f} was added"),
        ];
    }

    private static SortedDictionary<string, string> Hashes(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
            .Where(f => f.Name != FileName)
            .ToDictionary(f => f.Name, f => WholeFile.Sha256(f.File)),
        StringComparer.Ordinal);
}
