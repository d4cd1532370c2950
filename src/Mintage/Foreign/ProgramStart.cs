using Mintage.Runtime;

namespace Mintage.Foreign;

/// <summary>One run of a program.</summary>
internal sealed record ProgramStart
{
    /// <summary>Whose program it is, in messages: "classifier 'real' (reduced, replicate 1)".</summary>
    public required string Owner { get; init; }

    /// <summary>The path of the program, then its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Where it runs; nothing else must use the folder.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>What it writes to stdout and stderr goes here, up to a bound.</summary>
    public required string LogPath { get; init; }

    public required TimeSpan TimeLimit { get; init; }

    /// <summary>Bytes that its processes may hold together; null for no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Environment variables beside those of this process, each NAME=value.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Threads that numeric libraries are asked to use.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Takes the lines that it writes to stdout; null where nobody asks.</summary>
    public ICollection<string>? Output { get; init; }
}

/// <summary>Finds the program that a command names.</summary>
internal static class ProgramPath
{
    /// <summary>The file of a program: beside the plan, or in the folders of PATH.</summary>
    /// <param name="name">The first argument of the command.</param>
    /// <param name="folder">The plan's.</param>
    /// <exception cref="UserInputException">There is no such program.</exception>
    public static string Find(string name, string folder)
    {
        var beside = Path.Combine(folder, name);
        if (File.Exists(beside) && IsExecutable(beside)) return Path.GetFullPath(beside);
        if (File.Exists(beside))
            throw new UserInputException(
                $"'{name}' must be a program, but the file in '{folder}' is not executable. Run 'chmod +x {name}', or "
                + "name what runs it first, as in 'python fit.py'.");
        var isPath = name.Contains('/') || name.Contains(Path.DirectorySeparatorChar);
        return (isPath ? null : OnPath(name)) ?? throw new UserInputException(
            $"The command's program '{name}' must be installed or lie beside the plan, but is neither in "
            + $"{(isPath ? "" : "the folders of PATH nor in ")}'{folder}'. Install it, or write its path.");
    }

    private static string? OnPath(string name)
    {
        string[] endings = OperatingSystem.IsWindows() ? ["", ".exe", ".cmd", ".bat"] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(place => endings.Select(ending => Path.Combine(place, name + ending)))
            .FirstOrDefault(file => File.Exists(file) && IsExecutable(file));
    }

    private static bool IsExecutable(string file) => OperatingSystem.IsWindows()
        || (File.GetUnixFileMode(file)
            & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
