using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Mintage.Runtime;

namespace Mintage.Foreign;

/// <summary>Runs a program of the user's own and watches it: everything it started ends with it.</summary>
internal static class ProgramRun
{
    /// <summary>
    /// Every process of a run has this variable, with the path of its working folder, so that all are found again,
    /// also when Mintage itself was killed before.
    /// </summary>
    private const string Mark = "MINTAGE_WORKING_FOLDER";

    private const int KilledCode = 137;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100), Drain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WeighEvery = TimeSpan.FromSeconds(1);

    private static readonly string[] ThreadVariables =
        ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS"];

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="UserInputException">
    /// It did not start, ended with another exit code than 0, took too long or too much memory; with its last lines.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; it was ended.</exception>
    public static void Run(ProgramStart start, IProgress<TaskProgress> progress, CancellationToken cancellation)
    {
        var mark = MarkOf(start.WorkingFolder);
        using var log = new ProgramLog(start.LogPath, progress);
        using var process = Start(start, mark);
        var family = new ProcessFamily(mark, HasSession ? process.Id : null);
        Task[] reading = [log.ReadAsync(process.StandardOutput, start.Output), log.ReadAsync(process.StandardError)];
        string? fault;
        try
        {
            fault = Watch(process, start, family, cancellation);
        }
        finally
        {
            var left = End(process, family);
            // A process that escaped may hold the pipes open.
            Task.WaitAll(reading, Drain);
            if (left > 0) log.Add($"mintage: {left} processes that the program had left running were ended.");
        }
        fault ??= process.ExitCode == 0 ? null : ExitFault(process.ExitCode);
        if (fault is not null)
            throw new UserInputException(
                $"{start.Owner}: the program must end with exit code 0 in time, but {fault}. It is: "
                + $"{string.Join(' ', start.Arguments)}{Environment.NewLine}  Its last lines are:"
                + $"{(log.LastLines() is { Length: > 0 } lines ? lines : " none")}{Environment.NewLine}"
                + $"  All of them are in '{start.LogPath}'.");
    }

    /// <summary>Ends what a run in a folder has left if Mintage was killed before.</summary>
    public static void EndLeftBehind(string workingFolder) => new ProcessFamily(MarkOf(workingFolder)).End();

    private static string MarkOf(string workingFolder) => $"{Mark}={Path.GetFullPath(workingFolder)}";

    private static bool HasSession => SetSid is not null;

    /// <summary>Gives a program a session of its own, which no signal to ours reaches; Linux has it.</summary>
    private static string? SetSid { get; } =
        new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(p => OperatingSystem.IsLinux() && File.Exists(p));

    private static Process Start(ProgramStart start, string mark)
    {
        string[] all = SetSid is null ? [.. start.Arguments] : [SetSid, .. start.Arguments];
        var info = new ProcessStartInfo(all[0], all[1..])
        {
            WorkingDirectory = start.WorkingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in ThreadVariables) info.Environment[name] = $"{start.Threads}";
        info.Environment["PYTHONUNBUFFERED"] = "1"; // else progress comes at the end
        info.Environment["PYTHONHASHSEED"] = "0";
        info.Environment["PYTHONDONTWRITEBYTECODE"] = "1"; // nothing of ours appears beside the plan
        foreach (var entry in start.Environment.Append(mark))
            info.Environment[entry[..entry.IndexOf('=')]] = entry[(entry.IndexOf('=') + 1)..];
        try
        {
            var process = Process.Start(info)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new UserInputException(
                $"{start.Owner}: '{start.Arguments[0]}' could not be started: {e.Message}", e);
        }
    }

    /// <summary>Waits for the end, or for what makes an end of it: what was wrong, or null.</summary>
    private static string? Watch(
        Process process, ProgramStart start, ProcessFamily family, CancellationToken cancellation)
    {
        var (clock, weighed) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        while (!process.WaitForExit(Look))
        {
            cancellation.ThrowIfCancellationRequested();
            if (clock.Elapsed > start.TimeLimit)
                return $"did not end within {start.TimeLimit.TotalMinutes:0.##} minutes and was ended. Raise "
                    + "time_limit_minutes, or give it less to do";
            if (start.MemoryLimit is not { } limit || weighed.Elapsed < WeighEvery) continue;
            weighed.Restart();
            if (family.MemoryBytes() is var held && held > limit)
                return $"held {held / 1e9:0.##} GB of memory where {limit / 1e9:0.##} GB are allowed, and was ended. "
                    + "Raise memory_limit_gb, or give it less to do";
        }
        return null;
    }

    /// <summary>Ends whatever still runs.</summary>
    /// <returns>Processes that the program had left behind.</returns>
    private static int End(Process process, ProcessFamily family)
    {
        var hadEnded = process.HasExited;
        var members = family.End();
        if (!process.HasExited) process.Kill(entireProcessTree: true); // where there is no /proc
        process.WaitForExit(Drain);
        return hadEnded ? members : 0;
    }

    private static string ExitFault(int code) => $"ended with {code}"
        + (code == KilledCode ? ": it was killed, perhaps for lack of memory" : "");
}
