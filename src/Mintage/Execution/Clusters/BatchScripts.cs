using System.Globalization;
using System.Text;

namespace Mintage.Execution.Clusters;

/// <summary>Slurm's batch scripts of a study, for people to read too.</summary>
/// <param name="folder">Study folder as the nodes see it; a full path.</param>
/// <param name="name">Name of the plan.</param>
/// <param name="planSha256">SHA-256 of the resolved plan that is submitted.</param>
/// <param name="options">What to ask for.</param>
/// <param name="threads">Threads of a task.</param>
internal sealed class BatchScripts(
    string folder, string name, string planSha256, ClusterOptions options, int threads)
{
    /// <summary>Folder of the scripts in the study folder.</summary>
    public const string FolderName = "slurm";

    /// <summary>File in that folder that the probe job answers in.</summary>
    public const string ProbeAnswer = "probe.txt";

    private static readonly string[] Nvidia = ["--nv"];
    private const double TimeMargin = 4;
    private const int SlackMinutes = 10, ReportMinutes = 60;

    /// <summary>The script of a job array.</summary>
    /// <param name="array">The array.</param>
    /// <param name="megabytes">Memory of a job.</param>
    public string Array(JobArray array, int megabytes)
    {
        var (tasks, elements) = (array.Tasks.Count(), array.Elements.Count);
        var limit = options.ArrayLimit is { } most ? $"%{most}" : "";
        var text = Head(
            $"{tasks} task{(tasks == 1 ? "" : "s")} of kind {array.Elements[0][0].Kind} in {elements} "
            + $"element{(elements == 1 ? "" : "s")}; the longest takes about {array.LongestSeconds:F0} s of one core "
            + "by its estimate.",
            array.Name, $"{array.Name}-%a", Memory(megabytes), Time(array.LongestSeconds));
        text.Append(CultureInfo.InvariantCulture, $"#SBATCH --array=0-{elements - 1}{limit}\n");
        if (array.UsesGpu) text.Append(CultureInfo.InvariantCulture, $"#SBATCH --gres=gpu:{options.Gpus}\n");
        // A minute before the time limit, to the script alone.
        text.Append("#SBATCH --signal=B:USR1@60\n\n");
        text.Append(Setup());
        text.Append(Work(ListArguments(array), array.UsesGpu));
        return text.ToString();
    }

    /// <summary>Arguments of this program that run an element, but for its number.</summary>
    public IReadOnlyList<string> ListArguments(JobArray array) =>
        ["task", "run", folder, "--list", $"{FolderName}/{array.Name}.txt", "--plan", planSha256,
            .. options.CommonArguments, .. options.TaskArguments, "--element"];

    /// <summary>The script of the job that analyses what there is and writes the report.</summary>
    public string Report(int megabytes)
    {
        var text = Head(
            "The analysis, when all has ended; what failed is missing and named.", "report", "report",
            Memory(megabytes), options.Time ?? $"{ReportMinutes}");
        return text.Append('\n').Append(Setup())
            .Append(Program(false)).Append(' ')
            .Append(Words(["study", "report", folder, .. options.CommonArguments])).Append('\n').ToString();
    }

    /// <summary>The script of the job that finds out whether a node sees the folder and can start this
    /// program.</summary>
    public string Probe()
    {
        var text = Head(
            "Does a node see this folder, and can it start this program? The other jobs wait for the answer.", "probe",
            "probe", "500M", "5");
        return text.Append('\n').Append(Setup()).Append(
            $"""
            answer=$(
              cd {Quoted(folder)} 2>&1 &&
              echo '{planSha256}  resolved.json' | sha256sum --check --quiet 2>&1 &&
              {Program(false)} --version 2>&1)
            code=$?
            printf '%s\n%s\n%s\n' "$code" "$(hostname)" "$answer" > {Quoted(folder)}/{FolderName}/{ProbeAnswer}
            exit "$code"

            """).ToString();
    }

    private StringBuilder Head(string what, string job, string log, string memory, string time)
    {
        var text = new StringBuilder("#!/bin/bash\n");
        text.Append(CultureInfo.InvariantCulture, $"# {what}\n# Written by 'mintage study submit'.\n");
        var logs = $"{folder}/{FolderName}/logs".Replace("%", "%%", StringComparison.Ordinal);
        var shortName = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        string?[] lines =
        [
            $"--job-name={shortName}-{job}",
            $"--output=\"{logs}/{log}.log\"",
            "--open-mode=append",
            $"--chdir=\"{Environment.CurrentDirectory}\"",
            $"--cpus-per-task={options.Cpus ?? threads}",
            $"--mem={memory}",
            $"--time={time}",
            "--requeue",
            "--kill-on-invalid-dep=yes",
            options.Partition is { } partition ? $"--partition={partition}" : null,
            options.Account is { } account ? $"--account={account}" : null,
            options.Qos is { } qos ? $"--qos={qos}" : null,
        ];
        foreach (var line in lines.OfType<string>()) text.Append(CultureInfo.InvariantCulture, $"#SBATCH {line}\n");
        return text;
    }

    private string Setup() => options.Setup.Length == 0 ? "" : options.Setup.TrimEnd() + "\n\n";

    /// <summary>
    /// One more attempt after a failure; what is done is not done again. Shortly before the time limit the program
    /// writes its checkpoint, and the job goes back into the queue; when it is cancelled or has to make room, it writes
    /// its checkpoint and ends.
    /// </summary>
    private string Work(IReadOnlyList<string> arguments, bool usesGpu) =>
        $$"""
        stopped=
        stop() { stopped=$1; kill -TERM "$child" 2>/dev/null; }
        trap 'stop time' USR1
        trap 'stop cancelled' TERM

        attempt() {
          {{Program(usesGpu)}} {{Words(arguments)}} "$SLURM_ARRAY_TASK_ID" &
          child=$!
          wait "$child"; code=$?
          while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done # a signal ends 'wait' early
        }

        echo "attempt 1 on $(hostname), start ${SLURM_RESTART_COUNT:-0} of the job"
        attempt
        if [ "$code" -ne 0 ] && [ "$code" -ne 2 ] && [ -z "$stopped" ]; then
          echo "attempt 2 on $(hostname), after exit code $code"
          attempt
        fi
        if [ "$stopped" = time ] && [ "$code" -eq 130 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 20 ]; then
          echo "the time limit comes; the rest goes back into the queue"
          scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
        fi
        exit "$code"

        """;

    private string Program(bool usesGpu) => Words(options.Container is { } image
        ? ["apptainer", "exec", .. usesGpu ? Nvidia : [], "--bind", $"{folder},{Environment.CurrentDirectory}", image,
            "mintage"]
        : options.Program);

    private string Memory(int megabytes) => options.Memory ?? $"{megabytes}M";

    private string Time(double seconds) =>
        options.Time ?? $"{SlackMinutes + (5 * (int)Math.Ceiling(TimeMargin * seconds / 60 / 5))}";

    private static string Words(IEnumerable<string> words) => string.Join(' ', words.Select(Quoted));

    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "/._-:=,+%@".Contains(c, StringComparison.Ordinal))
            && word.Length > 0
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
