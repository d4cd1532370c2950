using YamlDotNet.Serialization;

namespace Mintage.Execution.Clusters;

/// <summary>
/// Job arrays as indexed Jobs of Kubernetes, which has no dependencies between Jobs: each wave is applied when the one
/// before has ended.
/// </summary>
/// <param name="folder">Study folder as the pods see it.</param>
/// <param name="name">Name of the plan.</param>
/// <param name="options">What to ask for.</param>
/// <param name="threads">Threads of a task.</param>
internal sealed class KubernetesJobs(string folder, string name, ClusterOptions options, int threads)
{
    private const int LongestName = 50;

    /// <summary>The Jobs, a YAML document each, wave by wave.</summary>
    /// <param name="arrays">The arrays.</param>
    /// <param name="megabytes">Memory of an array's jobs.</param>
    public string Text(IReadOnlyList<JobArray> arrays, Func<JobArray, int> megabytes)
    {
        var yaml = new SerializerBuilder().Build();
        const string Head =
            "# Written by 'mintage study submit --on kubernetes'. Not tried on a cluster.\n"
            + "# Apply the documents in their order, each when those of the waves before have ended. All pods need\n"
            + "# the study folder, with the lists that the command writes without --dry-run, from the volume claim\n"
            + "# 'mintage-study'. At the end: mintage study report\n";
        return Head + string.Concat(arrays.Select(a => "---\n" + yaml.Serialize(Job(a, megabytes(a)))));
    }

    private Dictionary<string, object> Job(JobArray array, int megabytes) => new()
    {
        ["apiVersion"] = "batch/v1",
        ["kind"] = "Job",
        ["metadata"] = new Dictionary<string, object>
        {
            ["name"] = JobName(array.Name),
            ["labels"] = new Dictionary<string, object> { ["mintage/wave"] = $"wave-{array.Name.Split('-')[0]}" },
        },
        ["spec"] = new Dictionary<string, object>
        {
            ["completionMode"] = "Indexed",
            ["completions"] = array.Elements.Count,
            ["parallelism"] = Math.Min(array.Elements.Count, options.ArrayLimit ?? array.Elements.Count),
            ["backoffLimitPerIndex"] = 1, // a failed element is tried once more, and stops no other
            ["template"] = new Dictionary<string, object> { ["spec"] = Pod(array, megabytes) },
        },
    };

    private Dictionary<string, object> Pod(JobArray array, int megabytes)
    {
        var resources = new Dictionary<string, object>
        {
            ["cpu"] = $"{options.Cpus ?? threads}",
            ["memory"] = $"{megabytes}M",
        };
        if (array.UsesGpu) resources["nvidia.com/gpu"] = $"{options.Gpus}";
        return new Dictionary<string, object>
        {
            ["restartPolicy"] = "Never",
            ["terminationGracePeriodSeconds"] = 60, // for the checkpoint
            ["containers"] = new[]
            {
                new Dictionary<string, object>
                {
                    ["name"] = "mintage",
                    ["image"] = options.Container ?? "mintage",
                    ["command"] = new[] { "mintage" },
                    ["args"] = (string[])
                    [
                        "task", "run", folder, "--list", $"{BatchScripts.FolderName}/{array.Name}.txt",
                        .. options.CommonArguments, .. options.TaskArguments, "--element", "$(JOB_COMPLETION_INDEX)",
                    ],
                    ["resources"] = new Dictionary<string, object>
                    {
                        ["requests"] = resources,
                        ["limits"] = new Dictionary<string, object>(resources),
                    },
                    ["volumeMounts"] = new[]
                    {
                        new Dictionary<string, object> { ["name"] = "study", ["mountPath"] = folder },
                    },
                },
            },
            ["volumes"] = new[]
            {
                new Dictionary<string, object>
                {
                    ["name"] = "study",
                    ["persistentVolumeClaim"] = new Dictionary<string, object> { ["claimName"] = "mintage-study" },
                },
            },
        };
    }

    /// <summary>Lower-case letters, digits and hyphens, as names of Kubernetes must be.</summary>
    private string JobName(string array)
    {
        var plain = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))
            .Trim('-');
        return $"mintage-{plain[..Math.Min(plain.Length, LongestName - array.Length)]}-{array}".Replace(
            "--", "-", StringComparison.Ordinal);
    }
}
