namespace Mintage.Execution.Clusters;

/// <summary>What to ask a cluster for. Nothing in here changes a result.</summary>
public sealed record ClusterOptions
{
    /// <summary>Partition (queue); null for the cluster's default.</summary>
    public string? Partition { get; init; }

    /// <summary>Processors of a job; null for the plan's threads.</summary>
    public int? Cpus { get; init; }

    /// <summary>GPUs of a job that needs one. At least 1.</summary>
    public int Gpus { get; init; } = 1;

    /// <summary>Memory of a job as Slurm writes it, e.g. "4G"; null to estimate it.</summary>
    public string? Memory { get; init; }

    /// <summary>Time limit of an element as Slurm writes it, e.g. "2:00:00"; null to estimate it.</summary>
    public string? Time { get; init; }

    /// <summary>Account that pays; null for the user's default.</summary>
    public string? Account { get; init; }

    /// <summary>Quality of service; null for the default.</summary>
    public string? Qos { get; init; }

    /// <summary>Image for Apptainer in which "mintage" is on the path; null to run this program.</summary>
    public string? Container { get; init; }

    /// <summary>Shell lines before the work, e.g. "module load dotnet".</summary>
    public string Setup { get; init; } = "";

    /// <summary>The most elements of an array that run at once; null for no limit.</summary>
    public int? ArrayLimit { get; init; }

    /// <summary>Short tasks share an element until they take about so many seconds by their estimates.</summary>
    public double PackSeconds { get; init; } = 120;

    /// <summary>Whether a first job finds out if the nodes see the study folder.</summary>
    public bool Probe { get; init; } = true;

    /// <summary>This program, as a node starts it.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>Arguments for running tasks and for the report, beside study and task.</summary>
    public IReadOnlyList<string> CommonArguments { get; init; } = [];

    /// <summary>Further arguments for running tasks.</summary>
    public IReadOnlyList<string> TaskArguments { get; init; } = [];
}
