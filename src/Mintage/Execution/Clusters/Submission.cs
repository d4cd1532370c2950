using Mintage.Runtime;

namespace Mintage.Execution.Clusters;

/// <summary>A job or job array that was submitted.</summary>
/// <param name="Job">Its number.</param>
/// <param name="Name">Name of its script, without the ending.</param>
/// <param name="Elements">Elements of the array; 0 for a job without tasks of the study.</param>
internal sealed record SubmittedJob(string Job, string Name, int Elements);

/// <summary>What was submitted last: submission.json beside the scripts.</summary>
/// <param name="PlanSha256">Of the resolved plan.</param>
/// <param name="Jobs">Jobs in their order; more are added as they are submitted.</param>
/// <param name="IsCancelled">Whether the user has cancelled it.</param>
internal sealed record Submission(string PlanSha256, IReadOnlyList<SubmittedJob> Jobs, bool IsCancelled = false)
{
    /// <summary>Numbers of all jobs.</summary>
    public IReadOnlySet<string> Numbers => Jobs.Select(j => j.Job).ToHashSet();

    /// <summary>The submission of a study folder; null if there was none.</summary>
    /// <exception cref="UserInputException">Its file is damaged.</exception>
    public static Submission? Read(string folder) =>
        File.Exists(PathIn(folder)) ? Json.Read<Submission>(PathIn(folder)) : null;

    /// <summary>Writes the file.</summary>
    public void Write(string folder) => Json.Write(PathIn(folder), this);

    /// <summary>Removes the file: nothing is submitted.</summary>
    public static void Remove(string folder) => File.Delete(PathIn(folder));

    /// <summary>Keys of an array's tasks, element by element.</summary>
    public static IReadOnlyList<string[]> Elements(string folder, string name) =>
        ReadList(Path.Combine(folder, BatchScripts.FolderName, $"{name}.txt"));

    /// <summary>Reads a list of elements: a line for each, with the keys of its tasks.</summary>
    /// <exception cref="UserInputException">There is no such file.</exception>
    public static IReadOnlyList<string[]> ReadList(string path)
    {
        if (!File.Exists(path)) throw new UserInputException($"'{path}' must be a list of tasks, but is not there.");
        return [.. File.ReadLines(path).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }

    private static string PathIn(string folder) =>
        Path.Combine(folder, BatchScripts.FolderName, "submission.json");
}

/// <summary>Submits the job arrays of a study.</summary>
/// <param name="slurm">Where to.</param>
/// <param name="folder">Study folder.</param>
/// <param name="planSha256">SHA-256 of the resolved plan.</param>
internal sealed class Submitter(Slurm slurm, string folder, string planSha256)
{
    private readonly List<SubmittedJob> jobs = [];

    /// <summary>Files of a submission by their names in the folder of the scripts.</summary>
    /// <param name="arrays">The arrays.</param>
    /// <param name="scripts">Writes them.</param>
    /// <param name="megabytes">Memory of an array's jobs.</param>
    /// <param name="probe">Whether there is a probe job.</param>
    public static IReadOnlyList<(string File, string Text)> Files(
        IReadOnlyList<JobArray> arrays, BatchScripts scripts, Func<JobArray, int> megabytes, bool probe) =>
    [
        .. probe ? [("probe.sh", scripts.Probe())] : Array.Empty<(string, string)>(),
        .. arrays.SelectMany(a => new[]
        {
            ($"{a.Name}.sh", scripts.Array(a, megabytes(a))), ($"{a.Name}.txt", a.ListText),
        }),
        ("report.sh", scripts.Report(arrays.Max(megabytes))),
    ];

    /// <summary>What an array waits for, as an option of sbatch; null for nothing.</summary>
    /// <param name="needs">Jobs and how it waits for each.</param>
    public static string? Dependency(IEnumerable<(string Job, WaitFor How)> needs)
    {
        var parts = needs.GroupBy(n => n.How, n => n.Job)
            .Select(g => $"{Word(g.Key)}:{string.Join(':', g)}").ToList();
        return parts.Count == 0 ? null : $"--dependency={string.Join(',', parts)}";

        static string Word(WaitFor how) => how switch
        {
            WaitFor.AllWell => "afterok",
            WaitFor.SameElementWell => "aftercorr",
            _ => "afterany",
        };
    }

    /// <summary>Submits all or nothing.</summary>
    /// <param name="arrays">The arrays; their files are written.</param>
    /// <param name="probe">Whether all wait for a probe job.</param>
    /// <exception cref="UserInputException">Slurm refuses; what it had taken already is cancelled.</exception>
    public Submission Submit(IReadOnlyList<JobArray> arrays, bool probe)
    {
        try
        {
            List<(string, WaitFor)> first = [];
            if (probe) first.Add((Add("probe", 0, []), WaitFor.AllWell));
            List<string> numbers = [];
            foreach (var array in arrays)
            {
                var needs = array.Needs.Select(n => (numbers[n.Array], n.How));
                numbers.Add(Add(array.Name, array.Elements.Count, [.. first, .. needs]));
            }
            Add("report", 0, [.. first, .. numbers.Select(n => (n, WaitFor.AllEnded))]);
            return new Submission(planSha256, jobs);
        }
        catch
        {
            Submission.Remove(folder);
            slurm.Cancel([.. jobs.Select(j => j.Job)]);
            throw;
        }
    }

    private string Add(string name, int elements, IEnumerable<(string, WaitFor)> needs)
    {
        var script = Path.Combine(folder, BatchScripts.FolderName, $"{name}.sh");
        var job = slurm.Submit(script, Dependency(needs) is { } option ? [option] : []);
        jobs.Add(new SubmittedJob(job, name, elements));
        // After each, so that a process that is killed here leaves no job that nobody knows of.
        new Submission(planSha256, jobs).Write(folder);
        return job;
    }
}
