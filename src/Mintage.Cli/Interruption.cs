using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;

namespace Mintage.Cli;

/// <summary>
/// Ctrl+C or a termination signal ends a command between two of its steps. A second one, or the first if the command
/// does not react, ends it at once. System.CommandLine's own handler would come too late: it exists only once a command
/// waits for something, after its data are read.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Commands that keep what they have done.</summary>
    private static readonly string[] Continues =
        [" reproduce", " study run", " study submit", " study export", " task run", " task work", " gan train"];

    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    private Interruption()
    {
    }

    /// <summary>What becomes of the work of a command that was interrupted.</summary>
    /// <param name="command">As "mintage gan train".</param>
    public static string Words(string command) => "mintage: interrupted. " + (Continues.Any(command.EndsWith)
        ? "Run the same command again to go on; finished work is kept."
        : "The same command begins anew.");

    /// <exception cref="OperationCanceledException">The command was interrupted.</exception>
    public static async Task<int> RunAsync(ParseResult parsed)
    {
        using var interruption = new Interruption();
        // Other commands are quick or write nothing, and may simply end.
        if (parsed.Action is AsynchronousCommandLineAction) interruption.Register();
        return await parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
            interruption.source.Token);
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Register()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
            registrations.Add(PosixSignalRegistration.Create(signal, Stop));
    }

    private void Stop(PosixSignalContext context)
    {
        if (source.IsCancellationRequested) return; // the second time: as if nobody listened
        context.Cancel = true;
        source.Cancel();
        _ = Task.Delay(Patience).ContinueWith(_ => Environment.Exit(ExitCode.Interrupted), TaskScheduler.Default);
    }
}
