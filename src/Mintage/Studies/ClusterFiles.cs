using System.Text;
using Mintage.Execution;
using Mintage.Execution.Clusters;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>Scripts, lists and manifests of a study for a cluster.</summary>
internal static class ClusterFiles
{
    private const int UsualArraySize = 1000;
    private const string UnknownHash = "SHA-256-of-resolved.json";

    /// <summary>SHA-256 of the resolved plan in a folder.</summary>
    public static string PlanHash(string folder) => WholeFile.Sha256(StudyFolder.ResolvedPath(folder));

    /// <summary>Scripts and lists for Slurm.</summary>
    public static IReadOnlyList<(string File, string Text)> Of(
        StudyGraph study, TaskStore store, string folder, string hash, IReadOnlyList<JobArray> arrays,
        ClusterOptions options)
    {
        var scripts =
            new BatchScripts(Path.GetFullPath(folder), study.Plan.Name, hash, options, study.Plan.Threads);
        var memory = arrays.Select(Kind).Distinct()
            .ToDictionary(kind => kind, kind => TaskMemory.Megabytes(study, store, kind));
        return Submitter.Files(arrays, scripts, a => memory[Kind(a)], options.Probe);
    }

    /// <summary>Lists for Kubernetes, and last the manifest.</summary>
    public static IReadOnlyList<(string File, string Text)> Kubernetes(
        StudyGraph study, string folder, ClusterOptions options)
    {
        var store = new TaskStore(folder);
        var arrays = JobArrays.Of(study.Nodes, store.IsDone, options.PackSeconds, int.MaxValue);
        var jobs = new KubernetesJobs(Path.GetFullPath(folder), study.Plan.Name, options, study.Plan.Threads);
        return
        [
            .. arrays.Select(a => ($"{a.Name}.txt", a.ListText)),
            ("kubernetes.yaml", jobs.Text(arrays, a => TaskMemory.Megabytes(study, store, Kind(a)))),
        ];
    }

    /// <summary>The scripts for Slurm as one text.</summary>
    public static string Preview(StudyGraph study, string folder, ClusterOptions options)
    {
        var store = new TaskStore(folder);
        var arrays = JobArrays.Of(study.Nodes, store.IsDone, options.PackSeconds, UsualArraySize);
        if (arrays.Count == 0) return "";
        var text = new StringBuilder();
        foreach (var (file, content) in Of(study, store, folder, UnknownHash, arrays, options))
        {
            if (!file.EndsWith(".txt", StringComparison.Ordinal))
                text.Append($"## {BatchScripts.FolderName}/{file}").Append(Waits(file, arrays)).Append('\n')
                    .Append(content).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Replaces what an earlier submission wrote; its logs stay.</summary>
    /// <returns>Path of the last file.</returns>
    public static string Write(string folder, IReadOnlyList<(string File, string Text)> files)
    {
        var scripts = Path.Combine(folder, BatchScripts.FolderName);
        WholeFile.RequireWritable(Path.Combine(scripts, "logs", "x"));
        Directory.CreateDirectory(Path.Combine(scripts, "logs"));
        foreach (var old in Directory.GetFiles(scripts)) File.Delete(old);
        foreach (var (file, text) in files) WholeFile.WriteText(Path.Combine(scripts, file), text);
        return Path.Combine(scripts, files[^1].File);
    }

    private static string Kind(JobArray array) => array.Elements[0][0].Kind;

    private static string Waits(string file, IReadOnlyList<JobArray> arrays)
    {
        var needs = file == "report.sh"
            ? arrays.Select(a => (a.Name, WaitFor.AllEnded))
            : arrays.FirstOrDefault(a => $"{a.Name}.sh" == file)?.Needs.Select(n => (arrays[n.Array].Name, n.How));
        return needs is not null && Submitter.Dependency(needs) is { } option ? $"  (sbatch {option})" : "";
    }
}
