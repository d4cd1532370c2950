using Mintage.Execution;

namespace Mintage.Cli.Commands;

/// <summary>This program once more, as a worker.</summary>
internal static class OwnWorker
{
    /// <summary>A worker that is not started yet.</summary>
    /// <param name="arguments">What makes this program a worker.</param>
    public static WorkerProcess Create(IEnumerable<string> arguments)
    {
        var self = Environment.ProcessPath!;
        var isDotnet = Path.GetFileNameWithoutExtension(self).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new WorkerProcess(self, isDotnet ? [typeof(OwnWorker).Assembly.Location, .. arguments] : [.. arguments]);
    }

    /// <summary>The worker's side: runs tasks until the parent closes the pipe.</summary>
    /// <param name="run">Runs the task of a key.</param>
    public static void Work(Action<string, IProgress<Runtime.TaskProgress>, CancellationToken> run)
    {
        // Ctrl+C reaches every process of the terminal; a worker ends when its parent closes the pipe.
        Console.CancelKeyPress += (_, e) => e.Cancel = true;
        WorkerLoop.Run(Console.In, Console.Out, run);
    }
}
