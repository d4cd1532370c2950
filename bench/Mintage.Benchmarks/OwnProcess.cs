using System.Diagnostics;

namespace Mintage.Benchmarks;

/// <summary>This program again, with other arguments: allocator and threads are set once per process.</summary>
internal static class OwnProcess
{
    /// <summary>Runs to the end; standard error is shared.</summary>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static string Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' failed with exit code {process.ExitCode}.");
    }
}
