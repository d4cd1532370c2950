using System.Text.Json;
using System.Text.Json.Nodes;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>The resolved plan as it stands in a study folder.</summary>
/// <param name="FormatVersion">Version of this form.</param>
/// <param name="Plan">The plan with every default filled in.</param>
/// <param name="Tasks">Every task, with everything that decides its result.</param>
public sealed record ResolvedStudy(int FormatVersion, StudyPlan Plan, IReadOnlyList<ResolvedTask> Tasks);

/// <summary>A task of a resolved plan.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Folder">Its folder under <c>tasks/</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Task">Its options.</param>
public sealed record ResolvedTask(string Key, string Folder, string Title, StudyTask Task);

/// <summary>A folder that holds one study.</summary>
public static class StudyFolder
{
    private const string ResolvedFile = "resolved.json";
    private const string LockFile = ".lock";
    private const int FormatVersion = 1;

    /// <summary>The plan of the study in a folder.</summary>
    /// <exception cref="UserInputException">The folder holds no study.</exception>
    public static StudyPlan ReadPlan(string folder)
    {
        var path = Path.Combine(folder, ResolvedFile);
        if (!File.Exists(path)) throw new UserInputException($"'{folder}' must be a study folder with a {ResolvedFile} in it; there is none.");
        return Json.Read<ResolvedStudy>(path).Plan;
    }

    /// <summary>Makes the folder this study's own, until disposed: a new folder, or one with the same plan to go on with.</summary>
    /// <exception cref="UserInputException">It holds another study or other files, or is in use.</exception>
    internal static IDisposable Claim(string folder, StudyGraph study)
    {
        var resolvedPath = Path.Combine(folder, ResolvedFile);
        if (File.Exists(resolvedPath))
        {
            RefuseOther(folder, ReadPlan(folder), study.Plan);
        }
        else if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(e => Path.GetFileName(e) != LockFile))
        {
            throw new UserInputException($"'{folder}' must be empty or hold a Mintage study, but it holds other files. Name another folder with --out.");
        }
        var claim = Lock(folder);
        var tasks = study.Tasks.Select(t => new ResolvedTask(t.Node.Key, t.Node.FolderName, t.Node.Title, t.Task)).ToList();
        Json.Write(resolvedPath, new ResolvedStudy(FormatVersion, study.Plan, tasks));
        Json.Write(Path.Combine(folder, "environment.json"), RunEnvironment.Current(study.Plan.Threads));
        return claim;
    }

    private static FileStream Lock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (Directory.Exists(folder))
        {
            throw new UserInputException($"Another run is using '{folder}'. Wait for it, or name another folder with --out.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WholeFile.CannotWrite(folder, e);
        }
    }

    private static void RefuseOther(string folder, StudyPlan there, StudyPlan wanted)
    {
        var differences = Differences("", JsonSerializer.SerializeToNode(there, Json.File), JsonSerializer.SerializeToNode(wanted, Json.File)).ToList();
        if (differences.Count == 0) return;
        throw UserInputException.FromFaults(
            $"'{folder}' holds another study, so this one cannot go on there; name another folder with --out. What differs",
            differences);
    }

    private static IEnumerable<string> Differences(string path, JsonNode? there, JsonNode? wanted)
    {
        if (there is JsonObject a && wanted is JsonObject b)
            return a.Select(p => p.Key).Union(b.Select(p => p.Key)).SelectMany(k => Differences($"{path}.{k}".TrimStart('.'), a[k], b[k]));
        if (there is JsonArray c && wanted is JsonArray d && c.Count == d.Count)
            return Enumerable.Range(0, c.Count).SelectMany(i => Differences($"{path}[{i}]", c[i], d[i]));
        return JsonNode.DeepEquals(there, wanted) ? [] : [$"{path}: there {there?.ToJsonString() ?? "nothing"}, now {wanted?.ToJsonString() ?? "nothing"}."];
    }
}
