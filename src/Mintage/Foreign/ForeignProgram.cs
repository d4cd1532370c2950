using Mintage.Runtime;

namespace Mintage.Foreign;

/// <summary>A program of the user's own, ready to run.</summary>
/// <param name="options">What runs, and its limits.</param>
/// <param name="folder">The plan's.</param>
internal sealed class ForeignProgram(ProgramOptions options, string folder)
{
    /// <summary>Name of a run's log.</summary>
    public const string LogFile = "program.log";

    /// <summary>Log of the second run with one seed, where there is one.</summary>
    public const string SecondLogFile = "second-run.log";

    private const double VersionMinutes = 5;

    /// <summary>The placeholder for the plan's folder, which every command may have.</summary>
    public const string PlanFolder = "plan_folder";

    private readonly CommandTemplate template = options.Template();

    /// <summary>Refuses a program that is not there.</summary>
    /// <exception cref="UserInputException">It is not installed and not beside the plan.</exception>
    public void RequireFound() => Find(Arguments(template.Placeholders.ToDictionary(name => name, _ => ""))[0]);

    /// <summary>
    /// Makes a working folder empty, after ending what a run in it has left if Mintage was killed before.
    /// </summary>
    public static void Prepare(string workingFolder)
    {
        ProgramRun.EndLeftBehind(workingFolder);
        if (Directory.Exists(workingFolder)) Directory.Delete(workingFolder, recursive: true);
        Directory.CreateDirectory(workingFolder);
    }

    /// <summary>Runs it. Files beside the plan that the command names get their full paths.</summary>
    /// <param name="owner">Whose program it is, in messages.</param>
    /// <param name="workingFolder">Where it runs.</param>
    /// <param name="logPath">What it says goes here.</param>
    /// <param name="values">A value for every placeholder but <see cref="PlanFolder"/>.</param>
    /// <param name="threads">Threads that numeric libraries are asked to use.</param>
    /// <param name="progress">Told what it says of its progress.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UserInputException">As for <see cref="ProgramRun"/>.</exception>
    public void Run(
        string owner, string workingFolder, string logPath, IReadOnlyDictionary<string, string> values, int threads,
        IProgress<TaskProgress> progress, CancellationToken cancellation) =>
        ProgramRun.Run(Start(owner, workingFolder, logPath, values) with { Threads = threads }, progress, cancellation);

    /// <summary>What its version command prints to stdout; null where it has none.</summary>
    /// <exception cref="UserInputException">As for <see cref="ProgramRun"/>, or it prints nothing.</exception>
    public string? Version(CancellationToken cancellation)
    {
        if (options.VersionCommand is not { } command) return null;
        var asked = new ForeignProgram(
            options with { Command = command, TimeLimitMinutes = VersionMinutes }, folder);
        asked.RequireFound();
        // It stays where the command fails, for the log in it.
        var work = Directory.CreateTempSubdirectory("mintage-version-").FullName;
        List<string> lines = [];
        var start = asked.Start(
            $"version_command '{command}'", work, Path.Combine(work, LogFile), new Dictionary<string, string>());
        ProgramRun.Run(start with { Output = lines }, new Progress<TaskProgress>(), cancellation);
        Directory.Delete(work, recursive: true);
        if (lines.Count == 0)
            throw new UserInputException(
                $"version_command '{command}' must print the versions of what the program uses, but prints nothing.");
        return string.Join('\n', lines);
    }

    private ProgramStart Start(
        string owner, string workingFolder, string logPath, IReadOnlyDictionary<string, string> values)
    {
        var arguments = Arguments(values);
        return new ProgramStart
        {
            Owner = owner,
            Arguments = [Find(arguments[0]), .. arguments.Skip(1)],
            WorkingFolder = workingFolder,
            LogPath = logPath,
            TimeLimit = TimeSpan.FromMinutes(options.TimeLimitMinutes),
            MemoryLimit = (long?)(options.MemoryLimitGb * 1e9),
            Environment = options.Environment,
        };
    }

    private IReadOnlyList<string> Arguments(IReadOnlyDictionary<string, string> values) => template.Fill(
        new Dictionary<string, string>(values) { [PlanFolder] = Path.GetFullPath(folder) },
        argument => ProgramFiles.IsFileBeside(argument, folder)
            ? Path.GetFullPath(Path.Combine(folder, argument))
            : argument);

    private string Find(string program) => ProgramPath.Find(program, folder);
}
