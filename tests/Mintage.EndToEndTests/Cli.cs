using System.Diagnostics;
using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

// Trainings use both cores; two at once would only slow each other down.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Mintage.EndToEndTests;

/// <summary>The real executable, as a user starts it.</summary>
internal static class Cli
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Folder of the built program.</summary>
    public static string Folder { get; } = typeof(Cli).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "CliFolder").Value!;

    private static string ExecutableName => OperatingSystem.IsWindows() ? "mintage.exe" : "mintage";

    /// <summary>Runs to the end.</summary>
    public static Result Run(params string[] arguments) => RunIn(Folder, arguments);

    /// <summary>Runs the program of another folder.</summary>
    public static Result RunIn(string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        return Rest(process);
    }

    /// <summary>Runs with another cache folder than the machine's.</summary>
    public static Result RunWithCache(string cache, params string[] arguments) => RunWith([("MINTAGE_CACHE", cache)], arguments);

    /// <summary>Runs with other environment variables.</summary>
    public static Result RunWith(IEnumerable<(string Name, string Value)> environment, params string[] arguments) => RunInWith(Folder, environment, arguments);

    /// <summary>Runs the program of another folder with other environment variables.</summary>
    public static Result RunInWith(string folder, IEnumerable<(string Name, string Value)> environment, params string[] arguments)
    {
        var start = StartInfo(folder, arguments);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        return Rest(process);
    }

    /// <summary>Starts and returns at once.</summary>
    public static Process Start(string folder, params string[] arguments) => Process.Start(StartInfo(folder, arguments))!;

    private static ProcessStartInfo StartInfo(string folder, string[] arguments) =>
        new(Path.Combine(folder, ExecutableName), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

    /// <summary>Whether a program started from here can be interrupted: who is started in the background by a shell ignores Ctrl+C, and so do its children.</summary>
    public static bool CanInterrupt
    {
        get
        {
            if (!File.Exists("/proc/self/status")) return !OperatingSystem.IsWindows(); // Windows has no signal that one process can send to another alone
            var ignored = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..];
            return (Convert.ToUInt64(ignored.Trim(), 16) & 2) == 0;
        }
    }

    /// <summary>Waits for the end and gives what is printed until then; ends what takes far too long.</summary>
    public static Result Rest(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"mintage {string.Join(' ', process.StartInfo.ArgumentList)} did not end within {Patience}");
        }
        return new Result(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>How a run ended.</summary>
    public sealed record Result(int ExitCode, string Output, string Error)
    {
        /// <summary>Fails with everything that was printed unless the exit code is 0.</summary>
        public Result Succeeded()
        {
            Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}\n{Error}");
            return this;
        }

        /// <summary>Fails unless the input was refused: exit code 2, nothing on stdout, one message without a stack, holding the words.</summary>
        public Result RefusedWith(string words)
        {
            Assert.True(ExitCode == 2, $"exit code {ExitCode}\n{Output}\n{Error}");
            Assert.Empty(Output);
            Assert.Contains(words, Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
            return this;
        }
    }
}
