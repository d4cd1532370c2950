using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Mintage.Runtime;

namespace Mintage.Execution.Clusters;

/// <summary>How a program ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);

/// <summary>Runs a program to its end and gives what it printed.</summary>
internal delegate CommandResult CommandRunner(string program, IReadOnlyList<string> arguments);

/// <summary>An element that Slurm knows of.</summary>
/// <param name="Job">Number of the job or job array.</param>
/// <param name="Element">Number in the array; null for a job without one.</param>
/// <param name="State">As Slurm names it, e.g. PENDING, RUNNING or COMPLETING.</param>
/// <param name="Nodes">Where it runs; empty while it waits.</param>
/// <param name="Reason">Why it waits, e.g. Resources.</param>
internal sealed record QueuedElement(string Job, int? Element, string State, string Nodes, string Reason)
{
    /// <summary>Whether it waits for its turn.</summary>
    public bool IsWaiting => State is "PENDING" or "REQUEUED" or "REQUEUE_HOLD" or "SPECIAL_EXIT";
}

/// <summary>Slurm by its own commands, which are on the path of its machines.</summary>
internal sealed class Slurm(CommandRunner run)
{
    private const int UsualMaxArraySize = 1001;

    /// <summary>The Slurm of this machine.</summary>
    public static Slurm Here { get; } = new(Run);

    /// <summary>Submits a script; returns the job's number.</summary>
    /// <exception cref="UserInputException">There is no Slurm, or it refuses; the message has its reason.</exception>
    public string Submit(string script, IEnumerable<string> arguments)
    {
        var result = Done("sbatch", ["--parsable", .. arguments, script]);
        var job = result.Output.Trim().Split('\n')[^1].Split(';')[0]; // "JOB" or "JOB;CLUSTER"
        return int.TryParse(job, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? job
            : throw new UserInputException(
                $"'sbatch --parsable {script}' must print the job's number, but printed '{result.Output.Trim()}'.");
    }

    /// <summary>Ends jobs, and does not mind those that have ended.</summary>
    public void Cancel(IReadOnlyCollection<string> jobs)
    {
        if (jobs.Count > 0) Done("scancel", ["--quiet", .. jobs]);
    }

    /// <summary>Elements of the jobs that wait or run.</summary>
    public IReadOnlyList<QueuedElement> Queue(IReadOnlyCollection<string> jobs) =>
        [.. Done("squeue", ["--me", "--noheader", "--array", "--format=%i|%T|%N|%r"]).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).Where(e => jobs.Contains(e.Job))];

    /// <summary>The most elements that an array may have.</summary>
    public int MaxArraySize()
    {
        var line = Done("scontrol", ["show", "config"]).Output.Split('\n')
            .FirstOrDefault(l => l.StartsWith("MaxArraySize", StringComparison.Ordinal));
        return line is not null
            && int.TryParse(line.Split('=')[^1].Trim(), CultureInfo.InvariantCulture, out var size)
            && size > 1
            ? size - 1
            : UsualMaxArraySize - 1;
    }

    private static QueuedElement Parse(string line)
    {
        var fields = line.Trim().Split('|');
        if (fields.Length != 4)
            throw new UserInputException($"squeue must print four fields in a line, but printed '{line.Trim()}'.");
        var id = fields[0].Split('_');
        int? element = id.Length > 1 && int.TryParse(id[1], CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
        return new QueuedElement(id[0], element, fields[1], fields[2], fields[3]);
    }

    private CommandResult Done(string program, IReadOnlyList<string> arguments)
    {
        var result = run(program, arguments);
        if (result.ExitCode == 0) return result;
        throw new UserInputException(
            $"Slurm refused: {result.Error.Trim()} (the command was: {program} {string.Join(' ', arguments)})");
    }

    private static CommandResult Run(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new CommandResult(process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception e)
        {
            throw new UserInputException(
                $"Slurm's command '{program}' must be on the path, but is not. Run this on a machine of the cluster, "
                + "such as its login node, or run the study here with 'mintage study run'.", e);
        }
    }
}
