using System.CommandLine;
using Mintage.Execution.Clusters;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary>What to ask a cluster for.</summary>
internal sealed class ClusterArguments
{
    private readonly Option<string?> partition = Text("--partition", "NAME", "Partition (default: the cluster's)");
    private readonly Option<int?> cpus = new("--cpus")
    {
        Description = "Processors of a job (default: the plan's threads)",
        HelpName = "N",
    };
    private readonly Option<int> gpus = new("--gpus")
    {
        Description = "GPUs of a job that trains or samples GANs with --device cuda",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<string?> memory = Text("--mem", "SIZE", "Memory of a job, such as 4G (default: estimated)");
    private readonly Option<string?> time =
        Text("--time", "TIME", "Time limit of a job, such as 2:00:00 (default: four times the estimate, and 10 min)");
    private readonly Option<string?> account = Text("--account", "NAME", "Account that pays");
    private readonly Option<string?> qos = Text("--qos", "NAME", "Quality of service");
    private readonly Option<string?> container =
        Text("--container", "IMAGE", "Run in this image with Apptainer; 'mintage' must be on its path");
    private readonly Option<string?> setup =
        Text("--setup", "FILE", "Shell lines to run first on a node, such as 'module load dotnet'");
    private readonly Option<int?> arrayLimit = new("--array-limit")
    {
        Description = "The most elements of a job array that run at once",
        HelpName = "N",
    };
    private readonly Option<int> pack = new("--pack")
    {
        Description = "Short tasks share an element until they take about so many seconds",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => (int)new ClusterOptions { Program = [] }.PackSeconds,
    };
    private readonly Option<bool> noProbe = new("--no-probe")
    {
        Description = "Leave out the first job, which finds out if the nodes see the study folder",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { partition, cpus, gpus, memory, time, account, qos, container, setup,
            arrayLimit, pack, noProbe })
            command.Options.Add(option);
    }

    public ClusterOptions Options(ParseResult parsed, string? dataFolder) => new()
    {
        Partition = Word(parsed, partition),
        Cpus = parsed.GetValue(cpus) is { } n ? CommonOptions.AtLeast("--cpus", n, 1) : null,
        Gpus = CommonOptions.AtLeast("--gpus", parsed.GetValue(gpus), 1),
        Memory = Word(parsed, memory),
        Time = Word(parsed, time),
        Account = Word(parsed, account),
        Qos = Word(parsed, qos),
        Container = parsed.GetValue(container),
        Setup = parsed.GetValue(setup) is { } file ? Lines(file) : "",
        ArrayLimit = parsed.GetValue(arrayLimit) is { } most ? CommonOptions.AtLeast("--array-limit", most, 1) : null,
        PackSeconds = CommonOptions.AtLeast("--pack", parsed.GetValue(pack), 1),
        Probe = !parsed.GetValue(noProbe),
        Program = OwnWorker.Program,
        CommonArguments =
        [
            .. dataFolder is null ? [] : new[] { "--data-folder", Path.GetFullPath(dataFolder) },
            .. InstalledLibTorch.Asked is { } folder ? new[] { "--libtorch", folder } : [],
        ],
    };

    private static Option<string?> Text(string name, string form, string description) =>
        new(name) { Description = description, HelpName = form };

    /// <summary>A value that stands in a line of a script: it must not begin another.</summary>
    private static string? Word(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) switch
    {
        null => null,
        { Length: > 0 } word when !word.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '"' or '\'') => word,
        var word => throw new UserInputException(
            $"{option.Name} must be one word without blanks and quotation marks, but is '{word}'."),
    };

    private static string Lines(string file) => File.Exists(file)
        ? File.ReadAllText(file)
        : throw new UserInputException($"--setup must be a file of shell lines, but there is no '{file}'.");
}
